// What a JSON Schema comes down to where there is one type a schema, as in Gemini's OpenAPI subset.
#pragma once

#include "server/translate/schema_types.hpp"

namespace geminid::translate {

/// What `anyOf` or `oneOf` leaves to choose from, and whether null is among it.
struct Alternatives {
  std::vector<simdjson::dom::object> schemas;
  bool null = false;
};

[[nodiscard]] Alternatives alternatives_of(const SchemaMix& schema);

/// Of a schema without `type`; empty when nothing hints at any.
[[nodiscard]] JsonTypes implied_types(const SchemaMix& schema);
/// Text when there is none or a choice: it can stand for all others.
[[nodiscard]] JsonTypes sole_type(JsonTypes types);
[[nodiscard]] std::string_view openapi_name(JsonTypes type);
[[nodiscard]] bool knows_format(JsonTypes type, std::string_view format);

} // namespace geminid::translate
