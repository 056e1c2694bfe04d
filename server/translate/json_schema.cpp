#include "server/translate/json_schema.hpp"

#include <algorithm>
#include <array>

namespace geminid::translate {
namespace {

using simdjson::dom::element;

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What stands at a keyword: a schema or a list of schemas, schemas by name, or plain data.
enum class Position : std::uint8_t { schema, by_name, data };

Position position_of(std::string_view keyword) {
  constexpr std::array<std::string_view, 14> schemas{
      "items", "prefixItems", "additionalItems", "additionalProperties", "anyOf", "oneOf", "allOf", "not", "if", "then",
      "else",  "contains",    "propertyNames",   "unevaluatedProperties"};
  constexpr std::array<std::string_view, 5> maps{"properties", "patternProperties", "$defs", "definitions",
                                                 "dependentSchemas"};
  if (contains(maps, keyword))
    return Position::by_name;
  return contains(schemas, keyword) ? Position::schema : Position::data;
}

void append_by_name(std::string& out, element value) {
  simdjson::dom::object schemas;
  if (value.get(schemas) != simdjson::SUCCESS)
    return append_json(out, value);
  out += '{';
  bool first = true;
  for (const auto [name, schema] : schemas) {
    if (!first)
      out += ',';
    first = false;
    append_json_string(out, name);
    out += ':';
    append_schema(out, schema);
  }
  out += '}';
}

void append_keyword(std::string& out, std::string_view keyword, element value) {
  if (keyword == "const") {
    out += "\"enum\":[";
    append_json(out, value);
    out += ']';
    return;
  }
  append_json_string(out, keyword);
  out += ':';
  switch (position_of(keyword)) {
  case Position::schema:
    return append_schema(out, value);
  case Position::by_name:
    return append_by_name(out, value);
  case Position::data:
    return append_json(out, value);
  }
}

void append_schema_object(std::string& out, simdjson::dom::object schema) {
  const bool has_enum = schema.at_key("enum").error() == simdjson::SUCCESS;
  out += '{';
  bool first = true;
  for (const auto [keyword, value] : schema) {
    if (keyword == "$schema" || (keyword == "const" && has_enum))
      continue;
    if (!first)
      out += ',';
    first = false;
    append_keyword(out, keyword, value);
  }
  out += '}';
}

} // namespace

void append_schema(std::string& out, element schema) {
  if (simdjson::dom::object object; schema.get(object) == simdjson::SUCCESS)
    return append_schema_object(out, object);
  simdjson::dom::array list;
  if (schema.get(list) != simdjson::SUCCESS)
    return append_json(out, schema); // true and false are schemas too
  out += '[';
  bool first = true;
  for (const auto each : list) {
    if (!first)
      out += ',';
    first = false;
    append_schema(out, each);
  }
  out += ']';
}

bool allows_no_property(element schema) {
  simdjson::dom::object object;
  if (schema.get(object) != simdjson::SUCCESS)
    return false;
  constexpr std::array<std::string_view, 7> harmless{
      "type", "$schema", "title", "description", "required", "properties", "additionalProperties"};
  for (const auto [keyword, value] : object) {
    if (!contains(harmless, keyword))
      return false;
    if (simdjson::dom::object properties;
        keyword == "properties" && value.get(properties) == simdjson::SUCCESS && properties.begin() != properties.end())
      return false;
    if (bool more = true; keyword == "additionalProperties" && (value.get(more) != simdjson::SUCCESS || more))
      return false;
  }
  return true;
}

} // namespace geminid::translate
