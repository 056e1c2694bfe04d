// Encryption at rest and fingerprints, as the actors see them; server/store implements them with OpenSSL.
#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace geminid {

inline constexpr std::size_t fingerprint_key_size = 32;

class SecretBox {
public:
  virtual ~SecretBox() = default;

  /// AES-256-GCM with a fresh nonce; `context` is authenticated but not stored, so a sealed value copied to another
  /// record does not open. The answer is base64 text.
  [[nodiscard]] virtual std::string seal(std::string_view plaintext, std::string_view context) const = 0;
  /// Fails when the master key, the context or the text is another.
  [[nodiscard]] virtual Result<std::string> open(std::string_view sealed, std::string_view context) const = 0;
  /// Keyed hash (HMAC-SHA-256, hex): the same secret has the same fingerprint, and nothing of it can be read back.
  [[nodiscard]] virtual std::string fingerprint(std::string_view secret) const = 0;

  /// What fingerprints are keyed with: of the master key at first, and kept when that is replaced, since those whose
  /// secrets nobody knows any more can't be made anew. A secret.
  [[nodiscard]] virtual std::string fingerprint_key() const = 0;
  /// Of a store that began under another master key, `fingerprint_key_size` bytes. Not while another thread uses it.
  virtual void use_fingerprint_key(std::string_view key) = 0;
};

} // namespace geminid
