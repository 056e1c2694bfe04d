// What Google refuses in tools, toolConfig and safetySettings (gemini-wire.md, section 2.4).
#pragma once

#include "tools/gemini_sim/catalogue.hpp"
#include "tools/gemini_sim/errors.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::sim {

/// `request` is in canonical form.
[[nodiscard]] std::optional<ApiError> check_tools(const nlohmann::json& request, const Model& model);
[[nodiscard]] std::optional<ApiError> check_safety(const nlohmann::json& request);

/// All functions that the request declares, in order.
[[nodiscard]] std::vector<const nlohmann::json*> declared_functions(const nlohmann::json& request);
/// "AUTO" when the request names none.
[[nodiscard]] std::string function_mode(const nlohmann::json& request);

} // namespace geminid::sim
