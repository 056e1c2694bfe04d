// The user keys as the admin API lists them, and one as it answers its creation.
#pragma once

#include "shared/user_key_dto.hpp"

namespace geminid::dto {

/// GET /admin/api/user-keys
[[nodiscard]] Result<std::vector<UserKey>> parse_user_key_list(const json& document);

struct CreatedUserKey {
  UserKey key;
  /// "sk-…": the only time that anybody is told.
  std::string secret;

  bool operator==(const CreatedUserKey&) const = default;
};

/// What POST /admin/api/user-keys answers.
[[nodiscard]] Result<CreatedUserKey> parse_created_user_key(const json& document);

} // namespace geminid::dto
