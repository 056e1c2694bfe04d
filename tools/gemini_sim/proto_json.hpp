// Reads JSON as Google's proto-JSON front end does: either spelling of a field, unknown fields and wrong types refused
// with Google's messages (gemini-wire.md, sections 1 and 2).
#pragma once

#include "shared/result.hpp"
#include "tools/gemini_sim/errors.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace geminid::sim {

/// Parses `body` and brings it into one form: lowerCamel names, upper-case enum values, integers as numbers, nulls
/// dropped. `message` is a name of proto_fields.hpp. All violations are named at once, up to 20.
[[nodiscard]] Result<nlohmann::json, ApiError> read_message(std::string_view body, std::string_view message);
/// The same for JSON that is already parsed and nested no deeper than its reader allows.
[[nodiscard]] Result<nlohmann::json, ApiError> read_value(nlohmann::json value, std::string_view message);

} // namespace geminid::sim
