// User keys (`sk-…`), with which clients call the gateway.
#pragma once

#include "shared/thinking_dto.hpp"

namespace geminid::dto {

inline constexpr IntegerRange concurrency_range{1, 100'000};
inline constexpr std::size_t user_key_models_max = 200;
inline constexpr std::size_t user_key_notes_max = 2'000; // characters, not bytes

/// What a user key may do. Nothing means without limit. `tpm` counts input tokens, as the limits of Gemini keys do.
struct UserKeyLimits {
  std::optional<std::int64_t> rpm;
  std::optional<std::int64_t> tpm;
  std::optional<std::int64_t> rpd;
  std::optional<Instant> expires_at;
  /// Allowed models, at least one; nothing: all. An empty list is refused, for it could be meant either way.
  std::optional<std::vector<std::string>> models;
  std::optional<std::int64_t> max_concurrency;
  /// Tokens of the input and the output for good, since the key first had a limit.
  std::optional<std::int64_t> token_budget = {};

  bool operator==(const UserKeyLimits&) const = default;
};

/// POST /admin/api/user-keys. null is the same as left out.
struct CreateUserKey {
  std::string name; // not empty
  UserKeyLimits limits;
  /// Without it the model's thinking applies, or else the settings'.
  std::optional<Thinking> thinking = {};
  bool enabled = true;
  std::string notes = {}; // at most `user_key_notes_max`

  bool operator==(const CreateUserKey&) const = default;
};

[[nodiscard]] Result<CreateUserKey> parse_create_user_key(const json& document);
[[nodiscard]] json to_json(const CreateUserKey& request);

/// PATCH /admin/api/user-keys/{id}: left out stays, null clears.
struct UserKeyPatch {
  std::optional<std::string> name;
  std::optional<bool> enabled;
  Change<std::int64_t> rpm;
  Change<std::int64_t> tpm;
  Change<std::int64_t> rpd;
  Change<Instant> expires_at;
  Change<std::vector<std::string>> models;
  Change<std::int64_t> max_concurrency;
  Change<std::int64_t> token_budget;
  Change<Thinking> thinking; // set whole
  std::optional<std::string> notes;

  bool operator==(const UserKeyPatch&) const = default;
};

[[nodiscard]] Result<UserKeyPatch> parse_user_key_patch(const json& document);
[[nodiscard]] json to_json(const UserKeyPatch& patch);

/// `limit` as in the key's limits.
struct UserKeyWindow {
  std::int64_t used = 0;
  std::optional<std::int64_t> limit;

  bool operator==(const UserKeyWindow&) const = default;
};

struct UserKeyUsage {
  UserKeyWindow rpm;
  UserKeyWindow tpm;
  UserKeyWindow rpd;
  std::int64_t concurrent = 0; // requests at present
  UserKeyWindow token_budget = {};

  bool operator==(const UserKeyUsage&) const = default;
};

/// As the admin API answers it. The key itself is shown once, at its creation, and is no part of this.
struct UserKey {
  std::string id;
  std::string name;
  std::string masked; // mask_secret()
  bool enabled = true;
  UserKeyLimits limits; // members of the object itself on the wire
  Instant created_at{};
  std::optional<Thinking> thinking = {};
  /// Only in a list, and only of a key with a limit on use: no other is counted.
  std::optional<UserKeyUsage> usage = {};
  std::string notes = {};

  bool operator==(const UserKey&) const = default;
};

[[nodiscard]] Result<UserKey> parse_user_key(const json& document);
[[nodiscard]] json to_json(const UserKey& key);
[[nodiscard]] UserKey patched(UserKey key, const UserKeyPatch& patch);

} // namespace geminid::dto
