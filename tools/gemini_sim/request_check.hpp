// Everything that Google refuses in a request's body, in one call. Pure: the same body and model give the same answer.
#pragma once

#include "shared/result.hpp"
#include "tools/gemini_sim/catalogue.hpp"
#include "tools/gemini_sim/errors.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace geminid::sim {

/// Of generateContent and streamGenerateContent. Gives the request in canonical form (proto_json.hpp).
[[nodiscard]] Result<nlohmann::json, ApiError> check_generate_request(std::string_view body, const Model& model);

/// Of countTokens. Gives the GenerateContentRequest that is to be counted.
[[nodiscard]] Result<nlohmann::json, ApiError> check_count_request(std::string_view body, const Model& model);

} // namespace geminid::sim
