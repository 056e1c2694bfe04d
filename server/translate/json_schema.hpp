// Client's JSON Schemas as Gemini's `parametersJsonSchema` and `responseJsonSchema` take them (gemini-wire.md, section
// 4).
#pragma once

#include "server/translate/dom_writer.hpp"

namespace geminid::translate {

/// Copies a schema, with `const` as a one-value `enum` and without `$schema`. Walks by position, so that properties
/// with the names of keywords stay what they are.
void append_schema(std::string& out, simdjson::dom::element schema);

/// A schema of an object without any property: Gemini wants none at all then.
[[nodiscard]] bool allows_no_property(simdjson::dom::element schema);

} // namespace geminid::translate
