#include "server/store/master_key.hpp"

#include "server/store/hex.hpp"
#include "server/store/openssl_secret_box.hpp"
#include "server/store/private_files.hpp"
#include "server/store/random.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace geminid::store {
namespace {

constexpr std::size_t environment_characters_min = 16;
constexpr std::size_t file_size_max = 4096;
constexpr std::string_view check_text = "geminid";
constexpr auto file_name = "master.key";
constexpr auto next_file_name = "master.key.next";

std::size_t character_count(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

Result<std::string> hashed(std::string_view text, const std::string& variable) {
  std::string key(master_key_size, '\0');
  if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(key.data()), nullptr, EVP_sha256(),
                 nullptr) != 1)
    return Error{variable + " could not be hashed", variable};
  return key;
}

Result<std::string> from_file(const std::filesystem::path& path, std::string_view content) {
  if (content.ends_with('\n'))
    content.remove_suffix(1);
  auto key = from_hex(content);
  if (!key || key->size() != master_key_size)
    return Error{path.string() + " is not a master key: it must hold " + std::to_string(2 * master_key_size) +
                 " hexadecimal digits"};
  return std::move(*key);
}

} // namespace

Result<std::string> load_master_key(const std::filesystem::path& data_directory,
                                    const std::optional<std::string>& from_environment) {
  if (from_environment)
    return master_key_from_text(*from_environment, "GEMINID_MASTER_KEY");
  if (auto prepared = ensure_private_directory(data_directory); !prepared)
    return prepared.error();
  const auto path = data_directory / file_name;
  const auto content = read_private_file(path, file_size_max);
  if (!content)
    return content.error();
  if (*content)
    return from_file(path, **content);
  auto key = random_bytes(master_key_size);
  if (auto written = write_private_file(path, to_hex(key) + "\n"); !written)
    return written.error();
  return key;
}

Result<std::string> master_key_from_text(const std::string& text, const std::string& variable) {
  if (character_count(text) < environment_characters_min)
    return Error{variable + " must have at least " + std::to_string(environment_characters_min) + " characters",
                 variable};
  return hashed(text, variable);
}

Result<Done> write_next_master_key(const std::filesystem::path& data_directory, std::string_view key) {
  return write_private_file(data_directory / next_file_name, to_hex(key) + "\n");
}

Result<std::optional<std::string>> next_master_key(const std::filesystem::path& data_directory) {
  const auto path = data_directory / next_file_name;
  const auto content = read_private_file(path, file_size_max);
  if (!content)
    return content.error();
  if (!*content)
    return std::optional<std::string>{};
  auto key = from_file(path, **content);
  if (!key)
    return key.error();
  return std::optional{std::move(*key)};
}

Result<Done> adopt_next_master_key(const std::filesystem::path& data_directory) {
  return rename_private_file(data_directory / next_file_name, data_directory / file_name);
}

Result<Done> discard_next_master_key(const std::filesystem::path& data_directory) {
  return remove_private_file(data_directory / next_file_name);
}

Result<Done> discard_master_key_file(const std::filesystem::path& data_directory) {
  return remove_private_file(data_directory / file_name);
}

StoreWrite master_key_check_record(const SecretBox& box) {
  return {std::string{master_key_check_key}, box.seal(check_text, master_key_check_key)};
}

Result<Done> verify_master_key(Store& store, const SecretBox& box) {
  const auto stored = store.get(master_key_check_key);
  if (!stored)
    return stored.error();
  if (!*stored)
    return store.commit({master_key_check_record(box)});
  const auto opened = box.open(**stored, master_key_check_key);
  if (!opened || *opened != check_text)
    return Error{"the master key is not the one that this store was encrypted with: set GEMINID_MASTER_KEY, or put "
                 "master.key back into the data directory, as it was before"};
  return Done{};
}

} // namespace geminid::store
