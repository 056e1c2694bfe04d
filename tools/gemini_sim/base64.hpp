// Base64 as proto-JSON reads it: standard or URL-safe alphabet, padding optional (gemini-wire.md, section 1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace geminid::sim {

/// Standard alphabet with padding, as Google prints bytes.
[[nodiscard]] std::string base64_encode(std::string_view bytes);
/// Nothing when the text is no base64 of either alphabet.
[[nodiscard]] std::optional<std::string> base64_decode(std::string_view text);
/// Size of the decoded bytes, without decoding them; nothing when the text is no base64.
[[nodiscard]] std::optional<std::size_t> base64_size(std::string_view text);

} // namespace geminid::sim
