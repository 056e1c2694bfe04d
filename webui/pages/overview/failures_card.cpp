#include "webui/pages/overview/cards.hpp"
#include "webui/widgets/controls.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/rows.hpp"
#include "webui/widgets/surfaces.hpp"

#include <algorithm>

namespace geminid::webui::overview {
namespace {

constexpr Phrase title{"Last errors", "最近的错误"};
constexpr Phrase all{"All errors", "全部错误"};
constexpr Phrase none{"No request failed lately.", "近期没有失败的请求。"};

void draw_wide(const PressRow& row, const LogRow& record) {
  const auto y = row.middle() - 8;
  const auto left = row.from.x + 8;
  draw_cut({left, y}, 110, record.date.empty() ? record.time : record.date + " " + record.time, muted(13));
  draw_pill({left + 118, row.middle()}, record.status, colour_of(record.tone));
  const auto rest = row.width() - 16 - 240;
  draw_cut({left + 240, y}, rest * 0.24F - 12, record.model, {14, false, 0});
  draw_cut({left + 240 + rest * 0.24F, y}, rest * 0.16F - 12, record.user, muted(14));
  draw_cut({left + 240 + rest * 0.40F, y}, rest * 0.60F, record.error, {14, false, 0});
}

void draw_tall(const PressRow& row, const LogRow& record) {
  const auto width = row.width() - 8;
  const auto left = row.from.x + 4;
  draw_pill({left, row.from.y + 20}, record.status, colour_of(record.tone));
  draw_right(row.to.x - 4, row.from.y + 12, record.date.empty() ? record.time : record.date + " " + record.time,
             muted(13));
  draw_cut({left, row.from.y + 38}, width, record.model + " · " + record.user, {14, true, 0});
  draw_cut({left, row.from.y + 60}, width, record.error, muted(13));
}

} // namespace

std::optional<std::string> draw_failures(float width, const std::vector<LogRow>& rows) {
  std::optional<std::string> pressed;
  begin_card("failures", {width, 0});
  heading(tr(title), 2);
  align_right(text_extent(tr(all)).x);
  if (link(tr(all)))
    pressed = std::string{};
  space(2);
  if (rows.empty())
    paragraph(tr(none), muted(14));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  for (const auto& record : rows) {
    const auto row = press_row("##" + record.id, record.spoken + ": " + record.error, narrow() ? 86 : 40, "link");
    if (&record != &rows.front())
      ImGui::GetWindowDrawList()->AddLine(row.from, {row.to.x, row.from.y}, faded(theme().line, 0.7F));
    if (narrow())
      draw_tall(row, record);
    else
      draw_wide(row, record);
    if (row.pressed)
      pressed = record.id;
  }
  ImGui::PopStyleVar();
  end_card();
  return pressed;
}

} // namespace geminid::webui::overview
