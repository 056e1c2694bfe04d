// The frame of charts with two axes: grid, ticks, and the box that the marks are drawn in. For this folder only.
#pragma once

#include "webui/plot/axis.hpp"
#include "webui/widgets/chart_paint.hpp"

#include <span>
#include <string>
#include <vector>

namespace geminid::webui::paint {

struct AxisLabel {
  float x = 0; // of the tick, on the screen
  std::string text;
  bool strong = false; // e.g. where a day begins
};

/// Rules for a value axis that is so high.
[[nodiscard]] plot::ValueAxisRules rules_for_height(float height, plot::Unit unit);

/// Draws the grid and the labels at its left, within `outer`; the box that is left for marks, with room for one line of
/// labels below.
Box value_grid(ImDrawList& list, const Box& outer, const plot::ValueAxis& axis, const plot::ValueText& text,
               const ChartStyle& style);
/// The box that value_grid would leave, for the empty state.
[[nodiscard]] Box bare_grid(ImDrawList& list, const Box& outer, const ChartStyle& style);

/// Under the box; a label that would touch the one before it is left out, none leaves the sides of `outer`.
void bottom_labels(ImDrawList& list, const Box& outer, const Box& plot_box, std::span<const AxisLabel> labels,
                   const ChartStyle& style);

[[nodiscard]] inline float y_of(const Box& box, const plot::Range& range, double value) {
  return box.max.y - static_cast<float>(plot::position(range, value)) * box.height();
}

} // namespace geminid::webui::paint
