// Base64 as Gemini accepts it: either alphabet, padding optional.
#pragma once

#include <string>
#include <string_view>

namespace geminid::translate {

/// Nothing but digits of either alphabet, then at most two '='. Looks at every byte once.
[[nodiscard]] bool is_base64(std::string_view text);
/// What is no digit is skipped, and ends nothing.
[[nodiscard]] std::string base64_decoded(std::string_view text);
[[nodiscard]] std::string base64_encoded(std::string_view bytes);
void append_base64(std::string& out, std::string_view bytes);

} // namespace geminid::translate
