#include "tools/gemini_sim/schema_check.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;
using Violations = std::vector<FieldViolation>;

constexpr int nesting_max = 32;

constexpr std::array honoured_keywords{"$id",
                                       "$defs",
                                       "$ref",
                                       "$anchor",
                                       "type",
                                       "format",
                                       "title",
                                       "description",
                                       "enum",
                                       "items",
                                       "prefixItems",
                                       "minItems",
                                       "maxItems",
                                       "minimum",
                                       "maximum",
                                       "anyOf",
                                       "oneOf",
                                       "properties",
                                       "required",
                                       "additionalProperties",
                                       "propertyOrdering",
                                       "default",
                                       "nullable"};
constexpr std::array ignored_keywords{"minLength", "maxLength",   "minProperties", "maxProperties", "uniqueItems",
                                      "contains",  "minContains", "maxContains",   "pattern"};
constexpr std::array json_types{"string", "number", "integer", "boolean", "array", "object", "null"};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

class OpenApiChecker {
public:
  void check(const json& schema, const std::string& path, int depth);
  Violations violations;

private:
  void refuse(const std::string& path, const std::string& what) {
    if (violations.size() < violations_max)
      violations.push_back({path, "* GenerateContentRequest." + path + ": " + what});
  }
  void check_object(const json& schema, const std::string& path);
  void check_strings(const json& schema, const std::string& path, const std::string& type);
  void check_format(const std::string& format, const std::string& path, const std::string& type);
};

void OpenApiChecker::check(const json& schema, const std::string& path, int depth) {
  if (depth > nesting_max)
    return refuse(path, "schema exceeds the maximum nesting depth");
  const auto type = schema.value("type", "");
  if (type.empty() && !schema.contains("anyOf"))
    refuse(path + ".type", "must be specified");
  if (type == "ARRAY" && !schema.contains("items"))
    refuse(path + ".items", "missing field.");
  if (type == "OBJECT")
    check_object(schema, path);
  check_strings(schema, path, type);

  if (schema.contains("items"))
    check(schema["items"], path + ".items", depth + 1);
  if (schema.contains("properties"))
    for (const auto& [name, property] : schema["properties"].items())
      check(property, path + ".properties[" + name + "]", depth + 1);
  if (schema.contains("anyOf"))
    for (std::size_t i = 0; i < schema["anyOf"].size(); ++i)
      check(schema["anyOf"][i], path + ".any_of[" + std::to_string(i) + "]", depth + 1);
}

void OpenApiChecker::check_object(const json& schema, const std::string& path) {
  if (!schema.contains("properties") || schema["properties"].empty())
    refuse(path + ".properties", "should be non-empty for OBJECT type");
  const auto required = schema.value("required", json::array());
  for (std::size_t i = 0; i < required.size(); ++i)
    if (!schema.contains("properties") || !schema["properties"].contains(required[i].get_ref<const std::string&>()))
      refuse(path + ".required[" + std::to_string(i) + "]", "property is not defined");
}

void OpenApiChecker::check_strings(const json& schema, const std::string& path, const std::string& type) {
  if (schema.contains("enum")) {
    if (type != "STRING")
      refuse(path + ".enum", "only allowed for STRING type");
    for (std::size_t i = 0; i < schema["enum"].size(); ++i)
      if (schema["enum"][i] == "")
        refuse(path + ".enum[" + std::to_string(i) + "]", "cannot be empty");
  }
  if (schema.contains("format"))
    check_format(schema["format"].get_ref<const std::string&>(), path, type);
}

void OpenApiChecker::check_format(const std::string& format, const std::string& path, const std::string& type) {
  const auto one_of = [&](std::string_view first, std::string_view second) {
    if (format != first && format != second)
      refuse(path + ".format",
             "only '" + std::string{first} + "' and '" + std::string{second} + "' are supported for " + type + " type");
  };
  if (type == "STRING")
    one_of("enum", "date-time");
  else if (type == "INTEGER")
    one_of("int32", "int64");
  else if (type == "NUMBER")
    one_of("float", "double");
}

class JsonSchemaChecker {
public:
  void check(const json& schema, const std::string& path, int depth);
  Violations violations;

private:
  void refuse(const std::string& path, std::string what) {
    if (violations.size() < violations_max)
      violations.push_back({path, "Invalid JSON schema at '" + path + "': " + std::move(what)});
  }
  void check_type(const json& type, const std::string& path);
  void check_enum(const json& values, const std::string& path);
  void check_children(const json& schema, const std::string& path, int depth);
};

void JsonSchemaChecker::check(const json& schema, const std::string& path, int depth) {
  if (depth > nesting_max)
    return refuse(path, "schema exceeds the maximum nesting depth");
  if (schema.is_boolean() && depth > 0)
    return;
  if (!schema.is_object())
    return refuse(path, "expected an object");
  const bool reference = schema.contains("$ref");
  for (const auto& [keyword, unused] : schema.items()) {
    if (!contains(honoured_keywords, keyword) && !contains(ignored_keywords, keyword))
      refuse(path, "Unknown keyword \"" + keyword + "\"");
    else if (reference && !keyword.starts_with('$'))
      refuse(path, "a schema with $ref may not set \"" + keyword + "\"");
  }
  if (schema.contains("type"))
    check_type(schema["type"], path + ".type");
  if (schema.contains("enum"))
    check_enum(schema["enum"], path + ".enum");
  check_children(schema, path, depth);
}

void JsonSchemaChecker::check_type(const json& type, const std::string& path) {
  const auto known = [](const json& name) { return name.is_string() && contains(json_types, name.get<std::string>()); };
  const bool list = type.is_array() && !type.empty() && std::all_of(type.begin(), type.end(), known);
  if (!known(type) && !list)
    refuse(path, "unknown type " + type.dump());
}

void JsonSchemaChecker::check_enum(const json& values, const std::string& path) {
  if (!values.is_array() || values.empty())
    return refuse(path, "expected a non-empty list");
  for (const auto& value : values)
    if (!value.is_string() && !value.is_number() && !value.is_null())
      refuse(path, "only strings and numbers are supported");
}

void JsonSchemaChecker::check_children(const json& schema, const std::string& path, int depth) {
  for (const auto* keyword : {"items", "additionalProperties", "contains"})
    if (schema.contains(keyword))
      check(schema[keyword], path + "." + keyword, depth + 1);
  for (const auto* keyword : {"properties", "$defs"})
    if (schema.contains(keyword)) {
      if (!schema[keyword].is_object())
        refuse(path + "." + keyword, "expected an object");
      else
        for (const auto& [name, child] : schema[keyword].items())
          check(child, path + "." + keyword + "[" + name + "]", depth + 1);
    }
  for (const auto* keyword : {"anyOf", "oneOf", "prefixItems"})
    if (schema.contains(keyword)) {
      if (!schema[keyword].is_array() || schema[keyword].empty())
        refuse(path + "." + keyword, "expected a non-empty list");
      else
        for (std::size_t i = 0; i < schema[keyword].size(); ++i)
          check(schema[keyword][i], path + "." + keyword + "[" + std::to_string(i) + "]", depth + 1);
    }
  for (const auto* keyword : {"required", "propertyOrdering"})
    if (schema.contains(keyword)) {
      const auto& names = schema[keyword];
      if (!names.is_array() || !std::all_of(names.begin(), names.end(), [](const json& n) { return n.is_string(); }))
        refuse(path + "." + keyword, "expected a list of strings");
    }
}

} // namespace

Violations check_open_api_schema(const json& schema, const std::string& path) {
  OpenApiChecker checker;
  checker.check(schema, path, 0);
  return std::move(checker.violations);
}

Violations check_json_schema(const json& schema, const std::string& path) {
  JsonSchemaChecker checker;
  checker.check(schema, path, 0);
  return std::move(checker.violations);
}

} // namespace geminid::sim
