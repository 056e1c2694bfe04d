// What the gateway remembers, as it is stored: "signature/<hash of the key>", sealed, and "finding/<model>", JSON.
// Versioned. An error of a reader is one line for the log.
#pragma once

#include "server/gateway/field_findings.hpp"
#include "server/gateway/signature_cache.hpp"
#include "shared/result.hpp"
#include "shared/secret_box.hpp"
#include "shared/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace geminid::gateway {

inline constexpr std::string_view signature_record_prefix = "signature/";
inline constexpr std::string_view findings_record_prefix = "finding/";

/// Of the key of a signature. Only a keyed hash, since call ids and function names are the user's own affair.
[[nodiscard]] std::string signature_record_key(std::string_view key, const SecretBox& box);
/// Sealed as Gemini keys are: a signature is a user's conversation in another form, if only Google can read it, and
/// sealing it takes microseconds.
[[nodiscard]] StoreWrite to_record(const RememberedSignature& signature, const SecretBox& box);
[[nodiscard]] Result<RememberedSignature> signature_from_record(const StoreEntry& entry, const SecretBox& box);

[[nodiscard]] StoreWrite to_record(const std::string& model, const std::vector<Finding>& findings);
[[nodiscard]] Result<ModelFindings> findings_from_record(const StoreEntry& entry);

} // namespace geminid::gateway
