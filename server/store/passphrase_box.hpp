// A document that a passphrase protects, for keeping outside the process: a backup. One line of JSON:
// {"format":"geminid-backup","version":1,"kdf":{"name":"scrypt","ln","r","p","salt"},"nonce","ciphertext"}, all bytes
// in base64. The ciphertext is AES-256-GCM of the content, deflated (zlib), with its tag of 16 bytes behind it.
#pragma once

#include "shared/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace geminid::store {

/// Of what is sealed; more is refused when it is opened.
inline constexpr std::size_t sealed_content_max = std::size_t{256} * 1024 * 1024;

/// Takes 32 MiB and some three tenths of a second of a core. Without memory for it the process ends.
[[nodiscard]] std::string seal_with_passphrase(std::string_view content, std::string_view passphrase);
/// The error's field is `document` or `passphrase`. A wrong passphrase and a damaged ciphertext can't be told apart.
[[nodiscard]] Result<std::string> open_with_passphrase(std::string_view document, std::string_view passphrase);

} // namespace geminid::store
