#include "server/translate/openapi_types.hpp"

namespace geminid::translate {

using simdjson::dom::array;

Alternatives alternatives_of(const SchemaMix& mix) {
  Alternatives found;
  for (const std::string_view keyword : {"anyOf", "oneOf"}) {
    const auto list = mix.find(keyword);
    array each;
    if (!list || !found.schemas.empty() || list->get(each) != simdjson::SUCCESS)
      continue;
    for (const auto value : each)
      if (const auto schema = as_schema(value)) {
        if (stated_types(SchemaMix{*schema}) == null_type)
          found.null = true;
        else
          found.schemas.push_back(*schema);
      }
  }
  return found;
}

JsonTypes implied_types(const SchemaMix& mix) {
  for (const std::string_view keyword : {"properties", "additionalProperties", "patternProperties", "required"})
    if (mix.find(keyword))
      return object_type;
  for (const std::string_view keyword : {"items", "prefixItems"})
    if (mix.find(keyword))
      return array_type;
  if (const auto value = mix.find("const"))
    return type_of_value(*value);
  JsonTypes types = 0;
  array values;
  if (const auto list = mix.find("enum"); list && list->get(values) == simdjson::SUCCESS)
    for (const auto value : values)
      types |= type_of_value(value);
  return types;
}

JsonTypes sole_type(JsonTypes types) {
  types &= static_cast<JsonTypes>(~null_type);
  if (types == 0 || (types & string_type) != 0)
    return string_type;
  return types & static_cast<JsonTypes>(-types);
}

std::string_view openapi_name(JsonTypes type) {
  switch (type) {
  case number_type:
    return "NUMBER";
  case integer_type:
    return "INTEGER";
  case boolean_type:
    return "BOOLEAN";
  case array_type:
    return "ARRAY";
  case object_type:
    return "OBJECT";
  default:
    return "STRING";
  }
}

bool knows_format(JsonTypes type, std::string_view format) {
  if (type == string_type)
    return format == "enum" || format == "date-time";
  if (type == integer_type)
    return format == "int32" || format == "int64";
  return type == number_type && (format == "float" || format == "double");
}

} // namespace geminid::translate
