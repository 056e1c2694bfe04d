#include "server/translate/schema_mix.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace geminid::translate {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

// Generators of schemas escape names such as "Partial<Pet>" as in a URL.
std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const auto hex = text.substr(i).substr(0, 3);
    if (hex.size() == 3 && hex[0] == '%' &&
        std::from_chars(hex.data() + 1, hex.data() + 3, byte, 16).ptr == hex.data() + 3) {
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::optional<object> anchored(element root, std::string_view name) {
  object definitions;
  if (root["$defs"].get(definitions) == simdjson::SUCCESS)
    for (const auto definition : definitions)
      if (std::string_view anchor; definition.value["$anchor"].get(anchor) == simdjson::SUCCESS && anchor == name)
        return as_schema(definition.value);
  return std::nullopt;
}

} // namespace

std::optional<object> as_schema(element value) {
  object schema;
  return value.get(schema) == simdjson::SUCCESS ? std::optional{schema} : std::nullopt;
}

std::optional<std::string_view> as_text(element value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? std::optional{text} : std::nullopt;
}

std::optional<std::int64_t> as_whole(element value) {
  constexpr double exact_max = 9007199254740992.0; // 2^53
  double number = 0;
  if (value.get(number) != simdjson::SUCCESS || std::abs(number) > exact_max || std::trunc(number) != number)
    return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<object> resolve(element root, std::string_view reference) {
  if (!reference.starts_with('#'))
    return std::nullopt;
  const auto pointer = percent_decoded(reference.substr(1));
  if (!pointer.empty() && pointer.front() != '/')
    return anchored(root, pointer);
  element target;
  if (root.at_pointer(pointer).get(target) != simdjson::SUCCESS)
    return std::nullopt;
  return as_schema(target);
}

std::optional<element> SchemaMix::find(std::string_view keyword) const {
  std::optional<element> found;
  each([&](object schema) {
    if (element value; !found && schema.at_key(keyword).get(value) == simdjson::SUCCESS)
      found = value;
  });
  return found;
}

std::optional<std::string_view> SchemaMix::text(std::string_view keyword) const {
  const auto value = find(keyword);
  return value ? as_text(*value) : std::nullopt;
}

std::set<std::string_view> SchemaMix::property_names() const {
  std::set<std::string_view> names;
  each([&](object schema) {
    object properties;
    if (schema.at_key("properties").get(properties) == simdjson::SUCCESS)
      for (const auto property : properties)
        names.insert(property.key);
  });
  return names;
}

void SchemaMix::add(element root, object more, bool follow) {
  if (added_.size() >= added_max)
    return;
  added_.push_back(more);
  if (follow)
    add_referenced(root, more);
  add_all_of(root, more, follow);
}

void SchemaMix::add_all_of(element root, object schema, bool follow) {
  simdjson::dom::array members;
  if (schema.at_key("allOf").get(members) != simdjson::SUCCESS)
    return;
  for (const auto value : members) {
    if (added_.size() >= added_max)
      return;
    if (const auto member = as_schema(value))
      add(root, *member, follow);
  }
}

void SchemaMix::add_referenced(element root, object schema) {
  std::string_view reference;
  if (schema.at_key("$ref").get(reference) != simdjson::SUCCESS ||
      std::find(followed_.begin(), followed_.end(), reference) != followed_.end())
    return;
  const auto target = resolve(root, reference);
  if (!target)
    return;
  followed_.push_back(reference);
  add(root, *target, true);
}

} // namespace geminid::translate
