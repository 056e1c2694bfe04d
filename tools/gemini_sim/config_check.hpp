// What Google refuses in generationConfig, by model (gemini-wire.md, sections 2.3, 2.4 and 3).
#pragma once

#include "tools/gemini_sim/catalogue.hpp"
#include "tools/gemini_sim/errors.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace geminid::sim {

/// `request` is in canonical form.
[[nodiscard]] std::optional<ApiError> check_config(const nlohmann::json& request, const Model& model);

/// The thinking rules alone; `thinking` is a thinkingConfig.
[[nodiscard]] std::optional<ApiError> check_thinking(const nlohmann::json& thinking, const Model& model);

} // namespace geminid::sim
