// The admin's password at rest: scrypt (RFC 7914) from OpenSSL, 16 MiB and some fifty milliseconds of a core a hash.
#pragma once

#include <string>
#include <string_view>

namespace geminid::store {

/// With a fresh salt: "$scrypt$ln=14,r=8,p=1$<salt>$<hash>", both base64. Without memory for it the process ends.
[[nodiscard]] std::string hash_password(std::string_view password);
/// Takes the same time for every password. False also when `hash` is none of ours.
[[nodiscard]] bool is_password(std::string_view password, std::string_view hash);

} // namespace geminid::store
