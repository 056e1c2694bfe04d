// Thought signatures in OpenAI's JSON: `extra_content.google.thought_signature` (gemini-wire.md, 2.2 and 9.1).
#pragma once

#include "server/translate/request_reader.hpp"
#include "shared/json_text.hpp"

#include <string_view>

namespace geminid::translate {

/// What Google documents for calls whose signature is lost or was made by another model.
inline constexpr std::string_view signature_sentinel = "skip_thought_signature_validator";

/// Of a message or a tool call; empty when there is none, or none that Gemini could decode.
[[nodiscard]] std::string_view read_signature(const ObjectReader& holder);

/// `"extra_content":{"google":{"thought_signature":…,"parts":[…]}}`, as the next member. `parts`: the elements of an
/// array; empty where there are none, as is the signature.
void write_extra_content(JsonWriter& json, std::string_view signature, std::string_view parts);
/// The same without parts.
void write_signature(JsonWriter& json, std::string_view signature);

} // namespace geminid::translate
