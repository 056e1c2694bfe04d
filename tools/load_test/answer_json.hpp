// Reads members of an answer's JSON that may be absent. The parser is the thread's own.
#pragma once

#include "tools/load_test/surface.hpp"

#include <cstdint>
#include <simdjson.h>
#include <string>
#include <string_view>

namespace geminid::load {

/// Valid until the thread parses the next text. Nothing when it is no JSON object.
[[nodiscard]] inline bool parse_object(std::string_view text, simdjson::dom::object& out) {
  thread_local simdjson::dom::parser parser;
  return parser.parse(text.data(), text.size()).get(out) == simdjson::SUCCESS;
}

template <class Node>
[[nodiscard]] std::string_view text_at(const Node& node, std::string_view pointer) {
  std::string_view text;
  return node.at_pointer(pointer).get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

template <class Node>
[[nodiscard]] std::int64_t number_at(const Node& node, std::string_view pointer) {
  std::int64_t number = 0;
  return node.at_pointer(pointer).get(number) == simdjson::SUCCESS ? number : 0;
}

template <class Node>
[[nodiscard]] bool has_object(const Node& node, std::string_view pointer) {
  simdjson::dom::object object;
  return node.at_pointer(pointer).get(object) == simdjson::SUCCESS;
}

/// Whether it is an error, which every API tells in a member of that name.
[[nodiscard]] inline bool read_error(const simdjson::dom::object& answer, Said& said) {
  if (!has_object(answer, "/error"))
    return false;
  said.error = text_at(answer, "/error/message");
  if (said.error.empty())
    said.error = "an error without a message";
  return true;
}

} // namespace geminid::load
