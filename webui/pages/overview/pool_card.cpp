#include "webui/api/client.hpp"
#include "webui/core/format.hpp"
#include "webui/pages/overview/cards.hpp"
#include "webui/view/key_states.hpp"
#include "webui/widgets/chart_theme.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/rows.hpp"
#include "webui/widgets/surfaces.hpp"

#include <algorithm>
#include <array>

namespace geminid::webui::overview {
namespace {

constexpr Phrase title{"Pool of keys", "密钥池"};
constexpr Phrase share_title{"Share of each key, {}", "各密钥用量占比，{}"};
constexpr Phrase key_label{"key", "个密钥"};
constexpr Phrase keys_label{"keys", "个密钥"};
constexpr Phrase ring_summary{"{} [key|keys] by state", "{} 个密钥的状态分布"};
constexpr Phrase share_summary{"{} [key was|keys were] used", "{} 个密钥被使用"};
constexpr Phrase unused{"No key was used in this window", "该时段没有密钥被使用"};
constexpr Phrase many_keys{"{} keys", "{} 个密钥"};
constexpr Phrase unknown_keys{"Other keys", "其他密钥"};
constexpr Phrase attempts_label{"{} [call|calls]", "{} 次调用"};

constexpr float ring_side_max = 148;
constexpr float ring_side_min = 112;
/// The share of each state is left out where names would have no room.
constexpr float share_from = 200;
constexpr float row_height = 30;
constexpr float row_height_touch = 40;

ImU32 colour_of_state(std::size_t state) {
  const auto& look = theme();
  const std::array colours{look.good, look.warn, look.info, look.series[6], look.bad, look.muted, look.series[5]};
  return colours[std::min(state, colours.size() - 1)];
}

std::array<ShareGroup, unknown_key_group + 1> groups() {
  std::array<ShareGroup, unknown_key_group + 1> all;
  for (std::size_t i = 0; i < unknown_key_group; ++i)
    all[i] = {tr(key_state_phrase(static_cast<dto::KeyState>(i))), colour_of_state(i), {}};
  all[unknown_key_group] = {tr(unknown_keys), colour_of_state(unknown_key_group), {}};
  return all;
}

std::string state_details(const StateCount& state) {
  return "state=" + state.wire;
}

// The ring itself has no legend: the rows beside it are one, and can be pressed.
std::optional<std::string> draw_ring(const PoolPicture& picture, float side) {
  const auto words = groups();
  const auto count = format_integer(picture.keys);
  const auto summary = filled(tr(ring_summary), {count});
  ShareChart chart;
  chart.segments = picture.state_segments;
  chart.groups = words;
  chart.words = {summary, {}};
  chart.centre = count;
  chart.centre_label = tr(picture.keys == 1 ? key_label : keys_label);
  chart.legend = false;
  const auto pointed = draw_share_ring("states", {side, side}, chart, chart_style());
  if (pointed && ImGui::IsMouseClicked(ImGuiMouseButton_Left))
    return state_details(picture.states[picture.state_segments[*pointed].group]);
  return std::nullopt;
}

std::optional<std::string> draw_states(const PoolPicture& picture) {
  std::optional<std::string> pressed;
  const auto height = narrow() ? row_height_touch : row_height;
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  for (const auto& state : picture.states) {
    // Rare states are rows only while a key is in one.
    if (state.count == 0 && state.state != dto::KeyState::healthy)
      continue;
    const auto* const name = tr(key_state_phrase(state.state));
    const auto count = format_integer(state.count);
    const auto row = press_row("##" + state.wire, std::string{name} + " " + count, height, "link");
    const auto colour = colour_of_state(static_cast<std::size_t>(state.state));
    auto* const list = ImGui::GetWindowDrawList();
    list->AddRectFilled({row.from.x + 8, row.middle() - 5}, {row.from.x + 18, row.middle() + 5}, colour, 3);
    const auto part = picture.keys > 0
                          ? format_percent(static_cast<double>(state.count) / static_cast<double>(picture.keys))
                          : std::string{};
    const auto percent_room = row.width() >= share_from ? 52.0F : 0.0F;
    if (percent_room > 0)
      draw_right(row.to.x - 8, row.middle() - 8, part, muted(13));
    const auto count_right = row.to.x - 8 - percent_room;
    draw_right(count_right, row.middle() - 9, count, bold(15));
    draw_cut({row.from.x + 28, row.middle() - 8}, count_right - text_extent(count, bold(15)).x - row.from.x - 36, name,
             {14, false, 0});
    if (row.pressed)
      pressed = state_details(state);
  }
  ImGui::PopStyleVar();
  return pressed;
}

std::optional<std::string> draw_shares(const PoolPicture& picture, const char* window_name) {
  text(filled(tr(share_title), {window_name}), muted(13));
  const auto words = groups();
  const auto summary = filled(tr(share_summary), {format_integer(static_cast<std::int64_t>(picture.uses.size()))});
  ShareChart chart;
  chart.segments = picture.use_segments;
  chart.groups = words;
  chart.words = {summary, tr(unused)};
  chart.legend = false;
  chart.value_text = [](double value, double) {
    return filled(tr(attempts_label), {format_integer(static_cast<std::int64_t>(value))});
  };
  chart.name_of = [&](const plot::ShareSegment& segment) {
    return segment.count > 1 ? filled(tr(many_keys), {format_integer(static_cast<std::int64_t>(segment.count))})
                             : picture.uses[segment.index].name;
  };
  const auto pointed = draw_share_bar("use", ImGui::GetContentRegionAvail().x, 22, chart, chart_style());
  if (!pointed || !ImGui::IsMouseClicked(ImGuiMouseButton_Left))
    return std::nullopt;
  const auto& segment = picture.use_segments[*pointed];
  if (segment.count > 1 && segment.group < picture.states.size())
    return state_details(picture.states[segment.group]);
  const auto& id = picture.uses[segment.index].id;
  return id.empty() ? std::string{} : "id=" + percent_encoded(id);
}

} // namespace

PoolPicture make_pool_picture(std::vector<StateCount> states, std::vector<KeyUse> uses) {
  PoolPicture picture;
  std::vector<plot::Share> shares;
  for (std::size_t i = 0; i < states.size(); ++i) {
    picture.keys += states[i].count;
    shares.push_back({static_cast<double>(states[i].count), i});
  }
  picture.state_segments = plot::fold_shares(shares);
  shares.clear();
  for (const auto& use : uses)
    shares.push_back({use.requests, use.group});
  picture.use_segments = plot::fold_shares(shares);
  picture.states = std::move(states);
  picture.uses = std::move(uses);
  return picture;
}

float pool_height() {
  return 314;
}

std::optional<std::string> draw_pool(ImVec2 size, const PoolPicture& picture, const char* window_name) {
  begin_card("pool", size);
  heading(tr(title), 2);
  space(2);
  std::optional<std::string> pressed;
  const auto take = [&](std::optional<std::string> details) {
    if (details)
      pressed = std::move(details);
  };
  const auto top = ImGui::GetCursorPosY();
  const auto ring_side = ImGui::GetContentRegionAvail().x < 340 ? ring_side_min : ring_side_max;
  take(draw_ring(picture, ring_side));
  ImGui::SameLine(0, 20);
  ImGui::BeginGroup();
  take(draw_states(picture));
  ImGui::EndGroup();
  ImGui::SetCursorPosY(std::max(ImGui::GetCursorPosY(), top + ring_side + 14));
  take(draw_shares(picture, window_name));
  end_card();
  return pressed;
}

} // namespace geminid::webui::overview
