#include "server/admin/access.hpp"

#include "server/admin/answers.hpp"
#include "server/gateway/authenticate.hpp"
#include "server/http/cookie.hpp"
#include "server/log/log.hpp"

#include <algorithm>
#include <chrono>

namespace geminid::admin {
namespace {

constexpr std::string_view session_purpose = "session:";
constexpr std::string_view csrf_purpose = "csrf:";

bool changes_nothing(std::string_view method) {
  return method == "GET" || method == "HEAD";
}

bool is_admin_token(const Admin& admin, std::string_view token) {
  // Fingerprints, so that not even the length of the token shows in the time.
  const auto& box = *admin.gateway.box;
  return !admin.token.empty() && equal_in_constant_time(box.fingerprint(token), box.fingerprint(admin.token));
}

std::optional<http::Response> check_csrf(const http::Exchange& exchange, const SecretBox& box, std::string_view token) {
  if (changes_nothing(exchange.method()) ||
      equal_in_constant_time(exchange.header("x-csrf-token"), csrf_token(box, token)))
    return std::nullopt;
  return refusal(403, "csrf", "Send the session's csrf_token as `X-CSRF-Token`.", "X-CSRF-Token");
}

} // namespace

Result<Caller, http::Response> Caller::identify(const http::Exchange& exchange, Admin& admin, Access access) {
  const auto now = admin.gateway.now();
  const auto side = http::client_side(exchange, admin.proxies);
  Caller caller{dto::AuditActor::nobody, side.address, side.https};
  if (const auto token = gateway::bearer_token(exchange); !token.empty()) {
    const auto until = admin.throttle.refused_until(caller.address, now);
    if (until && access == Access::admin)
      return throttled(*until, now);
    if (is_admin_token(admin, token)) {
      admin.throttle.met(caller.address, now);
      caller.actor = dto::AuditActor::token;
      return caller;
    }
    if (access == Access::admin && admin.throttle.failed(caller.address, now))
      log::warn("a wrong admin token").with("request", exchange.request_id()).with("address", caller.address);
  } else if (const auto cookie = http::cookie_value(exchange.header("cookie"), session_cookie); !cookie.empty()) {
    const auto& box = *admin.gateway.box;
    auto fingerprint = session_fingerprint(box, cookie);
    if (const auto session = admin.sessions.use(fingerprint, now)) {
      if (auto refused = check_csrf(exchange, box, cookie); refused && access == Access::admin)
        return std::move(*refused);
      admin.throttle.met(caller.address, now);
      caller.actor = dto::AuditActor::session;
      caller.session = std::move(fingerprint);
      caller.session_began = session->created_at;
      return caller;
    }
  }
  if (access == Access::admin)
    return refusal(401, "unauthorized", "Log in, or send the admin token as `Authorization: Bearer ...`.");
  return caller;
}

std::string session_fingerprint(const SecretBox& box, std::string_view token) {
  return box.fingerprint(std::string{session_purpose}.append(token));
}

std::string csrf_token(const SecretBox& box, std::string_view token) {
  return box.fingerprint(std::string{csrf_purpose}.append(token));
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size())
    return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return difference == 0;
}

http::Response throttled(Instant until, Instant now) {
  const auto wait = std::max(std::chrono::seconds{1}, std::chrono::ceil<std::chrono::seconds>(until - now));
  auto response = refusal(429, "too_many_attempts", "Too many wrong passwords or tokens: try again later.");
  response.headers.push_back({"retry-after", std::to_string(wait.count())});
  return response;
}

} // namespace geminid::admin
