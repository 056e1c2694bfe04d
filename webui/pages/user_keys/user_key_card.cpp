#include "webui/pages/user_keys/user_key_card.hpp"

#include "webui/core/format.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/notes.hpp"
#include "webui/widgets/surfaces.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase enable_label{"Enable {}", "启用 {}"};
constexpr Phrase edit_label{"Change {}", "编辑 {}"};
constexpr Phrase delete_label{"Delete {}", "删除 {}"};
constexpr float bar_height = 5;
constexpr float bar_line = 38; // from one to the one below
constexpr int bars_across = 3;
constexpr int bars_across_narrow = 2;
constexpr float tiny = 12;

ImU32 colour_of(UserKeyState state) {
  switch (state) {
  case UserKeyState::active:
    return theme().good;
  case UserKeyState::expiring:
    return theme().warn;
  case UserKeyState::expired:
    return theme().bad;
  case UserKeyState::disabled:
    break;
  }
  return theme().muted;
}

ImU32 colour_of_share(float share) {
  return share >= 1 ? theme().bad : share >= 0.8F ? theme().warn : theme().accent;
}

void draw_bar(const UsageBar& bar, ImVec2 at, float width) {
  ImGui::SetCursorPos(at);
  const auto value_width = text_extent(bar.value, {tiny, true, 0}).x;
  text_cut(bar.label, std::max(width - value_width - 8, 20.0F), muted(tiny));
  ImGui::SetCursorPos({at.x + width - value_width, at.y});
  text(bar.value, {tiny, true, 0});
  ImGui::SetCursorPos({at.x, at.y + 20});
  const auto from = ImGui::GetCursorScreenPos();
  auto* const list = ImGui::GetWindowDrawList();
  list->AddRectFilled(from, {from.x + width, from.y + bar_height}, faded(theme().line, 0.8F), bar_height / 2);
  if (bar.share > 0)
    list->AddRectFilled(from, {from.x + std::max(width * std::min(bar.share, 1.0F), bar_height), from.y + bar_height},
                        colour_of_share(bar.share), bar_height / 2);
}

void draw_bars(const UserKeyRow& row, ImVec2 at, float width, int across) {
  if (row.bars.empty()) {
    ImGui::SetCursorPos(at);
    text_cut(row.no_limits, width, muted(14));
    return;
  }
  const auto each = (width - gap * static_cast<float>(across - 1)) / static_cast<float>(across);
  for (std::size_t i = 0; i < row.bars.size(); ++i) {
    const auto column = static_cast<float>(static_cast<int>(i) % across);
    const auto line = static_cast<float>(static_cast<int>(i) / across);
    draw_bar(row.bars[i], {at.x + column * (each + gap), at.y + line * bar_line}, each);
  }
}

void line(std::string_view words, ImVec2 at, float width, const TextStyle& style) {
  if (words.empty())
    return;
  ImGui::SetCursorPos(at);
  text_cut(words, width, style);
}

void draw_name(const UserKeyRow& row, ImVec2 at, float width) {
  const auto state = pill_width(row.state_text);
  const TextStyle style{title_size, true, 0};
  const auto words = std::min(text_extent(row.name, style).x, width - state - 12);
  line(row.name, {at.x, at.y + 2}, words, style);
  ImGui::SetCursorPos({at.x + words + 10, at.y});
  pill(row.state_text, colour_of(row.state));
}

CardAction draw_actions(const UserKeyRow& row, ImVec2 at) {
  auto action = CardAction::none;
  ImGui::SetCursorPos(at);
  bool enabled = row.enabled;
  if (toggle("##" + filled(tr(enable_label), {row.name}), enabled))
    action = CardAction::toggle;
  ImGui::SameLine(0, 8);
  if (icon_button(icon::edit, filled(tr(edit_label), {row.name})))
    action = CardAction::edit;
  ImGui::SameLine(0, 2);
  if (icon_button(icon::remove, filled(tr(delete_label), {row.name})))
    action = CardAction::remove;
  return action;
}

float actions_width() {
  return 38 + 8 + ImGui::GetFrameHeight() * 2 + 2;
}

CardAction draw_wide(const UserKeyRow& row, ImVec2 at, float room) {
  const auto actions = actions_width();
  const auto rest = room - actions - gap * 3;
  const auto first = rest * 0.34F;
  const auto second = rest * 0.38F;
  const auto third = rest - first - second;
  draw_name(row, at, first);
  line(row.masked, {at.x, at.y + 30}, first, muted(small_text_size));
  line(row.notes.empty() ? row.created : row.notes, {at.x, at.y + 51}, first, muted(small_text_size));
  draw_bars(row, {at.x + first + gap, at.y + 2}, second, bars_across);
  const auto x = at.x + first + second + gap * 2;
  const auto expiry = row.countdown.empty() ? row.expiry : row.expiry + " · " + row.countdown;
  const auto models = row.thinking.empty() ? row.models : row.models + " · " + row.thinking;
  line(expiry, {x, at.y + 4}, third,
       {small_text_size, false, row.state == UserKeyState::active ? 0 : colour_of(row.state)});
  line(models, {x, at.y + 28}, third, muted(small_text_size));
  line(row.traffic, {x, at.y + 51}, third, muted(small_text_size));
  return draw_actions(row, {at.x + room - actions, at.y + 16});
}

CardAction draw_narrow(const UserKeyRow& row, ImVec2 at, float room, float height) {
  draw_name(row, at, room);
  line(row.masked, {at.x, at.y + 32}, room, muted(small_text_size));
  draw_bars(row, {at.x, at.y + 62}, room, bars_across_narrow);
  const auto actions = actions_width();
  const auto y = height - 14 - 68;
  line(row.countdown.empty() ? row.expiry : row.expiry + " · " + row.countdown, {at.x, y}, room - actions - gap,
       {small_text_size, false, row.state == UserKeyState::active ? 0 : colour_of(row.state)});
  line(row.models, {at.x, y + 23}, room - actions - gap, muted(small_text_size));
  line(row.traffic, {at.x, y + 46}, room - actions - gap, muted(small_text_size));
  return draw_actions(row, {at.x + room - actions, y + 12});
}

float height_of(const UserKeyRow& row) {
  const auto across = narrow() ? bars_across_narrow : bars_across;
  const auto lines = (std::max(static_cast<int>(row.bars.size()), 1) + across - 1) / across;
  const auto of_bars = bar_line * static_cast<float>(lines);
  return narrow() ? 178 + of_bars : std::max(106.0F, 34 + of_bars);
}

} // namespace

CardAction draw_user_key_card(const UserKeyRow& row) {
  const auto height = height_of(row);
  if (!ImGui::IsRectVisible({ImGui::GetContentRegionAvail().x, height})) {
    ImGui::Dummy({0, height});
    return CardAction::none;
  }
  ImGui::PushID(row.id.c_str());
  begin_card("##card", {0, height});
  const auto at = ImGui::GetCursorPos();
  const auto room = ImGui::GetContentRegionAvail().x;
  const auto action = narrow() ? draw_narrow(row, at, room, height) : draw_wide(row, at, room);
  end_card();
  ImGui::PopID();
  return action;
}

} // namespace geminid::webui
