// Where characters begin and end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace geminid {

/// How many bytes the character at the front of `text` has; 0: what stands there is no UTF-8. `text` is not empty.
[[nodiscard]] constexpr std::size_t utf8_size(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80)
    return 1;
  const std::size_t size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  if (size == 0 || size > text.size())
    return 0;
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool out_of_range = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80; };
  const auto tail = text.substr(1, size - 1);
  return overlong || out_of_range || !std::all_of(tail.begin(), tail.end(), continues) ? 0 : size;
}

/// With '?' for each byte that is of no character.
[[nodiscard]] inline std::string valid_utf8(std::string text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::all_of(text.begin(), text.end(), is_ascii))
    return text;
  for (std::string_view rest{text}; !rest.empty();) {
    const auto size = utf8_size(rest);
    if (size == 0)
      text[text.size() - rest.size()] = '?';
    rest.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return text;
}

} // namespace geminid
