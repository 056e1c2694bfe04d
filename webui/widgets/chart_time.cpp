#include "webui/widgets/chart_time.hpp"

#include "webui/plot/bars.hpp"
#include "webui/plot/series.hpp"
#include "webui/widgets/chart_axes.hpp"
#include "webui/widgets/chart_legend.hpp"
#include "webui/widgets/chart_time_marks.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <cmath>

namespace geminid::webui {
namespace {

using paint::Box;
using paint::TimeLayer;
using paint::TimePlot;

/// A level that is much higher than all values would press them to the ground.
constexpr double level_reach = 3;

/// The series that are switched on, and what of them lies in the window, with a neighbour on each side.
TimePlot plot_of(const TimeChart& chart, const ChartStyle& style, const ChartState& state) {
  TimePlot plot;
  plot.marks = chart.marks;
  plot.step_ms = plot::step_of(chart.times_ms);
  if (chart.window)
    plot.span = *chart.window;
  else if (!chart.times_ms.empty())
    plot.span = {chart.times_ms.front(), chart.times_ms.back() + (chart.marks == TimeMarks::bars ? plot.step_ms : 0)};

  const auto from = std::lower_bound(chart.times_ms.begin(), chart.times_ms.end(), plot.span.from_ms);
  const auto to = std::upper_bound(from, chart.times_ms.end(), plot.span.to_ms);
  const auto first = static_cast<std::size_t>(std::max<std::ptrdiff_t>(from - chart.times_ms.begin() - 1, 0));
  const auto end = std::min(static_cast<std::size_t>(to - chart.times_ms.begin()) + 1, chart.times_ms.size());
  plot.times_ms = chart.times_ms.subspan(first, end - first);

  std::vector<std::span<const double>> values;
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const ChartSeries& series = chart.series[i];
    if (!state.shows(series.label))
      continue;
    const std::size_t begin = std::min(first, series.values.size());
    const auto part = series.values.subspan(begin, std::min(end - first, series.values.size() - begin));
    plot.layers.push_back({series.label, style.colour(series.colour, i), series.fill, part, {}, i});
    values.push_back(part);
  }
  if (plot.marks == TimeMarks::lines) {
    for (TimeLayer& layer : plot.layers)
      layer.tops.assign(layer.values.begin(), layer.values.end());
  } else {
    auto tops = plot::stack(values, plot.times_ms.size());
    for (std::size_t i = 0; i < tops.size(); ++i)
      plot.layers[i].tops = std::move(tops[i]);
  }
  return plot;
}

/// Nothing when there is no value at all.
std::optional<plot::Range> values_of(const TimePlot& plot) {
  std::optional<plot::Range> range;
  for (const TimeLayer& layer : plot.layers)
    if (const auto own = plot::extent(layer.tops))
      range = range ? plot::Range{std::min(range->low, own->low), std::max(range->high, own->high)} : *own;
  return range;
}

std::vector<paint::AxisLabel> time_labels(const TimeChart& chart, const TimePlot& plot, const Box& box,
                                          const plot::TimeText& text) {
  // Where seconds are told, words are longer.
  const float tick_width = plot.span.to_ms - plot.span.from_ms < 600'000 ? 74 : 60;
  const auto ticks_max = static_cast<std::size_t>(std::clamp(box.width() / tick_width, 1.0F, 12.0F));
  const auto ticks = plot::time_ticks(plot.span, ticks_max, chart.zone_offset_min);
  const bool within_days = std::any_of(ticks.begin(), ticks.end(), [](const plot::TimeTick& tick) {
    return tick.detail == plot::TimeDetail::minute || tick.detail == plot::TimeDetail::second;
  });
  // A bar of a day or more is named below its middle.
  const bool below_bars = plot.marks == TimeMarks::bars && plot.step_ms >= 86'400'000;
  std::vector<paint::AxisLabel> labels;
  for (const plot::TimeTick& tick : ticks)
    labels.push_back({plot.x_of(box, tick.at_ms + (below_bars ? plot.step_ms / 2 : 0)), text(tick.at_ms, tick.detail),
                      within_days && tick.detail == plot::TimeDetail::day});
  return labels;
}

void draw_level(ImDrawList& list, const ChartLevel& level, const Box& box, const plot::Range& range,
                const ChartStyle& style) {
  if (!plot::has_value(level.value) || level.value > range.high || level.value < range.low)
    return;
  const ImU32 colour = level.colour != 0 ? level.colour : style.warning;
  const float y = std::round(paint::y_of(box, range, level.value));
  paint::dashes(list, box.min.x, box.max.x, y, colour);
  const ImVec2 size = paint::text_size(style.font, style.label_size, level.label);
  const float above = y - size.y - 3;
  const ImVec2 at{std::max(box.max.x - size.x - 4, box.min.x), above >= box.min.y ? above : y + 3};
  // Lines may run behind the words.
  list.AddRectFilled({at.x - 4, at.y - 1}, {at.x + size.x + 4, at.y + size.y + 1},
                     paint::faded(style.background, 0.75F), 4);
  paint::text(list, style.font, style.label_size, at, colour, level.label);
}

void draw_tooltip(const TimeChart& chart, const TimePlot& plot, std::size_t index, float y, const Box& box,
                  const plot::ValueText& value_text, const plot::TimeText& time_text, const ChartStyle& style) {
  std::vector<paint::TooltipRow> rows;
  double total = 0;
  for (const TimeLayer& layer : plot.layers) {
    const double value = plot::value_at(layer.values, index);
    total += plot::has_value(value) ? value : 0;
    rows.push_back({layer.colour, std::string{layer.label}, value_text(value, 0)});
  }
  if (plot.marks != TimeMarks::lines) {
    std::reverse(rows.begin(), rows.end()); // as they lie upon each other
    if (!chart.total_label.empty() && rows.size() > 1)
      rows.push_back({0, std::string{chart.total_label}, value_text(total, 0)});
  }
  const std::int64_t at = plot.times_ms[index];
  paint::tooltip({plot.x_of(box, plot.middle_of(index)), y}, time_text(at, plot::detail_of_step(plot.step_ms)), rows,
                 style);
}

/// The moment that is pointed at: under the mouse, or where a finger tapped last.
std::optional<std::int64_t> pointed_at(const TimePlot& plot, const Box& box, bool hovered, ChartState& state) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool inside = hovered && box.holds(io.MousePos);
  if (io.MouseClicked[0])
    state.tapped_ms = std::nullopt;
  std::optional<std::int64_t> at;
  if (inside && box.width() > 0) {
    const double part = static_cast<double>((io.MousePos.x - box.min.x) / box.width());
    at = plot.span.from_ms + std::llround(part * static_cast<double>(plot.span.to_ms - plot.span.from_ms));
    if (io.MouseClicked[0] && io.MouseSource == ImGuiMouseSource_TouchScreen)
      state.tapped_ms = at;
  }
  return at ? at : state.tapped_ms;
}

/// Below the legend; nothing is drawn without values.
void draw_plot(ImDrawList& list, const Box& outer, bool hovered, std::optional<std::size_t> emphasis,
               const TimeChart& chart, const ChartStyle& style, ChartState& state) {
  const TimePlot plot = plot_of(chart, style, state);
  auto range = values_of(plot);
  state.hover_ms = std::nullopt;
  if (!range) {
    paint::empty_text(list, paint::bare_grid(list, outer, style), style, chart.words.empty);
    return;
  }
  const plot::ValueText value_text = chart.value_text ? chart.value_text : plot::value_text(chart.unit);
  const plot::TimeText time_text =
      chart.time_text ? chart.time_text : [offset = chart.zone_offset_min](std::int64_t at, plot::TimeDetail detail) {
        return plot::time_text(at, detail, offset);
      };
  plot::ValueAxisRules rules = paint::rules_for_height(outer.height(), chart.unit);
  rules.high = chart.high;
  if (chart.level && chart.level->value <= range->high * level_reach)
    rules.high = std::max(rules.high.value_or(0), chart.level->value);
  const plot::ValueAxis axis = plot::value_axis(*range, rules);
  const Box box = paint::value_grid(list, outer, axis, value_text, style);
  paint::bottom_labels(list, outer, box, time_labels(chart, plot, box, time_text), style);

  const auto at = pointed_at(plot, box, hovered, state);
  const auto index = at ? plot.index_at(*at, box.width()) : std::nullopt;
  ImGui::PushClipRect({box.min.x - 6, box.min.y - 6}, {box.max.x + 6, box.max.y + 1}, true);
  paint::time_marks(list, plot, {box, axis.range, index, emphasis, chart.mark_last}, style);
  ImGui::PopClipRect();
  if (chart.level)
    draw_level(list, *chart.level, box, axis.range, style);
  if (!index)
    return;
  state.hover_ms = plot.times_ms[*index];
  const float y = hovered ? ImGui::GetIO().MousePos.y : box.min.y + box.height() / 2;
  draw_tooltip(chart, plot, *index, y, box, value_text, time_text, style);
}

} // namespace

bool ChartState::shows(std::string_view label) const {
  return std::find(hidden.begin(), hidden.end(), label) == hidden.end();
}

void ChartState::toggle(std::string_view label) {
  if (const auto found = std::find(hidden.begin(), hidden.end(), label); found != hidden.end())
    hidden.erase(found);
  else
    hidden.emplace_back(label);
}

void draw_time_chart(const char* id, ImVec2 size, const TimeChart& chart, const ChartStyle& style, ChartState& state) {
  ImGui::BeginGroup();
  ImGui::PushID(id);
  Box outer = paint::box_at_cursor(size);
  ImGui::Dummy({outer.width(), outer.height()});
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& list = *ImGui::GetWindowDrawList();

  std::optional<std::size_t> emphasis;
  if (chart.series.size() > 1) {
    std::vector<paint::LegendEntry> entries;
    for (std::size_t i = 0; i < chart.series.size(); ++i)
      entries.push_back(
          {chart.series[i].label, style.colour(chart.series[i].colour, i), state.shows(chart.series[i].label)});
    const auto legend = paint::legend(list, outer.min, outer.width(), outer.height() / 2, entries, style);
    outer.min.y = std::min(outer.min.y + legend.height + 8, outer.max.y);
    if (legend.clicked)
      state.toggle(chart.series[*legend.clicked].label);
    emphasis = legend.hovered;
  }
  draw_plot(list, outer, hovered, emphasis, chart, style, state);
  ImGui::PopID();
  ImGui::EndGroup();
  note_text("img", chart.words.summary);
}

} // namespace geminid::webui
