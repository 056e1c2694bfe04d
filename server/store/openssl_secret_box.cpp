#include "server/store/openssl_secret_box.hpp"

#include "server/store/base64.hpp"
#include "server/store/hex.hpp"
#include "server/store/random.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace geminid::store {
namespace {

constexpr std::size_t key_size = 32;
static_assert(key_size == fingerprint_key_size);
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::string_view version_prefix = "v1.";
constexpr std::string_view encryption_use = "geminid v1 encryption at rest";
constexpr std::string_view fingerprint_use = "geminid v1 fingerprint";

const Error unreadable{"the sealed text does not open: another master key, another record, or damaged"};

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeWith<EVP_CIPHER_CTX_free>>;
using Kdf = std::unique_ptr<EVP_KDF, FreeWith<EVP_KDF_free>>;
using Mac = std::unique_ptr<EVP_MAC, FreeWith<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeWith<EVP_MAC_CTX_free>>;
using KdfContext = std::unique_ptr<EVP_KDF_CTX, FreeWith<EVP_KDF_CTX_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
int size_of(std::string_view text) {
  return static_cast<int>(text.size());
}

class Key {
public:
  Key() = default;
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

  [[nodiscard]] unsigned char* data() { return bytes_.data(); }
  [[nodiscard]] const unsigned char* data() const { return bytes_.data(); }

private:
  std::array<unsigned char, key_size> bytes_{};
};

OSSL_PARAM octets(const char* name, std::string_view value) {
  return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(value.data()), value.size());
}

bool derive(std::string_view master_key, std::string_view use, Key& out) {
  const Kdf hkdf{EVP_KDF_fetch(nullptr, "HKDF", nullptr)};
  const KdfContext context{hkdf ? EVP_KDF_CTX_new(hkdf.get()) : nullptr};
  std::string digest = "SHA256";
  const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
                              octets(OSSL_KDF_PARAM_KEY, master_key), octets(OSSL_KDF_PARAM_INFO, use),
                              OSSL_PARAM_construct_end()};
  return context && EVP_KDF_derive(context.get(), out.data(), key_size, parameters.data()) == 1;
}

/// HMAC-SHA-256 that has taken in the key, to be copied for each text: each request needs one.
MacContext keyed_hmac(const Key& key) {
  const Mac hmac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  MacContext context{hmac ? EVP_MAC_CTX_new(hmac.get()) : nullptr};
  std::string digest = "SHA256";
  const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
                              OSSL_PARAM_construct_end()};
  if (context && EVP_MAC_init(context.get(), key.data(), key_size, parameters.data()) != 1)
    context.reset();
  return context;
}

// OpenSSL fails here only when it is out of memory or broken; going on would store a secret in the clear or lose it.
void require(bool success) {
  if (success)
    return;
  std::fputs("geminid: encryption failed\n", stderr);
  std::abort();
}

class OpenSslSecretBox final : public SecretBox {
public:
  bool derive_keys(std::string_view master_key) {
    if (!derive(master_key, encryption_use, encryption_key_) || !derive(master_key, fingerprint_use, fingerprint_key_))
      return false;
    hmac_ = keyed_hmac(fingerprint_key_);
    return hmac_ != nullptr;
  }

  std::string seal(std::string_view plaintext, std::string_view context) const override {
    std::string box = random_bytes(nonce_size);
    box.resize(nonce_size + plaintext.size() + tag_size);
    auto* const ciphertext = bytes_of(box) + nonce_size;
    const CipherContext cipher{EVP_CIPHER_CTX_new()};
    int size = 0;
    require(cipher != nullptr);
    require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, encryption_key_.data(), bytes_of(box)) == 1);
    require(EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes_of(context), size_of(context)) == 1);
    require(EVP_EncryptUpdate(cipher.get(), ciphertext, &size, bytes_of(plaintext), size_of(plaintext)) == 1);
    require(EVP_EncryptFinal_ex(cipher.get(), ciphertext + plaintext.size(), &size) == 1);
    require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, ciphertext + plaintext.size()) == 1);
    return std::string{version_prefix} + to_base64(box);
  }

  Result<std::string> open(std::string_view sealed, std::string_view context) const override {
    if (!sealed.starts_with(version_prefix))
      return Error{"the sealed text has another version than v1"};
    auto box = from_base64(sealed.substr(version_prefix.size()));
    if (!box || box->size() < nonce_size + tag_size)
      return unreadable;
    std::string plaintext(box->size() - nonce_size - tag_size, '\0');
    const auto* const ciphertext = bytes_of(*box) + nonce_size;
    auto* const tag = bytes_of(*box) + nonce_size + plaintext.size();
    const CipherContext cipher{EVP_CIPHER_CTX_new()};
    int size = 0;
    if (!cipher ||
        EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, encryption_key_.data(), bytes_of(*box)) != 1 ||
        EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes_of(context), size_of(context)) != 1 ||
        EVP_DecryptUpdate(cipher.get(), bytes_of(plaintext), &size, ciphertext, size_of(plaintext)) != 1 ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag) != 1 ||
        EVP_DecryptFinal_ex(cipher.get(), bytes_of(plaintext) + plaintext.size(), &size) != 1)
      return unreadable;
    return plaintext;
  }

  std::string fingerprint(std::string_view secret) const override {
    const MacContext hmac{EVP_MAC_CTX_dup(hmac_.get())};
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    std::size_t size = 0;
    require(hmac && EVP_MAC_update(hmac.get(), bytes_of(secret), secret.size()) == 1 &&
            EVP_MAC_final(hmac.get(), mac.data(), &size, mac.size()) == 1);
    return to_hex({reinterpret_cast<const char*>(mac.data()), size});
  }

  std::string fingerprint_key() const override {
    return {reinterpret_cast<const char*>(fingerprint_key_.data()), key_size};
  }

  void use_fingerprint_key(std::string_view key) override {
    require(key.size() == key_size);
    std::copy(key.begin(), key.end(), fingerprint_key_.data());
    hmac_ = keyed_hmac(fingerprint_key_);
    require(hmac_ != nullptr);
  }

private:
  Key encryption_key_;
  Key fingerprint_key_;
  MacContext hmac_; // with that key; read only, so that threads may copy it at the same time
};

} // namespace

Result<std::unique_ptr<SecretBox>> make_secret_box(std::string_view master_key) {
  if (master_key.size() != master_key_size)
    return Error{"the master key has " + std::to_string(master_key.size()) + " bytes instead of " +
                 std::to_string(master_key_size)};
  auto box = std::make_unique<OpenSslSecretBox>();
  if (!box->derive_keys(master_key))
    return Error{"the encryption keys could not be derived: this OpenSSL has no HKDF or no HMAC"};
  return std::unique_ptr<SecretBox>{std::move(box)};
}

} // namespace geminid::store
