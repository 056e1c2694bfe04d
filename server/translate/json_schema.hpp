// Client's JSON Schemas as Gemini's `parametersJsonSchema` and `responseJsonSchema` take them (gemini-wire.md, section
// 4).
#pragma once

#include "server/translate/dom_writer.hpp"

namespace geminid::translate {

/// Writes a schema with the keywords that Gemini knows and no others: what can be said with those is, the rest is left
/// out, so that the result allows at least what the client's schema does. Walks by position, so that properties with
/// the names of keywords stay what they are.
void append_schema(std::string& out, simdjson::dom::element schema);

/// A schema of an object without any property: Gemini wants none at all then.
[[nodiscard]] bool allows_no_property(simdjson::dom::element schema);

} // namespace geminid::translate
