// Texts, each also readable in the mirror.
#pragma once

#include "webui/widgets/theme.hpp"

#include <string>
#include <string_view>

namespace geminid::webui {

struct TextStyle {
  float size = text_size;
  bool bold = false;
  /// 0: the theme's text colour.
  ImU32 colour = 0;
};

[[nodiscard]] TextStyle muted(float size = text_size);
[[nodiscard]] TextStyle bold(float size = text_size);

/// On one line.
void text(std::string_view text, const TextStyle& style = {});
/// Wrapped at the window's edge.
void paragraph(std::string_view text, const TextStyle& style = {});
/// On one line of at most `width`; what does not fit ends in "…" and is shown whole at the pointer.
void text_cut(std::string_view text, float width, const TextStyle& style = {});
/// A page's or card's title: level 1 or 2.
void heading(std::string_view text, int level);
/// `label` above what comes next.
void field_label(std::string_view label);
[[nodiscard]] ImVec2 text_extent(std::string_view text, const TextStyle& style = {});
/// What comes next stands where the cursor is: ImGui would put it on the baseline of what is before it on the line.
void leave_baseline();
/// The next widget is this wide, or as wide as there is room.
void next_width(float width);
/// Continues the line so that what comes next, `width` wide, ends at the right edge; a new line where it has no room.
void align_right(float width);

} // namespace geminid::webui
