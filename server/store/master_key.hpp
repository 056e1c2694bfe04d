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

inline constexpr std::string_view master_key_check_key = "meta/master_key_check";

/// Tells at the start that the store was sealed with another master key. A store without a check value gets one. Call
/// after prepare_schema().
[[nodiscard]] Result<Done> verify_master_key(Store& store, const SecretBox& box);

} // namespace geminid::store
