#include "server/translate/schema_mix.hpp"

#include <algorithm>
#include <cmath>

namespace geminid::translate {

using simdjson::dom::element;
using simdjson::dom::object;

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

void SchemaMix::add(SchemaDocument& document, object more, bool follow) {
  if (added_.size() >= added_max || !document.take_mixin())
    return;
  added_.push_back(more);
  if (follow)
    add_referenced(document, more);
  add_all_of(document, more, follow);
}

void SchemaMix::add_all_of(SchemaDocument& document, object schema, bool follow) {
  simdjson::dom::array members;
  if (schema.at_key("allOf").get(members) != simdjson::SUCCESS)
    return;
  for (const auto value : members) {
    if (added_.size() >= added_max)
      return;
    if (const auto member = as_schema(value))
      add(document, *member, follow);
  }
}

void SchemaMix::add_referenced(SchemaDocument& document, object schema) {
  std::string_view reference;
  if (schema.at_key("$ref").get(reference) != simdjson::SUCCESS ||
      std::find(followed_.begin(), followed_.end(), reference) != followed_.end())
    return;
  const auto target = document.resolve(reference);
  if (!target)
    return;
  followed_.push_back(reference);
  add(document, *target, true);
}

} // namespace geminid::translate
