// The rest of an answer that is too long for one request (gemini-wire.md, section 0 row 4).
#pragma once

#include <string>
#include <string_view>

namespace geminid::translate {

/// Longer ones are none. Gemini's hold a place, not the answer.
inline constexpr std::size_t continuation_token_bytes_max = 1024 * 1024;

/// `request`, a GenerateContentRequest as geminid writes it, for the part of its answer behind `token`.
[[nodiscard]] std::string continuation_request(std::string_view request, std::string_view token);

} // namespace geminid::translate
