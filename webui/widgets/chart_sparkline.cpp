#include "webui/plot/series.hpp"
#include "webui/widgets/chart_axes.hpp"
#include "webui/widgets/chart_time.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>

namespace geminid::webui {

void draw_sparkline(ImVec2 size, const Sparkline& spark, const ChartStyle& style) {
  const paint::Box outer = paint::box_at_cursor(size);
  ImGui::Dummy({outer.width(), outer.height()});
  if (!spark.summary.empty())
    note_text("img", spark.summary);
  const auto values = plot::extent(spark.values);
  if (!values)
    return;

  // Half a stroke of room, so that nothing of it is cut off.
  constexpr float thickness = 1.5F;
  const paint::Box box{{outer.min.x + thickness, outer.min.y + thickness},
                       {std::max(outer.max.x - thickness, outer.min.x + thickness),
                        std::max(outer.max.y - thickness, outer.min.y + thickness)}};
  plot::Range range = *values;
  if (spark.from_zero)
    range = {std::min(range.low, 0.0), std::max(range.high, 0.0)};
  if (!(range.high > range.low))
    range.high = range.low + 1; // a flat line, at the ground

  std::vector<std::int64_t> places;
  for (std::size_t i = 0; i < spark.values.size(); ++i)
    places.push_back(static_cast<std::int64_t>(i));
  const plot::TimeSpan span{0, places.back()};
  const auto indices =
      plot::sample_columns(places, spark.values, span, static_cast<std::size_t>(std::max(box.width() / 2, 1.0F)));
  const ImU32 colour = style.colour(spark.colour, 0);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  std::vector<ImVec2> points;
  for (const plot::IndexRun& run : plot::runs_without_gaps(indices, spark.values)) {
    points.clear();
    for (const std::size_t index : std::span{indices}.subspan(run.first, run.count))
      points.push_back({box.min.x + static_cast<float>(plot::position(span, places[index])) * box.width(),
                        paint::y_of(box, range, spark.values[index])});
    paint::area(list, points, outer.max.y, paint::y_of(box, range, range.high), colour, 0.3F);
    paint::line(list, points, colour, thickness);
  }
}

} // namespace geminid::webui
