#include "webui/widgets/chart_time_marks.hpp"

#include "webui/plot/bars.hpp"
#include "webui/widgets/chart_axes.hpp"

#include <algorithm>
#include <cmath>

namespace geminid::webui::paint {
namespace {

constexpr float line_thickness = 2;
constexpr float dense_thickness = 1.25F; // where points lie closer together than strokes are wide
constexpr float area_alpha = 0.34F;
constexpr float several_areas_alpha = 0.16F; // where areas lie upon each other
constexpr float stack_thickness = 1.5F;
constexpr float band_alpha = 0.55F;
constexpr float dense_band_alpha = 0.8F; // the edges of dense layers would be all that is seen of them
constexpr float faded_alpha = 0.22F;     // what the pointer is not about
constexpr float bar_slot_min = 3;        // pixels

float fade_of(const TimeLayer& layer, const MarkOptions& options) {
  return options.emphasis && *options.emphasis != layer.series ? faded_alpha : 1;
}

/// More columns than half the pixels can't be told apart, and each may take four points. Where many series are drawn
/// upon each other, fewer will do: a chart costs no more than its width allows.
std::size_t columns_of(const TimePlot& plot, const Box& box) {
  const auto shared_by = static_cast<float>(std::max<std::size_t>((plot.layers.size() + 3) / 4, 1));
  return static_cast<std::size_t>(std::max(box.width() / 2 / shared_by, 1.0F));
}

std::size_t bars_of(float width) {
  return static_cast<std::size_t>(std::max(width / bar_slot_min, 1.0F));
}

bool is_dense(const Box& box, std::size_t points) {
  return static_cast<float>(points) * 2 > box.width();
}

/// What a stack is sampled and grouped by: its upper edge, so that all layers share their points.
std::span<const double> heights_of(const TimePlot& plot) {
  return plot.layers.empty() ? std::span<const double>{} : std::span<const double>{plot.layers.back().tops};
}

void lines(ImDrawList& list, const TimePlot& plot, const MarkOptions& options) {
  const Box& box = options.box;
  const float ground = y_of(box, options.range, 0);
  const float alpha = plot.layers.size() > 1 ? several_areas_alpha : area_alpha;
  std::vector<ImVec2> points;
  // All areas first: a line is never below the fill of another series.
  for (const bool filling : {true, false})
    for (const TimeLayer& layer : plot.layers) {
      if (filling && !layer.fill)
        continue;
      const auto indices = plot::sample_columns(plot.times_ms, layer.tops, plot.span, columns_of(plot, box));
      const auto range = plot::extent(layer.tops);
      const plot::Range ends = range.value_or(plot::Range{});
      const float peak = y_of(box, options.range, ends.high >= -ends.low ? ends.high : ends.low);
      const ImU32 colour = faded(layer.colour, fade_of(layer, options));
      for (const plot::IndexRun& run : plot::runs_without_gaps(indices, layer.tops)) {
        points.clear();
        for (const std::size_t index : std::span{indices}.subspan(run.first, run.count))
          points.push_back({plot.x_of(box, plot.times_ms[index]), y_of(box, options.range, layer.tops[index])});
        if (filling)
          area(list, points, ground, peak, colour, alpha);
        else
          line(list, points, colour, is_dense(box, indices.size()) ? dense_thickness : line_thickness);
      }
    }
}

void stacked_areas(ImDrawList& list, const TimePlot& plot, const MarkOptions& options) {
  const auto indices = plot::sample_columns(plot.times_ms, heights_of(plot), plot.span, columns_of(plot, options.box));
  const bool dense = is_dense(options.box, indices.size());
  std::vector<ImVec2> upper;
  std::vector<ImVec2> lower;
  for (const plot::IndexRun& run : plot::runs_without_gaps(indices, heights_of(plot))) {
    lower.clear();
    for (const TimeLayer& layer : plot.layers) {
      upper.clear();
      for (const std::size_t index : std::span{indices}.subspan(run.first, run.count))
        upper.push_back(
            {plot.x_of(options.box, plot.times_ms[index]), y_of(options.box, options.range, layer.tops[index])});
      if (lower.empty())
        for (const ImVec2& point : upper)
          lower.push_back({point.x, y_of(options.box, options.range, 0)});
      const float fade = fade_of(layer, options);
      band(list, upper, lower, faded(layer.colour, (dense ? dense_band_alpha : band_alpha) * fade));
      line(list, upper, faded(layer.colour, (dense ? dense_band_alpha : 1) * fade), dense ? 1 : stack_thickness);
      lower = upper;
    }
  }
}

void bars(ImDrawList& list, const TimePlot& plot, const MarkOptions& options) {
  const Box& box = options.box;
  for (const plot::BarSlot& slot : plot::bar_slots(heights_of(plot), bars_of(box.width()))) {
    const std::int64_t from = plot.times_ms[slot.first];
    const std::int64_t to = from + plot.step_ms * static_cast<std::int64_t>(slot.count);
    const auto bar = plot::bar_in_slot({plot.x_of(box, from), plot.x_of(box, to)});
    const bool aside = options.pointed && *options.pointed != slot.shown;
    float bottom = std::round(y_of(box, options.range, 0));
    for (std::size_t i = 0; i < plot.layers.size(); ++i) {
      const TimeLayer& layer = plot.layers[i];
      const double top = plot::value_at(layer.tops, slot.shown);
      const double below = i > 0 ? plot::value_at(plot.layers[i - 1].tops, slot.shown) : 0;
      if (!plot::has_value(top) || top <= below)
        continue;
      const bool highest = i + 1 == plot.layers.size() || plot::value_at(heights_of(plot), slot.shown) <= top;
      // What is above zero is seen, be it a pixel high.
      const float y = std::min(std::round(y_of(box, options.range, top)), bottom - 1);
      const auto left = static_cast<float>(bar.begin);
      const auto right = static_cast<float>(bar.end);
      const float rounding = highest ? std::min({(right - left) * 0.3F, 4.0F, bottom - y}) : 0;
      const float fade = fade_of(layer, options) * (aside ? 0.45F : 0.92F);
      // Layers are told apart by a line of the ground between them, where there is room for it.
      const float seam = i > 0 && below > 0 && bottom - y > 3 ? 1.0F : 0.0F;
      list.AddRectFilled({left, y}, {right, bottom - seam}, faded(layer.colour, fade), rounding,
                         rounding > 0.5F ? ImDrawFlags_RoundCornersTop : ImDrawFlags_RoundCornersNone);
      bottom = y;
    }
  }
}

void pointed_marks(ImDrawList& list, const TimePlot& plot, const MarkOptions& options, const ChartStyle& style) {
  if (!options.pointed || plot.marks == TimeMarks::bars)
    return;
  const float x = std::round(plot.x_of(options.box, plot.times_ms[*options.pointed]));
  list.AddLine({x, options.box.min.y}, {x, options.box.max.y}, faded(style.muted, 0.6F), 1);
  for (const TimeLayer& layer : plot.layers)
    if (const double top = plot::value_at(layer.tops, *options.pointed); plot::has_value(top))
      marker(list, {x, y_of(options.box, options.range, top)}, layer.colour, style.background);
}

void last_marks(ImDrawList& list, const TimePlot& plot, const MarkOptions& options) {
  for (const TimeLayer& layer : plot.layers) {
    const auto last = std::find_if(layer.tops.rbegin(), layer.tops.rend(), plot::has_value);
    if (last == layer.tops.rend())
      continue;
    const auto index = static_cast<std::size_t>(layer.tops.rend() - last) - 1;
    const ImVec2 at{plot.x_of(options.box, plot.times_ms[index]), y_of(options.box, options.range, *last)};
    const float fade = fade_of(layer, options);
    list.AddCircleFilled(at, 7, faded(layer.colour, 0.25F * fade));
    list.AddCircleFilled(at, 3.5F, faded(layer.colour, fade));
  }
}

} // namespace

std::optional<std::size_t> TimePlot::index_at(std::int64_t at_ms, float width) const {
  if (marks != TimeMarks::bars)
    return plot::nearest(times_ms, at_ms);
  for (const plot::BarSlot& slot : plot::bar_slots(heights_of(*this), bars_of(width)))
    if (at_ms >= times_ms[slot.first] && at_ms < times_ms[slot.first] + step_ms * static_cast<std::int64_t>(slot.count))
      return slot.shown;
  return std::nullopt;
}

void time_marks(ImDrawList& list, const TimePlot& plot, const MarkOptions& options, const ChartStyle& style) {
  switch (plot.marks) {
  case TimeMarks::lines:
    lines(list, plot, options);
    break;
  case TimeMarks::stacked_areas:
    stacked_areas(list, plot, options);
    break;
  case TimeMarks::bars:
    bars(list, plot, options);
    break;
  }
  if (options.mark_last && plot.marks == TimeMarks::lines)
    last_marks(list, plot, options);
  pointed_marks(list, plot, options, style);
}

} // namespace geminid::webui::paint
