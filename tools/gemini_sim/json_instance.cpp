#include "tools/gemini_sim/json_instance.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr int nesting_max = 16;
constexpr std::int64_t items_max = 64;
constexpr std::int64_t length_max = 4096;
// A schema that refers to itself many times would else grow without end.
constexpr int values_max = 10'000;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::int64_t whole(const json& schema, const char* key, std::int64_t absent) {
  return schema.contains(key) && schema[key].is_number() ? static_cast<std::int64_t>(schema[key].get<double>())
                                                         : absent;
}

class Generator {
public:
  explicit Generator(const json& root) : root_(root) {}

  json value(const json& schema, int depth) {
    if (++values_ > values_max)
      return nullptr;
    if (!schema.is_object() || depth > nesting_max)
      return schema.is_object() && type_of(schema) != "object" ? leaf(schema) : json::object();
    if (schema.contains("$ref"))
      return value(resolve(schema["$ref"]), depth + 1);
    if (schema.contains("const"))
      return schema["const"];
    if (schema.contains("enum") && schema["enum"].is_array() && !schema["enum"].empty())
      return schema["enum"][0];
    for (const auto* any : {"anyOf", "oneOf"})
      if (schema.contains(any) && schema[any].is_array() && !schema[any].empty())
        return value(schema[any][0], depth + 1);
    const auto type = type_of(schema);
    if (type == "object")
      return object(schema, depth);
    if (type == "array")
      return array(schema, depth);
    return leaf(schema);
  }

private:
  static std::string type_of(const json& schema) {
    const auto type = schema.value("type", json(nullptr));
    if (type.is_string())
      return lower(type.get<std::string>());
    if (type.is_array() && !type.empty() && type[0].is_string())
      return lower(type[0].get<std::string>());
    if (schema.contains("properties"))
      return "object";
    return schema.contains("items") || schema.contains("prefixItems") ? "array" : "string";
  }

  const json& resolve(const json& reference) const {
    static const json anything = json::object();
    if (!reference.is_string() || !reference.get_ref<const std::string&>().starts_with('#'))
      return anything;
    try {
      return root_.at(json::json_pointer(reference.get_ref<const std::string&>().substr(1)));
    } catch (const json::exception&) {
      return anything;
    }
  }

  json object(const json& schema, int depth) {
    auto out = json::object();
    if (!schema.contains("properties") || !schema["properties"].is_object())
      return out;
    const auto& properties = schema["properties"];
    if (schema.contains("required") && schema["required"].is_array()) {
      for (const auto& name : schema["required"])
        if (name.is_string() && properties.contains(name.get_ref<const std::string&>()))
          out[name.get<std::string>()] = value(properties[name.get_ref<const std::string&>()], depth + 1);
      return out;
    }
    if (depth < nesting_max / 2)
      for (const auto& [name, property] : properties.items())
        out[name] = value(property, depth + 1);
    return out;
  }

  json array(const json& schema, int depth) {
    auto out = json::array();
    if (schema.contains("prefixItems") && schema["prefixItems"].is_array())
      for (const auto& item : schema["prefixItems"])
        out.push_back(value(item, depth + 1));
    // One item shows more than none, unless it could only end by exhaustion.
    const auto wanted = std::max(whole(schema, "minItems", 0), depth < nesting_max / 2 && out.empty() ? 1L : 0L);
    const auto count = std::min({wanted, whole(schema, "maxItems", items_max), items_max});
    const auto items = schema.value("items", json::object());
    while (static_cast<std::int64_t>(out.size()) < count)
      out.push_back(value(items, depth + 1));
    return out;
  }

  json leaf(const json& schema) {
    const auto type = type_of(schema);
    if (type == "boolean")
      return true;
    if (type == "null")
      return nullptr;
    if (type == "integer")
      return static_cast<std::int64_t>(std::ceil(number(schema)));
    if (type == "number")
      return number(schema);
    return type == "array" ? json::array() : json(string(schema));
  }

  static double number(const json& schema) {
    const auto bound = [&](const char* key, double absent) {
      return schema.contains(key) && schema[key].is_number() ? schema[key].get<double>() : absent;
    };
    const auto low = std::max(bound("minimum", -1e15), bound("exclusiveMinimum", -1e15) + 1);
    return std::min(std::max(1.0, low), std::min(bound("maximum", 1e15), bound("exclusiveMaximum", 1e15) - 1));
  }

  static std::string string(const json& schema) {
    const auto format = schema.value("format", json("")).is_string() ? schema.value("format", "") : "";
    std::string text = "text";
    if (format == "date-time")
      text = "2026-01-02T03:04:05Z";
    else if (format == "date")
      text = "2026-01-02";
    else if (format == "time")
      text = "03:04:05Z";
    else if (format == "email")
      text = "user@example.com";
    else if (format == "uri")
      text = "https://example.com/";
    else if (format == "uuid")
      text = "00000000-0000-4000-8000-000000000000";
    const auto shortest = std::clamp<std::int64_t>(whole(schema, "minLength", 0), 0, length_max);
    const auto longest = std::clamp<std::int64_t>(whole(schema, "maxLength", length_max), shortest, length_max);
    if (static_cast<std::int64_t>(text.size()) < shortest)
      text.resize(static_cast<std::size_t>(shortest), '.');
    return text.substr(0, static_cast<std::size_t>(longest));
  }

  const json& root_;
  int values_ = 0;
};

} // namespace

json smallest_instance(const json& schema) {
  return Generator{schema}.value(schema, 0);
}

} // namespace geminid::sim
