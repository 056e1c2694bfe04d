#include "server/admin/schema.hpp"

#include <algorithm>
#include <limits>

namespace geminid::admin::schema {

json ref(std::string_view name) {
  return {{"$ref", std::string{"#/components/schemas/"}.append(name)}};
}

json boolean() {
  return {{"type", "boolean"}};
}

json integer(dto::IntegerRange range) {
  json schema{{"type", "integer"}, {"minimum", range.min}};
  if (range.max != std::numeric_limits<std::int64_t>::max())
    schema["maximum"] = range.max;
  return schema;
}

json count() {
  return integer({0, std::numeric_limits<std::int64_t>::max()});
}

json number(std::int64_t max) {
  return {{"type", "number"}, {"minimum", 0}, {"maximum", max}};
}

json positive_number(std::int64_t max) {
  return {{"type", "number"}, {"exclusiveMinimum", 0}, {"maximum", max}};
}

json text(dto::TextRule rule) {
  json schema{{"type", "string"}, {"maxLength", rule.size_max}};
  constexpr std::size_t character_bytes_max = 4;
  if (rule.size_min > 0)
    schema["minLength"] = (rule.size_min + character_bytes_max - 1) / character_bytes_max;
  return schema;
}

json text() {
  return {{"type", "string"}};
}

json time() {
  return {{"type", "string"}, {"format", "date-time"}};
}

json list(json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

json list(json items, std::size_t count_min, std::size_t count_max) {
  auto schema = list(std::move(items));
  schema["minItems"] = count_min;
  schema["maxItems"] = count_max;
  return schema;
}

json set(json items, std::size_t count_min, std::size_t count_max) {
  auto schema = list(std::move(items), count_min, count_max);
  schema["uniqueItems"] = true;
  return schema;
}

json map(json values) {
  return {{"type", "object"}, {"additionalProperties", std::move(values)}};
}

json map(json values, std::size_t count_max, dto::TextRule names) {
  auto schema = map(std::move(values));
  schema["maxProperties"] = count_max;
  schema["propertyNames"] = text(names);
  return schema;
}

json nullable(json schema) {
  const json null{{"type", "null"}};
  if (!schema.contains("type"))
    return {{"anyOf", json::array({std::move(schema), null})}};
  schema["type"] = json::array({schema["type"], "null"});
  if (schema.contains("enum"))
    schema["enum"].push_back(nullptr);
  return schema;
}

json described(json schema, std::string_view description) {
  schema["description"] = description;
  return schema;
}

json object(std::initializer_list<Member> members) {
  json properties = json::object();
  json required = json::array();
  for (const auto& member : members) {
    properties[std::string{member.name}] = member.schema;
    if (member.required)
      required.push_back(member.name);
  }
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

json partial(std::initializer_list<Member> members) {
  auto schema = object(members);
  schema.erase("required");
  return schema;
}

json both(json object, const json& other) {
  object["properties"].update(other.at("properties"));
  for (const auto& name : other.value("required", json::array()))
    object["required"].push_back(name);
  return object;
}

json without_required(json object) {
  object.erase("required");
  if (object.contains("properties"))
    for (auto& member : object["properties"])
      member = without_required(std::move(member));
  return object;
}

json with_example(json object, json example) {
  object["examples"] = json::array({std::move(example)});
  return object;
}

} // namespace geminid::admin::schema
