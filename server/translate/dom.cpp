#include "server/translate/dom.hpp"

#include <charconv>

namespace geminid::translate {

std::optional<std::int64_t> as_integer(simdjson::dom::element value) {
  if (std::int64_t number = 0; value.get(number) == simdjson::SUCCESS)
    return number;
  std::string_view text;
  std::int64_t number = 0;
  if (value.get(text) != simdjson::SUCCESS || text.empty())
    return std::nullopt;
  const auto end = text.data() + text.size();
  const auto [stop, ec] = std::from_chars(text.data(), end, number);
  return ec == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
}

} // namespace geminid::translate
