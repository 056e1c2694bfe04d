#include "webui/pages/models/availability_list.hpp"

#include "webui/widgets/frames.hpp"
#include "webui/widgets/language.hpp"
#include "webui/widgets/rows.hpp"
#include "webui/widgets/surfaces.hpp"

namespace geminid::webui {
namespace {

constexpr Phrase title{"Availability", "可用性"};
constexpr float row_height = 46;

bool draw_row(const UnavailableRow& who, std::size_t index) {
  const auto row = press_row("##unavailable" + std::to_string(index), who.title + ": " + who.cause + ". " + who.note,
                             row_height, "link");
  const auto side = pill_width(who.cause);
  const auto left = row.from.x + 6;
  draw_cut({left, row.from.y + 5}, row.width() - side - 20, who.title, {14, true, 0});
  draw_cut({left, row.from.y + 25}, row.width() - 12, who.note, muted(12));
  draw_pill({row.to.x - side - 4, row.from.y + 13}, who.cause, colour_of(who.tone));
  return row.pressed;
}

} // namespace

std::optional<std::string> draw_availability(const Availability& view) {
  std::optional<std::string> pressed;
  heading(tr(title), 2);
  paragraph(view.summary, muted(small_text_size));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  for (std::size_t i = 0; i < view.rows.size(); ++i)
    if (draw_row(view.rows[i], i))
      pressed = view.rows[i].details;
  ImGui::PopStyleVar();
  if (!view.left_out.empty())
    text(view.left_out, muted(small_text_size));
  if (view.counts_down)
    redraw_within(Duration{1'000});
  return pressed;
}

} // namespace geminid::webui
