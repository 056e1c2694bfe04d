// The key that protects all others at rest: where it comes from, and whether it is the one that the store knows.
#pragma once

#include "shared/secret_box.hpp"
#include "shared/store.hpp"

#include <filesystem>
#include <optional>

namespace geminid::store {

/// `from_environment`: the value of GEMINID_MASTER_KEY, any text of at least 16 characters, hashed to 32 bytes. Without
/// it the key is `<data_directory>/master.key` (64 hexadecimal digits, mode 0600), made at random at the first start.
/// Open the store first: its lock keeps two processes from making two keys.
[[nodiscard]] Result<std::string> load_master_key(const std::filesystem::path& data_directory,
                                                  const std::optional<std::string>& from_environment);

/// A text as the master key that GEMINID_MASTER_KEY would make of it; `variable` is named by the error.
[[nodiscard]] Result<std::string> master_key_from_text(const std::string& text, const std::string& variable);

/// What a rotation does beside the store, so that a crash at any moment leaves a key that opens it: the next key's file
/// comes first, then the store's one commit, then it takes the place of the former. `load_master_key` answers the
/// former; whoever finds with verify_master_key() that this is not the one tries the next.
[[nodiscard]] Result<Done> write_next_master_key(const std::filesystem::path& data_directory, std::string_view key);
/// Nothing: no rotation was begun.
[[nodiscard]] Result<std::optional<std::string>> next_master_key(const std::filesystem::path& data_directory);
[[nodiscard]] Result<Done> adopt_next_master_key(const std::filesystem::path& data_directory);
[[nodiscard]] Result<Done> discard_next_master_key(const std::filesystem::path& data_directory);
/// The key is no file's any more.
[[nodiscard]] Result<Done> discard_master_key_file(const std::filesystem::path& data_directory);

/// What verify_master_key() compares with.
[[nodiscard]] StoreWrite master_key_check_record(const SecretBox& box);

inline constexpr std::string_view master_key_check_key = "meta/master_key_check";

/// Tells at the start that the store was sealed with another master key. A store without a check value gets one. Call
/// after prepare_schema().
[[nodiscard]] Result<Done> verify_master_key(Store& store, const SecretBox& box);

} // namespace geminid::store
