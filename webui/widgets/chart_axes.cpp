#include "webui/widgets/chart_axes.hpp"

#include <algorithm>
#include <cmath>

namespace geminid::webui::paint {
namespace {

constexpr float label_gap = 10; // between the labels and the grid
constexpr float right_room = 6; // for half of a marker on the last point

float bottom_room(const ChartStyle& style) {
  return std::round(style.label_size + 11);
}

Box inner_box(const Box& outer, float labels_width, const ChartStyle& style) {
  const float top = std::min(std::round(outer.min.y + style.label_size * 0.6F), outer.max.y);
  const float left = std::min(std::round(outer.min.x + labels_width), outer.max.x);
  return {{left, top},
          {std::max(left, outer.max.x - right_room), std::max(top, std::round(outer.max.y - bottom_room(style)))}};
}

} // namespace

plot::ValueAxisRules rules_for_height(float height, plot::Unit unit) {
  plot::ValueAxisRules rules;
  rules.steps_max = static_cast<std::size_t>(std::clamp(height / 36, 1.0F, 5.0F));
  rules.whole = unit == plot::Unit::count || unit == plot::Unit::bytes;
  return rules;
}

Box value_grid(ImDrawList& list, const Box& outer, const plot::ValueAxis& axis, const plot::ValueText& value_text,
               const ChartStyle& style) {
  std::vector<std::string> labels;
  float widest = 0;
  for (const double tick : axis.ticks) {
    labels.push_back(value_text(tick, axis.step));
    widest = std::max(widest, text_size(style.font, style.label_size, labels.back()).x);
  }
  const Box box = inner_box(outer, std::ceil(widest) + label_gap, style);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float y = std::round(y_of(box, axis.range, axis.ticks[i]));
    list.AddLine({box.min.x, y}, {box.max.x, y}, axis.ticks[i] == 0 ? style.grid : faded(style.grid, 0.6F), 1);
    const ImVec2 size = text_size(style.font, style.label_size, labels[i]);
    text(list, style.font, style.label_size, {box.min.x - label_gap - size.x, y - size.y / 2}, style.muted, labels[i]);
  }
  return box;
}

Box bare_grid(ImDrawList& list, const Box& outer, const ChartStyle& style) {
  const Box box = inner_box(outer, 0, style);
  const int steps = box.height() > 90 ? 3 : 1; // an odd number: no line runs through the words in the middle
  for (int i = 0; i <= steps; ++i) {
    const float y = std::round(box.min.y + box.height() * static_cast<float>(i) / static_cast<float>(steps));
    list.AddLine({box.min.x, y}, {box.max.x, y}, faded(style.grid, 0.5F), 1);
  }
  return box;
}

void bottom_labels(ImDrawList& list, const Box& outer, const Box& plot_box, std::span<const AxisLabel> labels,
                   const ChartStyle& style) {
  constexpr float between = 12;
  float free_from = outer.min.x;
  for (const AxisLabel& label : labels) {
    ImFont* font = label.strong ? style.bold : style.font;
    const ImVec2 size = text_size(font, style.label_size, label.text);
    const float x = std::min(std::max(label.x - size.x / 2, outer.min.x), outer.max.x - size.x);
    if (x < free_from)
      continue;
    text(list, font, style.label_size, {x, plot_box.max.y + 8}, style.muted, label.text);
    free_from = x + size.x + between;
  }
}

} // namespace geminid::webui::paint
