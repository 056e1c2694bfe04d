#include "server/store/password_hash.hpp"

#include "server/store/base64.hpp"
#include "server/store/random.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace geminid::store {
namespace {

constexpr std::string_view parameters = "$scrypt$ln=14,r=8,p=1$";
constexpr std::uint64_t cost = 1U << 14U;
constexpr std::uint64_t block_size = 8;
constexpr std::uint64_t parallelism = 1;
constexpr std::uint64_t memory_max = 20 * 1024 * 1024;
constexpr std::size_t salt_size = 16;
constexpr std::size_t hash_size = 32;

std::string scrypt(std::string_view password, std::string_view salt) {
  std::string hash(hash_size, '\0');
  if (EVP_PBE_scrypt(password.data(), password.size(), reinterpret_cast<const unsigned char*>(salt.data()), salt.size(),
                     cost, block_size, parallelism, memory_max, reinterpret_cast<unsigned char*>(hash.data()),
                     hash.size()) != 1) {
    std::fputs("geminid: a password could not be hashed\n", stderr);
    std::abort();
  }
  return hash;
}

} // namespace

std::string hash_password(std::string_view password) {
  const auto salt = random_bytes(salt_size);
  return std::string{parameters} + to_base64(salt) + "$" + to_base64(scrypt(password, salt));
}

bool is_password(std::string_view password, std::string_view hash) {
  if (!hash.starts_with(parameters))
    return false;
  hash.remove_prefix(parameters.size());
  const auto end = hash.find('$');
  if (end == std::string_view::npos)
    return false;
  const auto salt = from_base64(hash.substr(0, end));
  const auto wanted = from_base64(hash.substr(end + 1));
  if (!salt || !wanted || wanted->size() != hash_size)
    return false;
  const auto made = scrypt(password, *salt);
  return CRYPTO_memcmp(made.data(), wanted->data(), hash_size) == 0;
}

} // namespace geminid::store
