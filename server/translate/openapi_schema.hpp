// Client's JSON Schemas as models before Gemini 2.5 take them: `parameters` and `responseSchema`, a subset of
// OpenAPI 3.0 (gemini-wire.md, section 4).
#pragma once

#include <simdjson.h>
#include <string>

namespace geminid::translate {

/// Writes a schema in Gemini's subset: references are replaced by what they mean, and what cannot be said is left out.
void append_openapi_schema(std::string& out, simdjson::dom::element schema);

} // namespace geminid::translate
