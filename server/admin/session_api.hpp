// Logging in and out, and the password.
#pragma once

#include "server/admin/access.hpp"
#include "server/http/exchange.hpp"
#include "shared/store.hpp"

#include <string_view>

namespace geminid::admin {

/// POST /admin/api/login {"password"}: the session's cookie, and what `get_session` answers.
net::Task<http::Response> log_in(http::Exchange& exchange, Admin& admin);
/// POST /admin/api/logout. Without a session there is nothing to end.
net::Task<http::Response> log_out(http::Exchange& exchange, Admin& admin);
/// POST /admin/api/logout-everywhere
net::Task<http::Response> log_out_everywhere(http::Exchange& exchange, Admin& admin);
/// GET /admin/api/session: a reloaded dashboard learns its CSRF token here.
net::Task<http::Response> get_session(http::Exchange& exchange, Admin& admin);
/// POST /admin/api/password {"old","new"}: ends all sessions and answers with a new one for the caller's.
net::Task<http::Response> change_password(http::Exchange& exchange, Admin& admin);

/// After the fingerprint key has changed: nobody is logged in any more, and `caller` gets a new session with the
/// answer, whose members then are also those of `get_session`.
net::Task<http::Response> renew_session(Admin& admin, Caller caller, http::Response answered);

inline constexpr std::string_view session_record_prefix = "session/";
inline constexpr std::string_view password_record_key = "admin/password";
inline constexpr std::string_view password_mark_key = "admin/password_mark";

/// Which password is in use; tells nothing of it.
[[nodiscard]] std::string password_mark(const Admin& admin);
/// Whoever logged in by a password that the operator has since replaced in the environment is logged out. False: the
/// disk refused.
net::Task<bool> end_sessions_of_another_password(Admin& admin, std::string stored_mark);

/// What a former run stored; an unreadable record is a session that has ended.
void restore_sessions(Sessions& sessions, const std::vector<StoreEntry>& records, Instant now);

} // namespace geminid::admin
