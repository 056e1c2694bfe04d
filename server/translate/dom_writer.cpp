#include "server/translate/dom_writer.hpp"

#include <array>
#include <charconv>

namespace geminid::translate {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

template <class Number>
void append_number(std::string& out, Number value) {
  std::array<char, 40> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void append_object(std::string& out, simdjson::dom::object object) {
  out += '{';
  bool first = true;
  for (const auto [name, value] : object) {
    if (!first)
      out += ',';
    first = false;
    append_json_string(out, name);
    out += ':';
    append_json(out, value);
  }
  out += '}';
}

void append_array(std::string& out, simdjson::dom::array array) {
  out += '[';
  bool first = true;
  for (const auto value : array) {
    if (!first)
      out += ',';
    first = false;
    append_json(out, value);
  }
  out += ']';
}

} // namespace

void append_json(std::string& out, element value) {
  switch (value.type()) {
  case element_type::OBJECT:
    return append_object(out, value_of<simdjson::dom::object>(value));
  case element_type::ARRAY:
    return append_array(out, value_of<simdjson::dom::array>(value));
  case element_type::STRING:
    return append_json_string(out, value_of<std::string_view>(value));
  case element_type::INT64:
    return append_number(out, value_of<std::int64_t>(value));
  case element_type::UINT64:
    return append_number(out, value_of<std::uint64_t>(value));
  case element_type::DOUBLE:
    return append_number(out, value_of<double>(value));
  case element_type::BOOL:
    out += value_of<bool>(value) ? "true" : "false";
    return;
  case element_type::NULL_VALUE:
    out += "null";
    return;
  }
}

void append_decimal(std::string& out, double value) {
  append_number(out, value);
}

} // namespace geminid::translate
