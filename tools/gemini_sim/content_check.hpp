// What Google refuses in contents and parts, one by one and as a conversation (gemini-wire.md, sections 2.1 and 2.2).
#pragma once

#include "tools/gemini_sim/catalogue.hpp"
#include "tools/gemini_sim/errors.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace geminid::sim {

/// Roles, empty contents and parts, parts without data, media, files. `request` is in canonical form, as for all
/// checks.
[[nodiscard]] std::optional<ApiError> check_contents(const nlohmann::json& request, const Model& model);

/// Function calls and their responses: order, number, names, ids.
[[nodiscard]] std::optional<ApiError> check_turns(const nlohmann::json& contents);

/// Thought signatures: every one must be known, and a modern model demands one on the first call of each model turn
/// of the current tool loop.
[[nodiscard]] std::optional<ApiError> check_signatures(const nlohmann::json& contents, const Model& model);

/// Whether any part carries a signature other than the sentinel.
[[nodiscard]] bool has_own_signature(const nlohmann::json& contents);

} // namespace geminid::sim
