#include "server/store/passphrase_box.hpp"

#include "server/store/base64.hpp"
#include "server/store/random.hpp"
#include "shared/json_fields.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <zlib.h>

namespace geminid::store {
namespace {

using dto::json;

constexpr std::string_view format = "geminid-backup";
constexpr std::int64_t newest_version = 1;
constexpr std::string_view authenticated = "geminid-backup v1";
constexpr std::size_t key_size = 32;
constexpr std::size_t salt_size = 16;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

/// scrypt's: what is read from a document is bounded, or it could ask for any memory and time.
struct Cost {
  std::int64_t ln = 15;
  std::int64_t r = 8;
  std::int64_t p = 3;
};
constexpr dto::IntegerRange ln_range{14, 17};
constexpr dto::IntegerRange r_range{8, 8};
constexpr dto::IntegerRange p_range{1, 8};

struct Sealed {
  Cost cost;
  std::string salt;
  std::string nonce;
  std::string ciphertext; // and its tag
};

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// Fails only without memory: a backup in the clear would be worse than none.
void require(bool success) {
  if (success)
    return;
  std::fputs("geminid: a document could not be sealed or opened\n", stderr);
  std::abort();
}

class Key {
public:
  Key(std::string_view passphrase, std::string_view salt, const Cost& cost) : bytes_(key_size, '\0') {
    const auto n = std::uint64_t{1} << static_cast<unsigned>(cost.ln);
    const auto r = static_cast<std::uint64_t>(cost.r);
    const auto p = static_cast<std::uint64_t>(cost.p);
    const auto memory_max = 128 * r * (n + p + 2) + 1024 * 1024;
    require(EVP_PBE_scrypt(passphrase.data(), passphrase.size(), bytes_of(salt), salt.size(), n, r, p, memory_max,
                           bytes_of(bytes_), bytes_.size()) == 1);
  }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  [[nodiscard]] const unsigned char* data() const { return bytes_of(std::string_view{bytes_}); }

private:
  std::string bytes_;
};

std::string deflated(std::string_view content) {
  auto size = compressBound(content.size());
  std::string out(size, '\0');
  require(compress2(bytes_of(out), &size, bytes_of(content), content.size(), Z_BEST_COMPRESSION) == Z_OK);
  out.resize(size);
  return out;
}

Result<std::string> inflated(std::string_view compressed) {
  const Error damaged{"document: what it holds is damaged", "document"};
  z_stream stream{};
  require(inflateInit(&stream) == Z_OK);
  stream.next_in = const_cast<unsigned char*>(bytes_of(compressed));
  stream.avail_in = static_cast<unsigned>(compressed.size());
  std::string out;
  std::string piece(std::size_t{64} * 1024, '\0');
  int state = Z_OK;
  while (state == Z_OK && out.size() <= sealed_content_max) {
    stream.next_out = bytes_of(piece);
    stream.avail_out = static_cast<unsigned>(piece.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.append(piece, 0, piece.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END)
    return damaged;
  return out;
}

std::string encrypted(std::string_view plaintext, const Key& key, std::string_view nonce) {
  std::string out(plaintext.size() + tag_size, '\0');
  const Cipher cipher{EVP_CIPHER_CTX_new()};
  int size = 0;
  require(cipher != nullptr);
  require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes_of(nonce)) == 1);
  require(EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes_of(authenticated),
                            static_cast<int>(authenticated.size())) == 1);
  require(EVP_EncryptUpdate(cipher.get(), bytes_of(out), &size, bytes_of(plaintext),
                            static_cast<int>(plaintext.size())) == 1);
  require(EVP_EncryptFinal_ex(cipher.get(), bytes_of(out) + size, &size) == 1);
  require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, bytes_of(out) + plaintext.size()) == 1);
  return out;
}

std::optional<std::string> decrypted(std::string sealed, const Key& key, std::string_view nonce) {
  std::string plaintext(sealed.size() - tag_size, '\0');
  auto* const tag = bytes_of(sealed) + plaintext.size();
  const Cipher cipher{EVP_CIPHER_CTX_new()};
  int size = 0;
  if (!cipher || EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.data(), bytes_of(nonce)) != 1 ||
      EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes_of(authenticated),
                        static_cast<int>(authenticated.size())) != 1 ||
      EVP_DecryptUpdate(cipher.get(), bytes_of(plaintext), &size, bytes_of(std::string_view{sealed}),
                        static_cast<int>(plaintext.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag) != 1 ||
      EVP_DecryptFinal_ex(cipher.get(), bytes_of(plaintext) + size, &size) != 1)
    return std::nullopt;
  return plaintext;
}

void read_bytes(dto::Fields& fields, std::string_view name, std::string& bytes, std::size_t size_min,
                std::size_t size_max) {
  std::string text;
  fields.required(name).text(name, text, {.size_min = 1, .size_max = sealed_content_max});
  if (!fields.ok())
    return;
  auto decoded = from_base64(text);
  if (!decoded || decoded->size() < size_min || decoded->size() > size_max)
    fields.fail(name, "must be base64 of the length that a backup has");
  else
    bytes = std::move(*decoded);
}

Result<Sealed> parse_sealed(std::string_view text) {
  const auto document = json::parse(text, nullptr, false);
  if (!document.is_object() || document.value("format", json{}) != format)
    return Error{"document: is no backup of geminid: it must be the JSON object that a backup answered", "document"};
  const auto version = document.value("version", json{});
  if (version.is_number_integer() && version.get<std::int64_t>() > newest_version)
    return Error{"document.version: the backup has version " + version.dump() + ", this geminid knows up to " +
                     std::to_string(newest_version) + ": use a newer geminid",
                 "document.version"};
  Sealed sealed;
  std::string name;
  std::int64_t ignored = 0;
  dto::Fields fields{document, "document"};
  fields.text("format", name).required("version").integer("version", ignored, {1, newest_version});
  fields.required("kdf").object("kdf", [&](dto::Fields& kdf) {
    kdf.text("name", name);
    if (name != "scrypt")
      kdf.fail("name", "must be scrypt");
    kdf.required("ln").integer("ln", sealed.cost.ln, ln_range);
    kdf.required("r").integer("r", sealed.cost.r, r_range);
    kdf.required("p").integer("p", sealed.cost.p, p_range);
    read_bytes(kdf, "salt", sealed.salt, salt_size, salt_size);
  });
  read_bytes(fields, "nonce", sealed.nonce, nonce_size, nonce_size);
  read_bytes(fields, "ciphertext", sealed.ciphertext, tag_size + 1, sealed_content_max);
  return fields.finish(std::move(sealed));
}

} // namespace

std::string seal_with_passphrase(std::string_view content, std::string_view passphrase) {
  const Cost cost;
  const auto salt = random_bytes(salt_size);
  const auto nonce = random_bytes(nonce_size);
  const Key key{passphrase, salt, cost};
  const auto ciphertext = encrypted(deflated(content), key, nonce);
  return json{{"format", format},
              {"version", newest_version},
              {"kdf", {{"name", "scrypt"}, {"ln", cost.ln}, {"r", cost.r}, {"p", cost.p}, {"salt", to_base64(salt)}}},
              {"nonce", to_base64(nonce)},
              {"ciphertext", to_base64(ciphertext)}}
      .dump();
}

Result<std::string> open_with_passphrase(std::string_view document, std::string_view passphrase) {
  auto sealed = parse_sealed(document);
  if (!sealed)
    return sealed.error();
  const Key key{passphrase, sealed->salt, sealed->cost};
  const auto compressed = decrypted(std::move(sealed->ciphertext), key, sealed->nonce);
  if (!compressed)
    return Error{"passphrase: is not the one that the document was made with, or the document is damaged",
                 "passphrase"};
  return inflated(*compressed);
}

} // namespace geminid::store
