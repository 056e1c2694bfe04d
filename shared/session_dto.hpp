// An admin's session: POST /admin/api/login, GET /admin/api/session, POST /admin/api/password (INTERFACE.md, "Admin
// API").
#pragma once

#include "shared/json_fields.hpp"

namespace geminid::dto {

/// What a password may be. The longest bounds the work of hashing it.
inline constexpr std::size_t password_size_min = 8;
inline constexpr std::size_t password_size_max = 1'024;

/// `{"password"}`, of whatever length may once have been allowed.
[[nodiscard]] Result<std::string> parse_login(const json& document);

/// `{"old","new"}`. A new password that is too short or that everybody knows is refused.
struct PasswordChange {
  std::string old_password;
  std::string new_password;
};
[[nodiscard]] Result<PasswordChange> parse_password_change(const json& document);

/// What the dashboard must know of its session; the session itself is in a cookie that no script can read.
struct Session {
  /// For the header X-CSRF-Token of every call that changes something.
  std::string csrf_token;
  /// When it ends whatever happens; unused it ends before.
  Instant expires_at{};
  /// The password is the environment's and can't be changed by a call.
  bool password_from_environment = false;

  bool operator==(const Session&) const = default;
};
[[nodiscard]] Result<Session> parse_session(const json& document);
[[nodiscard]] json to_json(const Session& session);

} // namespace geminid::dto
