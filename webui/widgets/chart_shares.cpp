#include "webui/widgets/chart_shares.hpp"

#include "webui/widgets/chart_legend.hpp"
#include "webui/widgets/notes.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace geminid::webui {
namespace {

using paint::Box;
using plot::ShareSegment;

constexpr float legend_gap = 12;

ImU32 colour_of(const ShareChart& chart, std::size_t group, const ChartStyle& style) {
  return style.colour(group < chart.groups.size() ? chart.groups[group].colour : 0, group);
}

/// Segments of one group beside each other are told apart by two shades; others fade when one is pointed at.
ImU32 shade_of(const ShareChart& chart, std::size_t index, std::optional<std::size_t> pointed,
               const ChartStyle& style) {
  const ImU32 colour = colour_of(chart, chart.segments[index].group, style);
  if (pointed)
    return paint::faded(colour, *pointed == index ? 1 : 0.4F);
  return paint::faded(colour, index % 2 == 0 ? 0.95F : 0.8F);
}

std::vector<plot::Extent> extents_of(const ShareChart& chart, double length, double least) {
  std::vector<double> parts;
  for (const ShareSegment& segment : chart.segments)
    parts.push_back(segment.part);
  return plot::split(parts, length, least);
}

std::optional<std::size_t> extent_at(const std::vector<plot::Extent>& extents, double at) {
  for (std::size_t i = 0; i < extents.size(); ++i)
    if (at >= extents[i].begin && at < extents[i].end)
      return i;
  return std::nullopt;
}

void draw_tooltip(const ShareChart& chart, std::size_t index, const ChartStyle& style) {
  const ShareSegment& segment = chart.segments[index];
  const plot::ValueText value_text = chart.value_text ? chart.value_text : plot::value_text(chart.unit);
  const std::string group{segment.group < chart.groups.size() ? chart.groups[segment.group].label : std::string_view{}};
  const std::string name = chart.name_of ? chart.name_of(segment) : group;
  const paint::TooltipRow row{colour_of(chart, segment.group, style), name,
                              value_text(segment.value, 0) + " \u00b7 " + plot::percent(segment.part)};
  paint::tooltip(ImGui::GetIO().MousePos, chart.name_of ? group : std::string{}, {&row, 1}, style);
}

enum class Flow { along, below }; // one entry after another on a line, or each on its own

/// Names with their numbers, on as many lines as they need. The height; drawn only where a list is given.
float group_legend(ImDrawList* list, ImVec2 at, float width, const ShareChart& chart, const ChartStyle& style,
                   Flow flow = Flow::along) {
  if (!chart.legend)
    return 0;
  constexpr float dot = 8;
  const float line = std::round(style.text_size * 1.55F);
  ImVec2 cursor = at;
  for (std::size_t i = 0; i < chart.groups.size(); ++i) {
    const ShareGroup& group = chart.groups[i];
    const ImVec2 value = paint::text_size(style.bold, style.text_size, group.value_text);
    const float value_room = group.value_text.empty() ? 0 : value.x + 6;
    const std::string label =
        paint::elided(style.font, style.text_size, group.label, std::max(width - dot - 6 - value_room, 1.0F));
    const ImVec2 name = paint::text_size(style.font, style.text_size, label);
    const float entry = dot + 6 + name.x + value_room;
    if (cursor.x > at.x && (flow == Flow::below || cursor.x + entry > at.x + width))
      cursor = {at.x, cursor.y + line + (flow == Flow::below ? 4.0F : 0.0F)};
    if (list != nullptr) {
      const ImVec2 corner{std::round(cursor.x), std::round(cursor.y + (line - dot) / 2)};
      list->AddRectFilled(corner, {corner.x + dot, corner.y + dot}, colour_of(chart, i, style), 2.5F);
      const float y = cursor.y + (line - name.y) / 2;
      paint::text(*list, style.font, style.text_size, {cursor.x + dot + 6, y}, style.muted, label);
      paint::text(*list, style.bold, style.text_size, {cursor.x + dot + 12 + name.x, y}, style.text, group.value_text);
    }
    cursor.x += entry + 18;
  }
  return chart.groups.empty() ? 0 : cursor.y + line - at.y;
}

void draw_segments(ImDrawList& list, const Box& bar, const std::vector<plot::Extent>& extents, const ShareChart& chart,
                   std::optional<std::size_t> pointed, const ChartStyle& style) {
  for (std::size_t i = 0; i < extents.size(); ++i) {
    const bool first = i == 0;
    const bool last = i + 1 == extents.size();
    const float left = bar.min.x + static_cast<float>(extents[i].begin);
    const float right = bar.min.x + static_cast<float>(extents[i].end);
    // The ground shows between the groups, and between things that are wide enough for it.
    const bool border = !last && (chart.segments[i].group != chart.segments[i + 1].group || right - left > 5);
    const ImDrawFlags corners = (first ? ImDrawFlags_RoundCornersLeft : ImDrawFlags_None) |
                                (last ? ImDrawFlags_RoundCornersRight : ImDrawFlags_None);
    list.AddRectFilled({left, bar.min.y}, {std::max(right - (border ? 1.0F : 0.0F), left + 0.5F), bar.max.y},
                       shade_of(chart, i, pointed, style), std::min(bar.height() / 2, 6.0F),
                       corners == 0 ? ImDrawFlags_RoundCornersNone : corners);
  }
}

struct Ring {
  ImVec2 centre;
  float radius = 0; // of its middle
  float thickness = 0;

  /// How far around from the top, 0 to 1; nothing when it is not on the ring.
  [[nodiscard]] std::optional<double> turn_at(ImVec2 at) const {
    const float x = at.x - centre.x;
    const float y = at.y - centre.y;
    if (std::abs(std::hypot(x, y) - radius) > thickness / 2)
      return std::nullopt;
    const double turn = std::atan2(static_cast<double>(x), static_cast<double>(-y)) / (2 * std::numbers::pi);
    return turn < 0 ? turn + 1 : turn;
  }
};

void arc(ImDrawList& list, const Ring& ring, double from, double to, ImU32 colour) {
  const auto angle = [](double turn) { return static_cast<float>((turn - 0.25) * 2 * std::numbers::pi); };
  const int points = std::max(6, static_cast<int>((to - from) * 128)); // few would slant the ends
  list.PathArcTo(ring.centre, ring.radius, angle(from), angle(to), points);
  list.PathStroke(colour, ImDrawFlags_None, ring.thickness);
}

void draw_arcs(ImDrawList& list, const Ring& ring, const std::vector<plot::Extent>& turns, const ShareChart& chart,
               std::optional<std::size_t> pointed, const ChartStyle& style) {
  const double seam = 1.5 / (2 * std::numbers::pi * static_cast<double>(std::max(ring.radius, 1.0F)));
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const std::size_t next = (i + 1) % turns.size();
    const bool border =
        turns.size() > 1 && (chart.segments[i].group != chart.segments[next].group || turns[i].length() > 4 * seam);
    // Ends that meet overlap a little, or the ground glints through between them.
    arc(list, ring, turns[i].begin, std::max(turns[i].end - seam * (border ? 1 : -0.25), turns[i].begin + seam / 2),
        shade_of(chart, i, pointed, style));
  }
}

void draw_centre(ImDrawList& list, const Ring& ring, const ShareChart& chart, const ChartStyle& style) {
  const float room = (ring.radius - ring.thickness / 2) * 1.7F;
  const float large = std::min(style.text_size * 1.7F, ring.radius * 0.6F);
  const ImVec2 value = paint::text_size(style.bold, large, chart.centre);
  const std::string words = paint::elided(style.font, style.label_size, chart.centre_label, room);
  const ImVec2 label = chart.centre_label.empty() ? ImVec2{} : paint::text_size(style.font, style.label_size, words);
  const float top = ring.centre.y - (value.y + label.y) / 2;
  paint::text(list, style.bold, large, {ring.centre.x - value.x / 2, top}, style.text, chart.centre);
  if (!chart.centre_label.empty())
    paint::text(list, style.font, style.label_size, {ring.centre.x - label.x / 2, top + value.y}, style.muted, words);
}

} // namespace

std::optional<std::size_t> draw_share_bar(const char* id, float width, float height, const ShareChart& chart,
                                          const ChartStyle& style) {
  ImGui::PushID(id);
  const float wide = paint::box_at_cursor({width, 1}).width();
  const float below = group_legend(nullptr, {}, wide, chart, style);
  const float bar_height = std::max(height, 1.0F);
  const Box outer = paint::box_at_cursor({wide, bar_height + (below > 0 ? legend_gap + below : 0)});
  ImGui::Dummy({outer.width(), outer.height()});
  const bool hovered = ImGui::IsItemHovered();
  note_text("img", chart.words.summary);
  ImGui::PopID();

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Box bar{outer.min, {outer.max.x, outer.min.y + bar_height}};
  group_legend(&list, {outer.min.x, bar.max.y + legend_gap}, wide, chart, style);
  if (chart.segments.empty()) {
    list.AddRectFilled(bar.min, bar.max, style.track, std::min(bar.height() / 2, 6.0F));
    paint::empty_text(list, bar, style, chart.words.empty);
    return std::nullopt;
  }
  const auto extents = extents_of(chart, static_cast<double>(bar.width()), 2);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const auto pointed =
      hovered && bar.holds(mouse) ? extent_at(extents, static_cast<double>(mouse.x - bar.min.x)) : std::nullopt;
  draw_segments(list, bar, extents, chart, pointed, style);
  if (pointed)
    draw_tooltip(chart, *pointed, style);
  return pointed;
}

std::optional<std::size_t> draw_share_ring(const char* id, ImVec2 size, const ShareChart& chart,
                                           const ChartStyle& style) {
  ImGui::PushID(id);
  const Box outer = paint::box_at_cursor(size);
  ImGui::Dummy({outer.width(), outer.height()});
  const bool hovered = ImGui::IsItemHovered();
  note_text("img", chart.words.summary);
  ImGui::PopID();

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool beside = outer.width() >= outer.height() * 1.6F;
  const float below = beside || !chart.legend ? 0 : group_legend(nullptr, {}, outer.width(), chart, style) + legend_gap;
  const float side = std::max(std::min(outer.width(), outer.height() - below), 8.0F);
  Ring ring;
  ring.thickness = std::clamp(side * 0.13F, 3.0F, 22.0F);
  ring.radius = (side - ring.thickness) / 2 - 1;
  ring.centre = {beside ? outer.min.x + side / 2 : outer.min.x + outer.width() / 2, outer.min.y + side / 2};
  if (beside) {
    const float left = outer.min.x + side + 24;
    const float room = std::max(outer.max.x - left, 1.0F);
    const float tall = group_legend(nullptr, {}, room, chart, style, Flow::below);
    group_legend(&list, {left, outer.min.y + (side - tall) / 2}, room, chart, style, Flow::below);
  } else {
    group_legend(&list, {outer.min.x, outer.min.y + side + legend_gap}, outer.width(), chart, style);
  }

  if (chart.segments.empty()) {
    arc(list, ring, 0, 1, style.track);
    const float inner = ring.radius - ring.thickness;
    paint::empty_text(list,
                      {{ring.centre.x - inner, ring.centre.y - inner}, {ring.centre.x + inner, ring.centre.y + inner}},
                      style, chart.words.empty);
    return std::nullopt;
  }
  const double around = 2 * std::numbers::pi * static_cast<double>(std::max(ring.radius, 1.0F));
  const auto turns = extents_of(chart, 1, 2 / around);
  const auto turn = hovered ? ring.turn_at(ImGui::GetIO().MousePos) : std::nullopt;
  const auto pointed = turn ? extent_at(turns, *turn) : std::nullopt;
  draw_arcs(list, ring, turns, chart, pointed, style);
  draw_centre(list, ring, chart, style);
  if (pointed)
    draw_tooltip(chart, *pointed, style);
  return pointed;
}

} // namespace geminid::webui
