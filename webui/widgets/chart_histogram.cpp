#include "webui/plot/bars.hpp"
#include "webui/widgets/chart_axes.hpp"
#include "webui/widgets/chart_bars.hpp"
#include "webui/widgets/chart_legend.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace geminid::webui {
namespace {

using paint::Box;

constexpr float bucket_width_min = 6; // pixels

struct Scale {
  Box box;
  plot::Range values; // of the buckets, along the logarithm

  [[nodiscard]] float x_of(double value) const {
    return box.min.x + static_cast<float>(plot::log_position(values, value)) * box.width();
  }
};

/// Where the bucket begins: at the end of the one before.
double lower_of(const plot::Histogram& histogram, std::size_t index) {
  return index > 0 ? histogram.buckets[index - 1].upper : histogram.lower;
}

std::optional<std::size_t> bucket_at(const plot::Histogram& histogram, const Scale& scale, float x) {
  for (std::size_t i = 0; i < histogram.buckets.size(); ++i)
    if (x >= scale.x_of(lower_of(histogram, i)) && x < scale.x_of(histogram.buckets[i].upper))
      return i;
  return std::nullopt;
}

void draw_buckets(ImDrawList& list, const plot::Histogram& histogram, const Scale& scale, const plot::Range& counts,
                  std::optional<std::size_t> pointed, ImU32 colour) {
  for (std::size_t i = 0; i < histogram.buckets.size(); ++i) {
    const double count = histogram.buckets[i].count;
    if (!(count > 0))
      continue;
    const float left = std::round(scale.x_of(lower_of(histogram, i)));
    const float right = std::max(std::round(scale.x_of(histogram.buckets[i].upper)) - 1, left + 1);
    const float y = std::min(std::round(paint::y_of(scale.box, counts, count)), scale.box.max.y - 1);
    const float rounding = std::min({(right - left) * 0.3F, 3.0F, scale.box.max.y - y});
    list.AddRectFilled({left, y}, {right, scale.box.max.y},
                       paint::faded(colour, !pointed        ? 0.85F
                                            : *pointed == i ? 1
                                                            : 0.45F),
                       rounding, rounding > 0.5F ? ImDrawFlags_RoundCornersTop : ImDrawFlags_RoundCornersNone);
  }
}

/// Each label stands at the right of its line, or at its left where the next line is too near; else one line lower.
void draw_marks(ImDrawList& list, const HistogramChart& chart, const Scale& scale, float label_y,
                const ChartStyle& style) {
  constexpr float gap = 5;
  std::vector<HistogramMark> marks;
  for (const HistogramMark& mark : chart.marks)
    if (plot::has_value(mark.value) && mark.value >= scale.values.low && mark.value <= scale.values.high)
      marks.push_back(mark);
  float free_from = scale.box.min.x;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const float x = std::round(scale.x_of(marks[i].value));
    list.AddLine({x, label_y}, {x, scale.box.max.y}, paint::faded(style.text, 0.55F), 1);
    const ImVec2 size = paint::text_size(style.bold, style.label_size, marks[i].label);
    const float right_end = i + 1 < marks.size() ? scale.x_of(marks[i + 1].value) : scale.box.max.x;
    const bool at_right = x + gap + size.x <= right_end;
    const bool at_left = !at_right && x - gap - size.x >= free_from;
    const float at = at_right ? x + gap : x - gap - size.x;
    paint::text(list, style.bold, style.label_size, {at, label_y + (at_right || at_left ? 0 : size.y)}, style.text,
                marks[i].label);
    free_from = at_left ? x : at + size.x + gap;
  }
}

void draw_plot(ImDrawList& list, const Box& outer, bool hovered, const HistogramChart& chart, const ChartStyle& style) {
  const auto histogram = plot::fold_buckets(
      chart.uppers, chart.counts, static_cast<std::size_t>(std::max((outer.width() - 40) / bucket_width_min, 1.0F)));
  if (histogram.buckets.empty()) {
    paint::empty_text(list, paint::bare_grid(list, outer, style), style, chart.words.empty);
    return;
  }
  const plot::ValueText value_text = chart.value_text ? chart.value_text : plot::value_text(chart.unit);
  const plot::ValueText count_text = chart.count_text ? chart.count_text : plot::value_text(plot::Unit::count);
  double highest = 0;
  for (const plot::Bucket& bucket : histogram.buckets)
    highest = std::max(highest, bucket.count);

  // The words of the marks stand above the bars.
  const float words = chart.marks.empty() ? 0 : std::round(style.label_size * 1.6F);
  const Box below{{outer.min.x, std::min(outer.min.y + words, outer.max.y)}, outer.max};
  const auto counts = plot::value_axis({0, highest}, paint::rules_for_height(below.height(), plot::Unit::count));
  Scale scale;
  scale.box = paint::value_grid(list, below, counts, count_text, style);
  const double tick_gap = static_cast<double>(54 / std::max(scale.box.width(), 1.0F)); // words of so many pixels
  const auto axis = plot::log_axis({histogram.lower, histogram.buckets.back().upper}, tick_gap);
  scale.values = axis.range;
  std::vector<paint::AxisLabel> labels;
  for (const double tick : axis.ticks)
    labels.push_back({scale.x_of(tick), value_text(tick, 0)});
  paint::bottom_labels(list, outer, scale.box, labels, style);

  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const auto pointed = hovered && scale.box.holds(mouse) ? bucket_at(histogram, scale, mouse.x) : std::nullopt;
  draw_buckets(list, histogram, scale, counts.range, pointed, style.colour(chart.colour, 0));
  draw_marks(list, chart, scale, outer.min.y, style);
  if (!pointed)
    return;
  const paint::TooltipRow row{style.colour(chart.colour, 0), std::string{chart.count_label},
                              count_text(histogram.buckets[*pointed].count, 0)};
  const std::string title =
      value_text(lower_of(histogram, *pointed), 0) + " \u2013 " + value_text(histogram.buckets[*pointed].upper, 0);
  paint::tooltip(mouse, title, {&row, 1}, style);
}

} // namespace

void draw_histogram(const char* id, ImVec2 size, const HistogramChart& chart, const ChartStyle& style) {
  ImGui::PushID(id);
  const Box outer = paint::box_at_cursor(size);
  ImGui::Dummy({outer.width(), outer.height()});
  const bool hovered = ImGui::IsItemHovered();
  note_text("img", chart.words.summary);
  draw_plot(*ImGui::GetWindowDrawList(), outer, hovered, chart, style);
  ImGui::PopID();
}

} // namespace geminid::webui
