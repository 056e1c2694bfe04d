#include "tools/gemini_sim/continuation.hpp"

#include "tools/gemini_sim/cursor.hpp"

#include <functional>

namespace geminid::sim {
namespace {

constexpr std::string_view kind = "continuation";
constexpr std::size_t owners = 65'536;

std::size_t owner(std::string_view key) {
  return std::hash<std::string_view>{}(key) % owners;
}

} // namespace

std::string issue_continuation(std::string_view key, std::size_t place) {
  return issue_cursor(kind, place * owners + owner(key));
}

std::optional<std::size_t> read_continuation(std::string_view token) {
  const auto cursor = read_cursor(kind, token);
  return cursor ? std::optional{*cursor / owners} : std::nullopt;
}

bool continuation_belongs_to(std::string_view key, std::string_view token) {
  const auto cursor = read_cursor(kind, token);
  return cursor && *cursor % owners == owner(key);
}

} // namespace geminid::sim
