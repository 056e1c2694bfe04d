#include "server/translate/schema_types.hpp"

#include "server/translate/dom_writer.hpp"

#include <algorithm>

namespace geminid::translate {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

bool equal_in_any_case(std::string_view lower, std::string_view text) {
  return std::equal(lower.begin(), lower.end(), text.begin(), text.end(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
}

JsonTypes type_named(element value) {
  const auto name = as_text(value);
  for (std::size_t i = 0; name && i < json_type_names.size(); ++i)
    if (equal_in_any_case(json_type_names[i], *name))
      return static_cast<JsonTypes>(1U << i);
  return 0;
}

} // namespace

JsonTypes stated_types(const SchemaMix& schema) {
  const auto type = schema.find("type");
  if (!type)
    return 0;
  JsonTypes types = type_named(*type);
  if (simdjson::dom::array list; type->get(list) == simdjson::SUCCESS)
    for (const auto each : list)
      types |= type_named(each);
  bool nullable = false;
  if (const auto value = schema.find("nullable"); types != 0 && value && value->get(nullable) == simdjson::SUCCESS)
    types |= nullable ? null_type : 0;
  return types;
}

JsonTypes type_of_value(element value) {
  switch (value.type()) {
  case element_type::STRING:
    return string_type;
  case element_type::INT64:
  case element_type::UINT64:
    return integer_type;
  case element_type::DOUBLE:
    return number_type;
  case element_type::BOOL:
    return boolean_type;
  case element_type::ARRAY:
    return array_type;
  case element_type::OBJECT:
    return object_type;
  case element_type::NULL_VALUE:
    break;
  }
  return null_type;
}

void append_exclusive_bound(std::string& out, element value, bool lower, JsonTypes types) {
  const auto whole = as_whole(value);
  if (whole && (types & (integer_type | number_type)) == integer_type)
    out += std::to_string(lower ? *whole + 1 : *whole - 1);
  else
    append_json(out, value);
}

} // namespace geminid::translate
