// What pasted text is made of: tokens between separators.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace geminid::key_import {

/// Bytes of the separator at `at` (a space, bracket, quote, comma, also a wide one), 0 when there is none.
[[nodiscard]] std::size_t separator_size(std::string_view text, std::size_t at);
/// Of ASCII.
[[nodiscard]] constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
[[nodiscard]] bool is_line_end(char c);
[[nodiscard]] bool is_key_char(char c);
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Holds no letter or digit: a bullet or a rule.
[[nodiscard]] bool is_decoration(std::string_view token);
/// Begins as Google's keys do; so it was meant as one.
[[nodiscard]] bool has_known_prefix(std::string_view token);
/// The name of a model: long enough for a key, but none.
[[nodiscard]] bool is_model_name(std::string_view token);

/// Why the token can't be a key; empty when it is one. Nothing of the token is quoted.
[[nodiscard]] std::string fault_of(std::string_view token);
/// As `fault_of`, and refuses what has the shape of a key but is known to be something else.
[[nodiscard]] std::string pasted_fault_of(std::string_view token);

/// Calls `take(token)` for each token; decoration is left out.
template <class Take>
void for_each_token(std::string_view text, Take take) {
  for (std::size_t at = 0; at < text.size();) {
    if (const auto size = is_line_end(text[at]) ? 1 : separator_size(text, at); size > 0) {
      at += size;
      continue;
    }
    auto end = at;
    while (end < text.size() && !is_line_end(text[end]) && separator_size(text, end) == 0)
      ++end;
    if (const auto token = text.substr(at, end - at); !is_decoration(token))
      take(token);
    at = end;
  }
}

} // namespace geminid::key_import
