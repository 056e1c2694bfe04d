#include "server/store/random.hpp"

#include "server/store/hex.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace geminid::store {
namespace {

void fill(unsigned char* bytes, std::size_t count) {
  if (RAND_bytes(bytes, static_cast<int>(count)) == 1)
    return;
  std::fputs("geminid: the system's random generator failed\n", stderr);
  std::abort();
}

/// Each request needs a few bytes, and asking OpenSSL costs the same for many as for few. Every byte is given out once.
class Reserve {
public:
  void take(std::string& out) {
    if (out.size() > left_) {
      fill(bytes_.data(), bytes_.size());
      left_ = bytes_.size();
    }
    left_ -= out.size();
    out.assign(reinterpret_cast<const char*>(bytes_.data()) + left_, out.size());
    OPENSSL_cleanse(bytes_.data() + left_, out.size());
  }

  static constexpr std::size_t take_max = 64;

private:
  std::array<unsigned char, 16 * take_max> bytes_{};
  std::size_t left_ = 0;
};

} // namespace

std::string random_bytes(std::size_t count) {
  thread_local Reserve reserve;
  std::string bytes(count, '\0');
  if (count <= Reserve::take_max)
    reserve.take(bytes);
  else
    fill(reinterpret_cast<unsigned char*>(bytes.data()), count);
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
