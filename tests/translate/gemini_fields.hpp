// Gemini refuses fields that it does not know (gemini-wire.md, section 1): the ones it knows, as far as a chat uses
// them.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace geminid::golden {

/// Paths within a GenerateContentRequest that Gemini has no field for.
[[nodiscard]] std::vector<std::string> unknown_fields(const nlohmann::json& request);

} // namespace geminid::golden
