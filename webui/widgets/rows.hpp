// Rows of lists that are pressed as a whole, and what is drawn into them at places of their own.
#pragma once

#include "webui/core/tone.hpp"
#include "webui/widgets/text.hpp"

#include <string>
#include <string_view>

namespace geminid::webui {

[[nodiscard]] ImU32 colour_of(Tone tone);

struct PressRow {
  ImVec2 from;
  ImVec2 to;
  bool pressed = false;
  bool hovered = false;

  [[nodiscard]] float width() const { return to.x - from.x; }
  [[nodiscard]] float middle() const { return (from.y + to.y) / 2; }
};

/// As wide as there is room, with a ground of its own under the pointer. `id` tells it apart; `spoken` is what the
/// mirror says of it as `role`.
PressRow press_row(const std::string& id, std::string_view spoken, float height, std::string_view role = "button");

/// On the window's list at `at`, cut with "…" at `width`. Not in the mirror: that is told what the row says.
void draw_cut(ImVec2 at, float width, std::string_view text, const TextStyle& style = {});
/// Ends at `right`.
void draw_right(float right, float y, std::string_view text, const TextStyle& style = {});
/// As `pill`, its left end at `at` and its middle there.
void draw_pill(ImVec2 left_middle, std::string_view text, ImU32 colour);
/// A thin bar that is filled to `fraction`.
void draw_bar(ImVec2 from, float width, float height, double fraction, ImU32 colour);

} // namespace geminid::webui
