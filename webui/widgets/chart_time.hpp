// Values over time: lines, stacked areas, bars.
#pragma once

#include "webui/widgets/chart_style.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace geminid::webui {

enum class TimeMarks : std::uint8_t {
  lines,         // each with a fill that fades to the ground
  stacked_areas, // one upon the other
  bars,          // stacked where there are several series; a point stands for the time from its moment to the next
};

/// plot::gap or no value at all where nothing was measured.
struct ChartSeries {
  std::string_view label{};
  std::span<const double> values; // one for each of the chart's times
  ImU32 colour = 0;               // 0: the palette's
  bool fill = true;               // of lines
};

/// A level across the chart, e.g. a limit.
struct ChartLevel {
  double value = 0;
  std::string_view label{};
  ImU32 colour = 0; // 0: the style's warning
};

/// Spans and texts are the caller's, and need to live for the call only.
struct TimeChart {
  TimeMarks marks = TimeMarks::lines;
  std::span<const std::int64_t> times_ms; // UTC, ascending
  std::span<const ChartSeries> series;    // drawn in this order; the first is the bottom of a stack
  ChartWords words;
  plot::Unit unit = plot::Unit::count;
  int zone_offset_min = 0;              // local time minus UTC; of whole days: of the place where they begin
  std::optional<plot::TimeSpan> window; // what is shown; else from the first point to the last
  std::optional<double> high;           // the axis reaches at least this high, e.g. 1 for shares
  std::optional<ChartLevel> level;
  std::string_view total_label{}; // a stack's sum in the tooltip; empty: not shown
  bool mark_last = false;         // a dot on the newest value of each line: for what is live
  plot::ValueText value_text{};   // empty: plot::value_text(unit)
  plot::TimeText time_text{};     // empty: plot::time_text
};

/// What a chart remembers between frames; one for each chart.
struct ChartState {
  std::vector<std::string> hidden;       // labels of series that the viewer switched off
  std::optional<std::int64_t> hover_ms;  // the point that the tooltip tells about
  std::optional<std::int64_t> tapped_ms; // a finger leaves no pointer: its tooltip stays until the next tap

  [[nodiscard]] bool shows(std::string_view label) const;
  void toggle(std::string_view label);
};

/// Takes `size` at the cursor, as ImGui::Dummy does; a width or height of 0 or less is what is left of the content
/// region, less that. With several series, the legend above switches them; it takes half of the height at most. `id` as
/// for ImGui.
void draw_time_chart(const char* id, ImVec2 size, const TimeChart& chart, const ChartStyle& style, ChartState& state);

/// A bare line with a fading fill, e.g. in a table's cell. Nothing is drawn for less than one value.
struct Sparkline {
  std::span<const double> values; // evenly spaced
  ImU32 colour = 0;               // 0: the palette's first
  bool from_zero = true;          // else from the lowest value
  std::string_view summary{};     // empty: not readable by itself
};
void draw_sparkline(ImVec2 size, const Sparkline& line, const ChartStyle& style);

} // namespace geminid::webui
