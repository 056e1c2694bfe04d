#include "webui/widgets/chart_paint.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace geminid::webui::paint {
namespace {

constexpr ImU32 alpha_mask = 0xffU << IM_COL32_A_SHIFT;

ImU32 with_alpha(ImU32 colour, float alpha) {
  const auto level = static_cast<ImU32>(std::clamp(alpha, 0.0F, 1.0F) * 255);
  return (colour & ~alpha_mask) | (level << IM_COL32_A_SHIFT);
}

float alpha_of(ImU32 colour) {
  return static_cast<float>(colour >> IM_COL32_A_SHIFT & 0xffU) / 255;
}

/// Two vertices a point, upper and lower, and two triangles between neighbours.
template <class Lower, class Colours>
void strip(ImDrawList& list, std::span<const ImVec2> upper, const Lower& lower_at, const Colours& colour_at) {
  if (upper.size() < 2)
    return;
  const auto points = static_cast<unsigned>(upper.size());
  list.PrimReserve(static_cast<int>((points - 1) * 6), static_cast<int>(points * 2));
  const unsigned base = list._VtxCurrentIdx;
  for (unsigned i = 0; i + 1 < points; ++i)
    for (const unsigned corner : {0U, 2U, 3U, 0U, 3U, 1U})
      list.PrimWriteIdx(static_cast<ImDrawIdx>(base + i * 2 + corner));
  const ImVec2 white = ImGui::GetFontTexUvWhitePixel();
  for (std::size_t i = 0; i < upper.size(); ++i) {
    const ImVec2 lower = lower_at(i);
    list.PrimWriteVtx(upper[i], white, colour_at(upper[i].y));
    list.PrimWriteVtx(lower, white, colour_at(lower.y));
  }
}

} // namespace

Box box_at_cursor(ImVec2 wanted) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float width = wanted.x > 0 ? wanted.x : room.x + wanted.x;
  const float height = wanted.y > 0 ? wanted.y : room.y + wanted.y;
  return {at, {at.x + std::max(width, 1.0F), at.y + std::max(height, 1.0F)}};
}

ImU32 faded(ImU32 colour, float alpha) {
  return with_alpha(colour, alpha_of(colour) * alpha);
}

ImVec2 text_size(ImFont* font, float size, std::string_view text) {
  return font->CalcTextSizeA(size, std::numeric_limits<float>::max(), 0, text.data(), text.data() + text.size());
}

void text(ImDrawList& list, ImFont* font, float size, ImVec2 at, ImU32 colour, std::string_view text) {
  if (text.empty())
    return;
  // On whole pixels glyphs stay sharp.
  list.AddText(font, size, {std::round(at.x), std::round(at.y)}, colour, text.data(), text.data() + text.size());
}

std::string elided(ImFont* font, float size, std::string_view text, float width) {
  if (text_size(font, size, text).x <= width)
    return std::string{text};
  constexpr std::string_view ellipsis = "\u2026";
  const float room = width - text_size(font, size, ellipsis).x;
  const char* end = text.data();
  font->CalcTextSizeA(size, std::max(room, 0.0F), 0, text.data(), text.data() + text.size(), &end);
  std::string_view kept = text.substr(0, static_cast<std::size_t>(end - text.data()));
  while (kept.ends_with(' '))
    kept.remove_suffix(1);
  return std::string{kept}.append(ellipsis);
}

void empty_text(ImDrawList& list, const Box& box, const ChartStyle& style, std::string_view words) {
  if (words.empty())
    return;
  const float room = std::max(box.width() - 16, 1.0F);
  const char* begin = words.data();
  const char* end = begin + words.size();
  const ImVec2 size = style.font->CalcTextSizeA(style.text_size, std::numeric_limits<float>::max(), room, begin, end);
  const ImVec2 at{std::round(box.min.x + (box.width() - size.x) / 2),
                  std::round(box.min.y + (box.height() - size.y) / 2)};
  list.AddText(style.font, style.text_size, at, style.muted, begin, end, room);
}

void line(ImDrawList& list, std::span<const ImVec2> points, ImU32 colour, float thickness) {
  if (points.size() == 1)
    list.AddCircleFilled(points[0], thickness * 1.25F, colour);
  else if (!points.empty())
    list.AddPolyline(points.data(), static_cast<int>(points.size()), colour, ImDrawFlags_None, thickness);
}

void area(ImDrawList& list, std::span<const ImVec2> points, float ground, float peak, ImU32 colour, float alpha) {
  const float depth = std::max(std::abs(ground - peak), 1.0F);
  // A stroke that crosses the ground is cut there, so that no quad is twisted.
  std::vector<ImVec2> edge;
  for (const ImVec2& point : points) {
    if (!edge.empty() && (edge.back().y - ground) * (point.y - ground) < 0) {
      const float part = (ground - edge.back().y) / (point.y - edge.back().y);
      edge.push_back({edge.back().x + (point.x - edge.back().x) * part, ground});
    }
    edge.push_back(point);
  }
  const auto lower_at = [&](std::size_t i) { return ImVec2{edge[i].x, ground}; };
  strip(list, edge, lower_at, [&](float y) { return faded(colour, alpha * std::abs(ground - y) / depth); });
}

void band(ImDrawList& list, std::span<const ImVec2> upper, std::span<const ImVec2> lower, ImU32 colour) {
  strip(
      list, upper, [&](std::size_t i) { return lower[i]; }, [&](float) { return colour; });
}

void dashes(ImDrawList& list, float from_x, float to_x, float y, ImU32 colour) {
  for (float x = from_x; x < to_x; x += 7)
    list.AddLine({x, y}, {std::min(x + 4, to_x), y}, colour, 1);
}

void marker(ImDrawList& list, ImVec2 at, ImU32 colour, ImU32 background, float radius) {
  list.AddCircleFilled(at, radius + 2, background);
  list.AddCircleFilled(at, radius, colour);
}

void track(ImDrawList& list, const Box& box, double filled, ImU32 colour, ImU32 track_colour) {
  const float rounding = box.height() / 2;
  list.AddRectFilled(box.min, box.max, track_colour, rounding);
  if (!(filled > 0))
    return;
  // Never narrower than its round ends are.
  const float width =
      std::clamp(static_cast<float>(filled) * box.width(), std::min(box.height(), box.width()), box.width());
  list.AddRectFilled(box.min, {box.min.x + width, box.max.y}, colour, rounding);
}

} // namespace geminid::webui::paint
