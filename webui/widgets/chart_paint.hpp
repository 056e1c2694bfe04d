// Strokes and fills that the kinds of charts share. For this folder only.
#pragma once

#include "webui/widgets/chart_style.hpp"

#include <imgui.h>
#include <span>
#include <string>
#include <string_view>

namespace geminid::webui::paint {

/// A rectangle on the screen that never has a negative side.
struct Box {
  ImVec2 min;
  ImVec2 max;

  [[nodiscard]] float width() const { return max.x > min.x ? max.x - min.x : 0; }
  [[nodiscard]] float height() const { return max.y > min.y ? max.y - min.y : 0; }
  [[nodiscard]] bool holds(ImVec2 at) const { return at.x >= min.x && at.x < max.x && at.y >= min.y && at.y < max.y; }
};

/// At the cursor, with the sizes of 0 or less taken from what is left of the content region. At least a pixel.
[[nodiscard]] Box box_at_cursor(ImVec2 wanted);

/// The colour with its alpha multiplied.
[[nodiscard]] ImU32 faded(ImU32 colour, float alpha);

[[nodiscard]] ImVec2 text_size(ImFont* font, float size, std::string_view text);
void text(ImDrawList& list, ImFont* font, float size, ImVec2 at, ImU32 colour, std::string_view text);
/// As much of the text as fits, with an ellipsis where something is missing. Whole characters of UTF-8.
[[nodiscard]] std::string elided(ImFont* font, float size, std::string_view text, float width);
/// In the middle of the box, on as many lines as it needs.
void empty_text(ImDrawList& list, const Box& box, const ChartStyle& style, std::string_view text);

/// A dot where there is a single point.
void line(ImDrawList& list, std::span<const ImVec2> points, ImU32 colour, float thickness);
/// From the points to the ground; its alpha grows from nothing at the ground to `alpha` at `peak` (both are y), and
/// depends on y alone: otherwise bands appear.
void area(ImDrawList& list, std::span<const ImVec2> points, float ground, float peak, ImU32 colour, float alpha);
/// Between two edges of as many points each.
void band(ImDrawList& list, std::span<const ImVec2> upper, std::span<const ImVec2> lower, ImU32 colour);
void dashes(ImDrawList& list, float from_x, float to_x, float y, ImU32 colour);
/// A dot that stands out from the line it is on.
void marker(ImDrawList& list, ImVec2 at, ImU32 colour, ImU32 background, float radius = 3.5F);
/// A track with rounded ends and what of it is filled, 0 to 1.
void track(ImDrawList& list, const Box& box, double filled, ImU32 colour, ImU32 track_colour);

} // namespace geminid::webui::paint
