// Pieces of JSON Schema 2020-12, from which the API's description is put together: what an object has, not how JSON
// Schema spells it. Each gives a schema.
#pragma once

#include "shared/json_fields.hpp"

#include <initializer_list>
#include <string_view>
#include <vector>

namespace geminid::admin::schema {

using dto::json;

/// `#/components/schemas/<name>`
[[nodiscard]] json ref(std::string_view name);

[[nodiscard]] json boolean();
[[nodiscard]] json integer(dto::IntegerRange range);
/// A whole number that is not negative.
[[nodiscard]] json count();
/// From 0 to `max`.
[[nodiscard]] json number(std::int64_t max);
/// Over 0 and at most `max`.
[[nodiscard]] json positive_number(std::int64_t max);
/// The API counts bytes and JSON Schema characters: a text that the schema refuses the API refuses too, and not always
/// the other way round.
[[nodiscard]] json text(dto::TextRule rule);
/// Whatever its length.
[[nodiscard]] json text();
/// RFC 3339.
[[nodiscard]] json time();
[[nodiscard]] json list(json items);
[[nodiscard]] json list(json items, std::size_t count_min, std::size_t count_max);
/// No item twice.
[[nodiscard]] json set(json items, std::size_t count_min, std::size_t count_max);
/// An object of free names.
[[nodiscard]] json map(json values);
[[nodiscard]] json map(json values, std::size_t count_max, dto::TextRule names);
/// Or null.
[[nodiscard]] json nullable(json schema);

template <class E>
[[nodiscard]] json choice(dto::EnumNames<E> names) {
  json values = json::array();
  for (const auto& [value, name] : names)
    values.push_back(name);
  return {{"type", "string"}, {"enum", std::move(values)}};
}

/// The same with words on what it means.
[[nodiscard]] json described(json schema, std::string_view description);

struct Member {
  std::string_view name;
  json schema;
  bool required = true;
};

/// An object with these members and no others.
[[nodiscard]] json object(std::initializer_list<Member> members);
/// An object with these members, any of which may be left out, and no others.
[[nodiscard]] json partial(std::initializer_list<Member> members);
/// An object with the members of both.
[[nodiscard]] json both(json object, const json& other);
/// A whole or partial document becomes one of which everything, at any depth of its own, may be left out.
[[nodiscard]] json without_required(json object);
/// A request: `example` is a valid one, as short as can be. A test sends it.
[[nodiscard]] json with_example(json object, json example);

} // namespace geminid::admin::schema
