// Keys as they are stored: "key/<id>", JSON, versioned. The secret stands there sealed.
#pragma once

#include "actors/key_config.hpp"
#include "shared/result.hpp"
#include "shared/secret_box.hpp"
#include "shared/store.hpp"

#include <string_view>

namespace geminid::actors {

inline constexpr std::string_view key_record_prefix = "key/";

[[nodiscard]] StoreWrite to_record(const KeyRecord& key);
/// Fails on a record that is damaged or was sealed with another master key; the message names the id.
[[nodiscard]] Result<KeyRecord> key_from_record(const StoreEntry& entry, const SecretBox& box);

/// A key as it is first seen. `secret` is sealed for `config.id`.
[[nodiscard]] KeyIdentity make_identity(KeyConfig config, std::string secret, const SecretBox& box);

} // namespace geminid::actors
