// What can be pressed, typed into and chosen from. Each is reachable by keyboard and named in the mirror by its label.
#pragma once

#include "webui/core/locale.hpp"
#include "webui/widgets/text.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace geminid::webui {

enum class ButtonKind : std::uint8_t { plain, primary, danger, quiet };

/// What follows "##" in a label is not shown.
bool button(const std::string& label, ButtonKind kind = ButtonKind::plain, bool enabled = true);
[[nodiscard]] float button_width(std::string_view label);
/// `label` is what the mirror and the tooltip say.
bool icon_button(const char* icon, const std::string& label, bool enabled = true);
/// Text that is pressed like a link.
bool link(const std::string& label);
/// A pill that is on or off, as the filters of a list.
bool filter_pill(const std::string& label, bool on);

struct TextFieldOptions {
  const char* hint = "";
  /// 0: as wide as there is room.
  float width = 0;
  /// More than one: a field of so many lines.
  int lines = 1;
  bool password = false;
  bool read_only = false;
  std::size_t size_max = 1U << 20U;
};
/// True when it changed. `label` stands above the field unless it begins with "##"; the mirror says it in any case.
bool text_field(const std::string& label, std::string& value, const TextFieldOptions& options = {});
/// The last text field was left, or Enter was pressed in it, after a change.
[[nodiscard]] bool field_committed();

/// A whole number that may be missing; empty text means nothing. What is no number, or out of range, is marked and
/// leaves the value alone.
bool integer_field(const std::string& label, std::optional<std::int64_t>& value, std::int64_t min, std::int64_t max,
                   const TextFieldOptions& options = {});
/// A number chosen by dragging or by the arrow keys, or typed after a double click; small ones have as much room as
/// large ones.
bool slider(const std::string& label, std::int64_t& value, std::int64_t min, std::int64_t max, float width = 0);
bool toggle(const std::string& label, bool& value);
bool checkbox(const std::string& label, bool& value);
/// A list that opens. `label` as in `text_field`.
bool select(const std::string& label, int& chosen, std::span<const char* const> choices, float width = 0);
/// A few choices side by side.
bool segmented(const std::string& label, int& chosen, std::span<const char* const> choices);

} // namespace geminid::webui
