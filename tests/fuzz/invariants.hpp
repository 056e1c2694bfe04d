// What must hold of an output, whatever the input was. What does not hold ends the run as a finding.
#pragma once

#include "server/translate/openai_error.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace geminid::fuzz {

/// Ends the run unless `holds`, after saying `what` was expected and showing what there is instead.
void require(bool holds, std::string_view what, std::string_view shown);

/// `text` is one valid JSON value.
nlohmann::json require_json(std::string_view text);

/// An error that a client can make something of: a status of 4xx or 5xx, a message, and valid JSON.
void require_sound_error(const translate::ApiError& error);

/// Gemini, as strict as the simulator is, has no objection to the form of a request to `model`: it knows every field,
/// and takes every type, turn and schema. Values that are the client's own to choose may be refused.
void require_accepted(std::string_view request, std::string_view model);

} // namespace geminid::fuzz
