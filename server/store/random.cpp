#include "server/store/random.hpp"

#include "server/store/hex.hpp"

#include <openssl/rand.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace geminid::store {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    std::fputs("geminid: the system's random generator failed\n", stderr);
    std::abort();
  }
  return bytes;
}

std::string random_hex(std::size_t byte_count) {
  return to_hex(random_bytes(byte_count));
}

std::string random_base62(std::size_t size) {
  constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  constexpr std::size_t fair_end = 256 / digits.size() * digits.size(); // bytes over it would favour some digits
  std::string text;
  text.reserve(size);
  while (text.size() < size)
    for (const char byte : random_bytes(size - text.size()))
      if (const auto value = static_cast<unsigned char>(byte); value < fair_end)
        text += digits[value % digits.size()];
  return text;
}

std::string make_user_key() {
  return "sk-" + random_base62(48);
}

} // namespace geminid::store
