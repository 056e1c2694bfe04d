#include "webui/widgets/chart_bars.hpp"

#include "webui/plot/bars.hpp"
#include "webui/widgets/chart_axes.hpp"
#include "webui/widgets/chart_legend.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <cmath>

namespace geminid::webui {
namespace {

constexpr float bar_height = 8;
constexpr float text_gap = 4; // between the words and their bar
constexpr float row_gap = 18; // between two rows, at most
constexpr float row_gap_min = 10;

float words_height(const ChartStyle& style) {
  return std::round(style.text_size * 1.3F);
}
float row_height(const ChartStyle& style) {
  return words_height(style) + text_gap + bar_height;
}

void draw_row(ImDrawList& list, const paint::Box& row, const CategoryBar& bar, double filled, ImU32 colour,
              std::string_view value, const ChartStyle& style) {
  const ImVec2 value_size = paint::text_size(style.bold, style.text_size, value);
  const ImVec2 detail_size = paint::text_size(style.font, style.text_size, bar.detail);
  float right = row.max.x - value_size.x;
  paint::text(list, style.bold, style.text_size, {right, row.min.y}, style.text, value);
  if (!bar.detail.empty()) {
    right -= detail_size.x + 8;
    paint::text(list, style.font, style.text_size, {right, row.min.y}, style.muted, bar.detail);
  }
  const std::string label = paint::elided(style.font, style.text_size, bar.label, right - 12 - row.min.x);
  paint::text(list, style.font, style.text_size, row.min, style.text, label);
  const float top = std::round(row.max.y - bar_height);
  paint::track(list, {{row.min.x, top}, {row.max.x, top + bar_height}}, filled, colour, style.track);
}

} // namespace

float category_chart_height(std::size_t bars, const ChartStyle& style) {
  return bars == 0 ? 0 : static_cast<float>(bars) * (row_height(style) + row_gap) - row_gap;
}

std::optional<std::size_t> draw_category_chart(const char* id, ImVec2 size, const CategoryChart& chart,
                                               const ChartStyle& style) {
  ImGui::PushID(id);
  const paint::Box outer = paint::box_at_cursor(size);
  ImGui::Dummy({outer.width(), outer.height()});
  const bool hovered = ImGui::IsItemHovered();
  note_text("img", chart.words.summary);
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (chart.bars.empty()) {
    paint::empty_text(list, outer, style, chart.words.empty);
    return std::nullopt;
  }

  const float height = row_height(style);
  const float fits = std::floor((outer.height() + row_gap_min) / (height + row_gap_min));
  const auto rows = std::min(chart.bars.size(), static_cast<std::size_t>(std::max(fits, 1.0F)));
  const float spare =
      rows > 1 ? (outer.height() - static_cast<float>(rows) * height) / static_cast<float>(rows - 1) : 0;
  const float gap = std::floor(std::clamp(spare, row_gap_min, row_gap));

  double high = 0;
  for (const CategoryBar& bar : chart.bars)
    high = std::max(high, plot::has_value(bar.value) ? bar.value : 0);
  const plot::ValueText value_text = chart.value_text ? chart.value_text : plot::value_text(chart.unit);
  std::optional<std::size_t> pointed;
  for (std::size_t i = 0; i < rows; ++i) {
    const CategoryBar& bar = chart.bars[i];
    const float top = outer.min.y + static_cast<float>(i) * (height + gap);
    const paint::Box row{{outer.min.x, top}, {outer.max.x, top + height}};
    const bool at_row = hovered && row.holds(ImGui::GetIO().MousePos);
    if (at_row)
      pointed = i;
    const ImU32 colour = style.colour(bar.colour, chart.one_colour ? 0 : i);
    draw_row(list, row, bar, plot::bar_share(bar.value, high), colour, value_text(bar.value, 0), style);
    const float label_room = outer.width() * 0.6F;
    if (at_row && paint::text_size(style.font, style.text_size, bar.label).x > label_room) {
      const paint::TooltipRow full{colour, std::string{bar.label}, value_text(bar.value, 0)};
      paint::tooltip(ImGui::GetIO().MousePos, {}, {&full, 1}, style);
    }
  }
  return pointed;
}

void draw_gauge(float width, const Gauge& gauge, const ChartStyle& style) {
  const bool worded = !gauge.label.empty() || !gauge.value_label.empty();
  const float words = worded ? words_height(style) + text_gap : 0;
  const paint::Box outer = paint::box_at_cursor({width, words + bar_height});
  ImGui::Dummy({outer.width(), outer.height()});
  note_text("img", gauge.summary);

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double used = plot::bar_share(gauge.value, gauge.high);
  const bool limited = plot::has_value(gauge.high) && gauge.high > 0;
  const ImU32 colour = limited && used >= gauge.danger_at ? style.danger
                       : limited && used >= gauge.warn_at ? style.warning
                                                          : style.colour(gauge.colour, 0);
  if (worded) {
    const ImVec2 value_size = paint::text_size(style.bold, style.text_size, gauge.value_label);
    paint::text(list, style.bold, style.text_size, {outer.max.x - value_size.x, outer.min.y}, style.text,
                gauge.value_label);
    const float room = outer.width() - value_size.x - 12;
    paint::text(list, style.font, style.text_size, outer.min, style.muted,
                paint::elided(style.font, style.text_size, gauge.label, room));
  }
  const paint::Box bar{{outer.min.x, outer.max.y - bar_height}, outer.max};
  paint::track(list, bar, used, colour, style.track);
  if (limited && gauge.warn_at > 0 && gauge.warn_at < 1) {
    const float x = std::round(bar.min.x + bar.width() * static_cast<float>(gauge.warn_at));
    list.AddRectFilled({x - 1, bar.min.y}, {x + 1, bar.max.y},
                       used >= gauge.warn_at ? style.background : style.warning);
  }
}

} // namespace geminid::webui
