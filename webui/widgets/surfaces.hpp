// Where things stand: cards, drawers, pills, notices, what is shown when there is nothing.
#pragma once

#include "webui/widgets/text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::webui {

/// A rounded box. A height of 0 grows with what is in it; a width of 0 is all there is. Always end it.
void begin_card(const char* id, ImVec2 size = {0, 0});
void end_card();

/// Cards side by side: the width of each of as many equal columns as fit, at least `width_min` wide, at most
/// `columns_max`.
struct Columns {
  int count;
  float width;
};
[[nodiscard]] Columns columns(float width_min, int columns_max);
/// Before the card of this index: a new line or the same.
void next_column(int index, const Columns& columns);
/// As far below the cards above as they are from each other.
void next_row();

/// A panel over the right edge, the whole window on a phone. False when it is closed, then it must not be ended.
/// Escape, its button and a press beside it make `open` false.
[[nodiscard]] bool begin_drawer(const char* id, std::string_view title, bool& open, float width = 480);
void end_drawer();

/// A question that must be answered: in the middle. As the drawer; `end_dialog` takes what became of `open`.
[[nodiscard]] bool begin_dialog(const char* id, std::string_view title, bool& open, float width = 560);
void end_dialog(bool open);

/// A state: a dot and a word in a colour.
void pill(std::string_view text, ImU32 colour);
[[nodiscard]] float pill_width(std::string_view text);

enum class NoticeKind : std::uint8_t { info, good, warning, error };
[[nodiscard]] ImU32 colour_of(NoticeKind kind);
/// A line with a colour and an icon that is read out.
void notice(NoticeKind kind, std::string_view text);
/// In the middle of an empty place: what would be here, what to do; true when `action` (none when empty) is pressed.
bool empty_state(const char* icon, std::string_view title, std::string_view explanation,
                 const std::string& action = {});
/// `fraction` of 0 to 1.
void progress_bar(std::string_view label, float fraction, ImU32 colour, float height = 8);
/// It is being loaded: a thin moving line. Asks for frames while it is drawn.
void loading_line();
/// Some space.
void space(float height = 6);

} // namespace geminid::webui
