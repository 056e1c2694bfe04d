// Reads Google's error bodies (gemini-wire.md, section 6), whatever is missing, wrapped or of another type.
#pragma once

#include "actors/policy/refusal.hpp"
#include "server/translate/chat.hpp"

#include <optional>
#include <string_view>

namespace geminid::translate {

/// Never fails: what can't be read is left empty. Accepts `{"error":{…}}`, the same in a one-element array, and text
/// that is no JSON at all (of which the message holds nothing). `http_status` is `error.code` when present, else 0.
[[nodiscard]] policy::UpstreamError parse_gemini_error(std::string_view body, JsonParser& parser);

/// The same of what was parsed; nothing when it holds no `error`.
[[nodiscard]] std::optional<policy::UpstreamError> read_gemini_error(simdjson::dom::element document);

} // namespace geminid::translate
