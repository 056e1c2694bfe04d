// The types that a JSON Schema names.
#pragma once

#include "server/translate/schema_mix.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace geminid::translate {

/// A bit for each of `json_type_names`.
using JsonTypes = std::uint8_t;

inline constexpr std::array<std::string_view, 7> json_type_names{"string", "number", "integer", "boolean",
                                                                 "array",  "object", "null"};
inline constexpr JsonTypes string_type = 1;
inline constexpr JsonTypes number_type = 2;
inline constexpr JsonTypes integer_type = 4;
inline constexpr JsonTypes boolean_type = 8;
inline constexpr JsonTypes array_type = 16;
inline constexpr JsonTypes object_type = 32;
inline constexpr JsonTypes null_type = 64;

/// What `type` says, in either case since Gemini's own schemas shout, with null where the schema is `nullable`. Empty
/// when it says nothing known.
[[nodiscard]] JsonTypes stated_types(const SchemaMix& schema);

[[nodiscard]] JsonTypes type_of_value(simdjson::dom::element value);

/// `exclusiveMinimum` or `exclusiveMaximum` as an inclusive bound: exact for integers, a little wider for numbers.
void append_exclusive_bound(std::string& out, simdjson::dom::element value, bool lower, JsonTypes types);

} // namespace geminid::translate
