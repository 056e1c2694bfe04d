// The store's fingerprint key: that of its first master key, kept for as long as there are fingerprints of secrets that
// nobody can be asked for again (user keys).
#pragma once

#include "shared/secret_box.hpp"
#include "shared/store.hpp"

namespace geminid::store {

inline constexpr std::string_view fingerprint_key_key = "meta/fingerprint_key";

/// Gives the box the stored key; a store without the record has that of its master key. Call after the master key is
/// verified.
[[nodiscard]] Result<Done> load_fingerprint_key(const Store& store, SecretBox& box);
/// The record of `key`, sealed by `box`.
[[nodiscard]] StoreWrite fingerprint_key_record(std::string_view key, const SecretBox& box);

} // namespace geminid::store
