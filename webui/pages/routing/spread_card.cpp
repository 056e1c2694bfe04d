#include "webui/pages/routing/spread_card.hpp"

#include "webui/core/format.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/icons.hpp"
#include "webui/widgets/language.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

constexpr Phrase title{"What would happen", "模拟效果"};
constexpr Phrase explanation{
    "The next minute, from the keys' limits and use at this moment, by the gateway's own routing code. Without "
    "affinity "
    "and failures.",
    "以各密钥当前的限额和用量为起点，用网关自身的路由代码推演接下来的一分钟；不考虑会话亲和与失败。"};
constexpr Phrase model_label{"Model", "模型"};
constexpr Phrase rate_label{"Requests per minute", "每分钟请求数"};
constexpr Phrase tokens_label{"Input tokens per request", "每个请求的输入 token"};
constexpr Phrase now_label{"Now", "当前"};
constexpr Phrase then_label{"With your changes", "修改后"};
constexpr Phrase no_models{"No model has been used or configured yet: the first request brings one.",
                           "尚未使用或配置任何模型；收到第一个请求后即可模拟。"};
constexpr Phrase bar_name{"{}: {} [request|requests], {}", "{}：{} 个请求，{}"};
constexpr Phrase count_detail{"{} · {}", "{} · {}"};

constexpr std::int64_t rate_max = 20'000;
constexpr std::int64_t tokens_max = 1'000'000;
constexpr std::size_t rows_max = 12;

void legend_mark(const char* label, ImU32 colour) {
  const auto at = ImGui::GetCursorScreenPos();
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + 5}, {at.x + 12, at.y + 13}, colour, 4);
  ImGui::Dummy({12, 13});
  ImGui::SameLine(0, 6);
  text(label, bold(small_text_size));
}

void draw_side(const SpreadRow& row, double value, const std::string& detail, double high, ImU32 colour) {
  const auto name = filled(tr(bar_name), {row.label, format_integer(static_cast<std::int64_t>(value)), detail});
  progress_bar(name, high > 0 ? static_cast<float>(value / high) : 0, colour);
}

} // namespace

void SpreadCard::draw(const std::vector<dto::Key>& keys, const std::vector<dto::ModelListing>& models,
                      unsigned revision, const dto::RoutingSettings& now, const dto::RoutingSettings& then,
                      Instant present) {
  begin_card("##spread");
  heading(tr(title), 2);
  paragraph(tr(explanation), muted(small_text_size));
  space(4);
  draw_choices(keys, models, revision);
  if (model_.empty()) {
    paragraph(tr(no_models), muted(14));
    end_card();
    return;
  }
  const Question question{revision, model_, rate_, tokens_, now, then, locale().language};
  const bool compared = !(now == then);
  if (!(question == answered_)) {
    answered_ = question;
    const auto simulated = simulated_keys(keys, models, model_);
    const auto spread = simulate_spread(simulated, scenario_of(now, rate_, tokens_), present);
    const auto changed = compared ? simulate_spread(simulated, scenario_of(then, rate_, tokens_), present) : spread;
    view_ = make_spread_view(keys, spread, changed, rows_max, locale());
  }
  space(6);
  legend_mark(tr(now_label), compared ? theme().muted : theme().accent);
  paragraph(view_.now_summary, {14, false, view_.now_refuses ? theme().bad : 0});
  if (compared) {
    legend_mark(tr(then_label), theme().accent);
    paragraph(view_.then_summary, {14, false, view_.then_refuses ? theme().bad : 0});
  }
  space(4);
  draw_rows(compared);
  end_card();
}

void SpreadCard::draw_choices(const std::vector<dto::Key>& keys, const std::vector<dto::ModelListing>& models,
                              unsigned revision) {
  if (models_of_ != revision || models_.empty()) {
    models_ = simulated_models(keys, models);
    models_of_ = revision;
    if (std::find(models_.begin(), models_.end(), model_) == models_.end())
      model_ = models_.empty() ? std::string{} : models_.front();
  }
  if (model_.empty())
    return;
  std::vector<const char*> names;
  for (const auto& model : models_)
    names.push_back(model.c_str());
  auto chosen = static_cast<int>(std::find(models_.begin(), models_.end(), model_) - models_.begin());
  const auto grid = columns(200, 3);
  int index = 0;
  const auto cell = [&](auto draw_control) {
    next_column(index, grid);
    ImGui::BeginChild(ImGui::GetID(++index), {grid.width, 0},
                      ImGuiChildFlags_AutoResizeY | ImGuiChildFlags_NavFlattened,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    draw_control();
    ImGui::EndChild();
  };
  cell([&] {
    if (select(tr(model_label), chosen, names))
      model_ = models_[static_cast<std::size_t>(chosen)];
  });
  cell([&] { slider(tr(rate_label), rate_, 1, rate_max); });
  cell([&] { slider(tr(tokens_label), tokens_, 1, tokens_max); });
}

void SpreadCard::draw_rows(bool compared) const {
  double high = 0;
  for (const auto& row : view_.rows)
    high = std::max({high, row.now, row.then});
  const auto grid = columns(narrow() ? 260 : 300, 3);
  ImGui::PushID("rows");
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(12, 5));
  for (std::size_t i = 0; i < view_.rows.size(); ++i) {
    const auto& row = view_.rows[i];
    next_column(static_cast<int>(i), grid);
    ImGui::BeginChild(ImGui::GetID(static_cast<int>(i)), {grid.width, 0}, ImGuiChildFlags_AutoResizeY,
                      ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
    const auto count = format_integer(static_cast<std::int64_t>(compared ? row.then : row.now));
    const auto detail = filled(tr(count_detail), {count, compared ? row.then_detail : row.now_detail});
    const auto room = ImGui::GetContentRegionAvail().x;
    const auto detail_width = std::min(text_extent(detail, muted(small_text_size)).x, room * 0.68F);
    text_cut(row.label, room - detail_width - 12, {14, false, 0});
    align_right(detail_width);
    text_cut(detail, detail_width, muted(small_text_size));
    draw_side(row, row.now, row.now_detail, high, compared ? theme().muted : theme().accent);
    if (compared)
      draw_side(row, row.then, row.then_detail, high, theme().accent);
    space(4);
    ImGui::EndChild();
  }
  ImGui::PopStyleVar();
  ImGui::PopID();
}

} // namespace geminid::webui
