// What Google refuses in schemas (gemini-wire.md, section 4). Paths are in proto spelling.
#pragma once

#include "tools/gemini_sim/errors.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace geminid::sim {

/// Checks a schema of the OpenAPI subset (`parameters`, `responseSchema`) in canonical form: unknown keywords were
/// refused before, this finds what is known and yet wrong, as a list of Google's messages.
[[nodiscard]] std::vector<FieldViolation> check_open_api_schema(const nlohmann::json& schema, const std::string& path);

/// Checks raw JSON Schema (`parametersJsonSchema`, `responseJsonSchema`). Whether Google ignores or refuses keywords
/// outside its documented list is unknown; the simulator refuses them, so that what passes here is safe.
[[nodiscard]] std::vector<FieldViolation> check_json_schema(const nlohmann::json& schema, const std::string& path);

} // namespace geminid::sim
