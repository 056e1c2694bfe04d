// Who calls the admin API, and whether they may: the bearer token of scripts, or a session's cookie, whose calls that
// change something also need its CSRF token.
#pragma once

#include "server/admin/admin.hpp"
#include "server/http/exchange.hpp"
#include "shared/audit_dto.hpp"
#include "shared/result.hpp"

#include <string>
#include <string_view>

namespace geminid::admin {

/// Who may call.
enum class Access : std::uint8_t { admin, everybody };

struct Caller {
  dto::AuditActor actor = dto::AuditActor::nobody;
  std::string address;
  bool https = false;
  std::string session = {}; // its fingerprint
  Instant session_began{};

  /// Nothing but the error's answer when `access` is not granted. Failed tokens count at the throttle.
  [[nodiscard]] static Result<Caller, http::Response> identify(const http::Exchange& exchange, Admin& admin,
                                                               Access access);
};

/// What a cookie's token is known by.
[[nodiscard]] std::string session_fingerprint(const SecretBox& box, std::string_view token);
/// Belongs to that token, and tells nothing of it.
[[nodiscard]] std::string csrf_token(const SecretBox& box, std::string_view token);
/// Takes the same time wherever the first difference is.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

/// 429 that says when to try again.
[[nodiscard]] http::Response throttled(Instant until, Instant now);

inline constexpr std::string_view session_cookie = "geminid_session";

} // namespace geminid::admin
