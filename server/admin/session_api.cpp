#include "server/admin/session_api.hpp"

#include "actors/ask.hpp"
#include "server/admin/access.hpp"
#include "server/admin/answers.hpp"
#include "server/admin/audit.hpp"
#include "server/http/cookie.hpp"
#include "server/log/log.hpp"
#include "shared/session_dto.hpp"

#include <fmt/format.h>

namespace geminid::admin {
namespace {

// Each costs its memory while it waits for the one hashing thread.
constexpr std::size_t password_checks_max = 4;

std::string record_key(std::string_view fingerprint) {
  return std::string{session_record_prefix}.append(fingerprint);
}

StoreWrite record_of(const std::string& fingerprint, Instant created_at) {
  return {record_key(fingerprint), dto::to_text({{"created_at", to_rfc3339(created_at)}})};
}

std::vector<StoreWrite> removals(const std::vector<std::string>& fingerprints) {
  std::vector<StoreWrite> writes;
  for (const auto& fingerprint : fingerprints)
    writes.push_back({record_key(fingerprint), std::nullopt});
  return writes;
}

net::Task<bool> commit(Admin& admin, std::vector<StoreWrite> writes) {
  if (writes.empty())
    co_return true;
  actors::Commit commit{std::move(writes)};
  const auto committed = co_await actors::ask(admin.gateway.port, admin.storage, std::move(commit));
  co_return committed.engaged();
}

std::string cookie(std::string_view token, std::chrono::seconds age, bool https) {
  return fmt::format("{}={}; Path=/admin; Max-Age={}; HttpOnly; SameSite=Strict{}", session_cookie, token, age.count(),
                     https ? "; Secure" : "");
}

dto::Session view(const Admin& admin, std::string_view token, Instant created_at) {
  return {csrf_token(*admin.gateway.box, token), created_at + Sessions::longest, admin.password.from_environment()};
}

http::Response with_cookie(http::Response response, std::string value) {
  response.headers.push_back({"set-cookie", std::move(value)});
  return response;
}

// A new session and its answer; the writes are stored with it.
net::Task<http::Response> begin_session(Admin& admin, bool https, std::vector<StoreWrite> writes) {
  const auto now = admin.gateway.now();
  const auto token = admin.random_token();
  const auto fingerprint = session_fingerprint(*admin.gateway.box, token);
  for (auto& removal : removals(admin.sessions.begin(fingerprint, now)))
    writes.push_back(std::move(removal));
  writes.push_back(record_of(fingerprint, now));
  if (!co_await commit(admin, std::move(writes))) {
    admin.sessions.end(fingerprint);
    co_return refusal(503, "unavailable", "The session could not be stored.");
  }
  const auto age = std::chrono::floor<std::chrono::seconds>(Sessions::longest);
  co_return with_cookie(answer(200, dto::to_json(view(admin, token, now))), cookie(token, age, https));
}

// Nothing: there is no telling, since too many wait or the actor has died.
net::Task<std::optional<bool>> is_password(Admin& admin, std::string password) {
  if (admin.password.from_environment())
    co_return equal_in_constant_time(admin.gateway.box->fingerprint(password),
                                     admin.password.fingerprint_of_environment);
  if (admin.password_checks >= password_checks_max)
    co_return std::nullopt;
  ++admin.password_checks;
  const auto hash = admin.password.hash;
  actors::CheckPassword check{std::move(password), hash};
  const auto checked = co_await actors::ask(admin.gateway.port, admin.hasher, std::move(check));
  --admin.password_checks;
  if (!checked)
    co_return std::nullopt;
  co_return checked->right&& hash == admin.password.hash; // it may have been changed meanwhile
}

http::Response busy() {
  auto response = refusal(503, "busy", "Too many log in at this moment: try again.");
  response.headers.push_back({"retry-after", "1"});
  return response;
}

// Nothing: the password is right. Failures count at the throttle and are in the audit log.
net::Task<std::optional<http::Response>> check_password(Admin& admin, Caller caller, std::string_view action,
                                                        std::string password, std::string_view field) {
  if (const auto until = admin.throttle.refused_until(caller.address, admin.gateway.now()))
    co_return throttled(*until, admin.gateway.now());
  const auto right = co_await is_password(admin, std::move(password));
  if (!right)
    co_return busy();
  if (*right) {
    admin.throttle.succeeded(caller.address, admin.gateway.now());
    co_return std::nullopt;
  }
  if (admin.throttle.failed(caller.address, admin.gateway.now())) {
    log::warn("a wrong admin password").with("address", caller.address).with("action", action);
    auto entry = audit_entry(admin, caller, action);
    entry.status = 401;
    co_await record(admin, std::move(entry));
  }
  co_return refusal(401, "wrong_password", "The password is wrong.", field);
}

// The route has let the caller through before.
Caller caller_of(const http::Exchange& exchange, Admin& admin) {
  auto caller = Caller::identify(exchange, admin, Access::everybody);
  return caller ? std::move(*caller) : Caller{};
}

} // namespace

net::Task<http::Response> log_in(http::Exchange& exchange, Admin& admin) {
  // A page of another site may make a browser send this; nothing else protects from being logged in by it.
  if (exchange.header("sec-fetch-site") == "cross-site")
    co_return refusal(403, "cross_site", "Log in from the dashboard itself.");
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  auto password = dto::parse_login(*document);
  if (!password)
    co_return invalid(password.error());
  const auto caller = caller_of(exchange, admin);
  auto refused = co_await check_password(admin, caller, "login", std::move(*password), "password");
  if (refused)
    co_return std::move(*refused);
  std::vector<StoreWrite> writes;
  if (!caller.session.empty()) { // the browser's former session makes room for this one
    admin.sessions.end(caller.session);
    writes = removals({caller.session});
  }
  co_return co_await begin_session(admin, caller.https, std::move(writes));
}

net::Task<http::Response> log_out(http::Exchange& exchange, Admin& admin) {
  const auto caller = caller_of(exchange, admin);
  if (!caller.session.empty()) {
    admin.sessions.end(caller.session);
    auto writes = removals({caller.session});
    if (!co_await commit(admin, std::move(writes)))
      log::error("a session that was logged out could not be removed from the store")
          .with("request", exchange.request_id());
  }
  const http::Response gone{204, "", "", {}};
  co_return with_cookie(gone, cookie("", std::chrono::seconds{0}, caller.https));
}

net::Task<http::Response> log_out_everywhere(http::Exchange& exchange, Admin& admin) {
  const auto caller = caller_of(exchange, admin);
  auto writes = removals(admin.sessions.end_all());
  if (!co_await commit(admin, std::move(writes)))
    co_return refusal(503, "unavailable", "All sessions have ended, but the store still holds them: call this again.");
  const http::Response gone{204, "", "", {}};
  co_return with_cookie(gone, cookie("", std::chrono::seconds{0}, caller.https));
}

net::Task<http::Response> get_session(http::Exchange& exchange, Admin& admin) {
  const auto caller = caller_of(exchange, admin);
  if (caller.session.empty())
    co_return refusal(404, "no_session", "This call has no session: log in.");
  const auto token = http::cookie_value(exchange.header("cookie"), session_cookie);
  co_return answer(200, dto::to_json(view(admin, token, caller.session_began)));
}

net::Task<http::Response> change_password(http::Exchange& exchange, Admin& admin) {
  const auto document = dto::parse_document(exchange.body());
  if (!document)
    co_return invalid(document.error());
  auto change = dto::parse_password_change(*document);
  if (!change)
    co_return invalid(change.error());
  if (admin.password.from_environment())
    co_return refusal(409, "password_from_environment",
                      "The password is that of the environment variable GEMINID_ADMIN_PASSWORD: change it there.");
  const auto caller = caller_of(exchange, admin);
  auto refused = co_await check_password(admin, caller, "changePassword", std::move(change->old_password), "old");
  if (refused)
    co_return std::move(*refused);
  actors::HashPassword wish{std::move(change->new_password)};
  const auto hashed = co_await actors::ask(admin.gateway.port, admin.hasher, std::move(wish));
  if (!hashed)
    co_return failed(hashed.error());
  const auto former = std::exchange(admin.password.hash, hashed->hash); // from here on nobody logs in with the old one
  auto writes = removals(admin.sessions.end_all());
  writes.push_back({std::string{password_record_key}, hashed->hash});
  writes.push_back({std::string{password_mark_key}, password_mark(admin)});
  http::Response response{204, "", "", {}};
  if (!caller.session.empty())
    response = co_await begin_session(admin, caller.https, std::move(writes));
  else if (!co_await commit(admin, std::move(writes)))
    response = refusal(503, "unavailable", "The password could not be stored.");
  if (response.status >= 300)
    admin.password.hash = former;
  co_return response;
}

net::Task<http::Response> renew_session(Admin& admin, Caller caller, http::Response answered) {
  std::vector<StoreWrite> writes;
  admin.sessions.end_all(); // their records went with the restore
  writes.push_back({std::string{password_mark_key}, password_mark(admin)});
  if (caller.session.empty()) {
    if (!co_await commit(admin, std::move(writes)))
      log::error("the mark of the password could not be stored; the next start ends all sessions");
    co_return answered;
  }
  auto renewed = co_await begin_session(admin, caller.https, std::move(writes));
  if (renewed.status >= 300)
    co_return answered; // what was asked for is done; the caller logs in again
  auto body = json::parse(answered.body, nullptr, false);
  body.update(json::parse(renewed.body, nullptr, false));
  renewed.body = dto::to_text(body);
  co_return renewed;
}

std::string password_mark(const Admin& admin) {
  const auto& password = admin.password;
  return admin.gateway.box->fingerprint(
      password.from_environment() ? "environment:" + password.fingerprint_of_environment : "hash:" + password.hash);
}

net::Task<bool> end_sessions_of_another_password(Admin& admin, std::string stored_mark) {
  auto mark = password_mark(admin);
  if (mark == stored_mark)
    co_return true;
  auto writes = removals(admin.sessions.end_all());
  writes.push_back({std::string{password_mark_key}, std::move(mark)});
  co_return co_await commit(admin, std::move(writes));
}

void restore_sessions(Sessions& sessions, const std::vector<StoreEntry>& records, Instant now) {
  for (const auto& record : records) {
    const auto document = json::parse(record.value, nullptr, false);
    if (!document.is_object() || !document.contains("created_at") || !document["created_at"].is_string())
      continue;
    if (const auto created_at = parse_rfc3339(document["created_at"].get<std::string>()))
      sessions.restore(record.key.substr(session_record_prefix.size()), *created_at, now);
  }
}

} // namespace geminid::admin
