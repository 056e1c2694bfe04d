#include "tools/gemini_sim/cursor.hpp"

#include "tools/gemini_sim/base64.hpp"

#include <charconv>

namespace geminid::sim {

std::string issue_cursor(std::string_view kind, std::size_t place) {
  return base64_encode(std::string{kind} + ":" + std::to_string(place));
}

std::optional<std::size_t> read_cursor(std::string_view kind, std::string_view cursor) {
  const auto text = base64_decode(cursor);
  const auto prefix = std::string{kind} + ":";
  if (!text || !text->starts_with(prefix))
    return std::nullopt;
  std::size_t place = 0;
  const auto* end = text->data() + text->size();
  const auto [stop, ec] = std::from_chars(text->data() + prefix.size(), end, place);
  return ec == std::errc{} && stop == end ? std::optional{place} : std::nullopt;
}

} // namespace geminid::sim
