#include "server/translate/json_schema.hpp"

#include "server/translate/schema_rewriter.hpp"

#include <algorithm>
#include <array>

namespace geminid::translate {

using simdjson::dom::element;
using simdjson::dom::object;

void append_schema(std::string& out, element schema) {
  SchemaRewriter{out, schema}.write_root();
}

bool allows_no_property(element schema) {
  object members;
  if (schema.get(members) != simdjson::SUCCESS)
    return false;
  constexpr std::array<std::string_view, 7> harmless{
      "type", "$schema", "title", "description", "required", "properties", "additionalProperties"};
  for (const auto [keyword, value] : members) {
    if (std::find(harmless.begin(), harmless.end(), keyword) == harmless.end())
      return false;
    if (object properties;
        keyword == "properties" && value.get(properties) == simdjson::SUCCESS && properties.begin() != properties.end())
      return false;
    if (bool more = true; keyword == "additionalProperties" && (value.get(more) != simdjson::SUCCESS || more))
      return false;
  }
  return true;
}

} // namespace geminid::translate
