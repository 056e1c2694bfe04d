// The rows of the user keys, in words. Pure.
#pragma once

#include "shared/stats_dto.hpp"
#include "shared/user_key_dto.hpp"
#include "webui/core/locale.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::webui {

struct UsageBar {
  std::string label; // "RPM"
  std::string value; // "12 / 60"
  float share = 0;   // of the limit that is used
};

enum class UserKeyState : std::uint8_t { active, expiring, expired, disabled };

struct UserKeyRow {
  std::string id, name, masked, notes;
  bool enabled = true;
  UserKeyState state = UserKeyState::active;
  std::string state_text;
  std::vector<UsageBar> bars; // of what is limited
  std::string no_limits;      // says so when nothing is
  std::string expiry;         // "never", "2026-12-31 18:00"
  std::string countdown;      // "in 3 d"; empty: never
  std::string models;         // "all models", "3: a, b, c"
  std::string thinking;
  std::string created;
  std::string traffic; // of the last 24 hours
};

struct UserKeysView {
  std::vector<UserKeyRow> rows; // the newest first
  std::string summary;          // "12 keys: 10 active, 1 expired"
};

/// An expiry is near when it comes within this.
inline constexpr Duration expiry_near = std::chrono::hours{24 * 3};

/// `hidden`: ids that are about to be deleted. `filter`: part of a name, of the masked key or of the notes, in any
/// case. `stats` may be null.
[[nodiscard]] UserKeysView make_user_keys_view(std::span<const dto::UserKey> keys, const dto::Stats* stats,
                                               const std::set<std::string>& hidden, std::string_view filter,
                                               Instant now, const Locale& locale);

} // namespace geminid::webui
