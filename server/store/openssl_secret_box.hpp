// Encryption at rest and fingerprints with OpenSSL. Two independent keys are derived from the master key by
// HKDF-SHA-256, so that neither use weakens the other.
//
// Sealed text, version 1: "v1." and base64 of nonce (12 bytes), ciphertext, tag (16 bytes) of AES-256-GCM.
#pragma once

#include "shared/secret_box.hpp"

#include <memory>

namespace geminid::store {

inline constexpr std::size_t master_key_size = 32;

/// `master_key`: the `master_key_size` bytes of load_master_key(). May be used by several threads at once.
[[nodiscard]] Result<std::unique_ptr<SecretBox>> make_secret_box(std::string_view master_key);

} // namespace geminid::store
