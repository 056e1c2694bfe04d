// No error, header or log line may hold a whole key, not even where Google's own message does (INTERFACE.md,
// "Endpoints"; gemini-wire.md, section 7). Every text that leaves the process passes through here.
#pragma once

#include <string>
#include <string_view>

namespace geminid {

/// The `masked` form of a key: its first 4 and last 4 characters ("AIza…Wxyz"), or "***" for what is shorter than 20
/// characters or not plain ASCII.
[[nodiscard]] std::string mask_secret(std::string_view secret);

/// Masks whatever looks like a key: `AIza…`, `AQ.…`, `sk-…`, and the values of `api_key:`, `x-goog-api-key:`, `key=`
/// and `Bearer`. Linear in the text; redacting twice changes nothing more.
[[nodiscard]] std::string redact_secrets(std::string_view text);

/// The same, and masks `secret` wherever it stands, whatever its shape. An empty `secret` is no secret.
[[nodiscard]] std::string redact_secrets(std::string_view text, std::string_view secret);

} // namespace geminid
