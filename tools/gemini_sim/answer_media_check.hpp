// What Google refuses in the media of an answer: modalities, voices, shapes of images (gemini-wire.md, 2.3, 5.5
// and 5.6).
#pragma once

#include "tools/gemini_sim/catalogue.hpp"
#include "tools/gemini_sim/errors.hpp"

#include <nlohmann/json.hpp>

#include <optional>

namespace geminid::sim {

/// `config` is the `generationConfig` in canonical form.
[[nodiscard]] std::optional<ApiError> check_answer_media(const nlohmann::json& config, const Model& model);

} // namespace geminid::sim
