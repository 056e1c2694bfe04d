// The marks of a chart over time, once it is known what is shown where. For this folder only.
#pragma once

#include "webui/plot/series.hpp"
#include "webui/widgets/chart_paint.hpp"
#include "webui/widgets/chart_time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace geminid::webui::paint {

struct TimeLayer {
  std::string_view label;
  ImU32 colour = 0;
  bool fill = true;
  std::span<const double> values; // as measured
  std::vector<double> tops;       // where it is drawn: in a stack, upon those below
  std::size_t series = 0;         // its place in the chart
};

struct TimePlot {
  TimeMarks marks = TimeMarks::lines;
  plot::TimeSpan span;
  std::int64_t step_ms = 0;
  std::span<const std::int64_t> times_ms;
  std::vector<TimeLayer> layers;

  [[nodiscard]] float x_of(const Box& box, std::int64_t at_ms) const {
    return box.min.x + static_cast<float>(plot::position(span, at_ms)) * box.width();
  }
  /// Where a point is pointed at: a bar stands for the time until the next one.
  [[nodiscard]] std::int64_t middle_of(std::size_t index) const {
    return times_ms[index] + (marks == TimeMarks::bars ? step_ms / 2 : 0);
  }
  /// The point to tell about at a moment, in a box so wide; nothing outside of the data.
  [[nodiscard]] std::optional<std::size_t> index_at(std::int64_t at_ms, float width) const;
};

struct MarkOptions {
  Box box;
  plot::Range range;
  std::optional<std::size_t> pointed;  // index of a point
  std::optional<std::size_t> emphasis; // a series' place; the others fade
  bool mark_last = false;
};

void time_marks(ImDrawList& list, const TimePlot& plot, const MarkOptions& options, const ChartStyle& style);

} // namespace geminid::webui::paint
