// Unpredictable texts for ids and keys, from OpenSSL's generator. Without randomness nothing here is safe, so a failing
// generator ends the process.
#pragma once

#include <cstddef>
#include <string>

namespace geminid::store {

[[nodiscard]] std::string random_bytes(std::size_t count);
/// Two lower-case hexadecimal digits a byte.
[[nodiscard]] std::string random_hex(std::size_t byte_count);
/// Letters and digits, each equally likely (5.95 bits a character).
[[nodiscard]] std::string random_base62(std::size_t size);
/// "sk-" and 48 characters of base 62.
[[nodiscard]] std::string make_user_key();

} // namespace geminid::store
