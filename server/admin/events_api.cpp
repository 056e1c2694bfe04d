#include "server/admin/events_api.hpp"

#include "server/admin/answers.hpp"
#include "server/admin/hints_api.hpp"
#include "server/admin/key_view.hpp"
#include "server/admin/live_pulse.hpp"
#include "server/admin/route.hpp"

#include <fmt/format.h>

namespace geminid::admin {
namespace {

constexpr auto retry_after_ms = 3'000;

http::Response stream_head() {
  http::Response head;
  head.content_type = "text/event-stream; charset=utf-8";
  head.headers.push_back({"x-accel-buffering", "no"});
  add_security_headers(head);
  return head;
}

http::Response no_place(const EventHub& events) {
  auto response = events.closed()
                      ? refusal(503, "draining", "The server is about to stop.")
                      : refusal(429, "too_many_listeners",
                                fmt::format("As many dashboards listen to the events as may ({}): close one of them.",
                                            EventHub::listeners_max));
  response.headers.push_back({"retry-after", "5"});
  add_security_headers(response);
  return response;
}

/// Nothing while the stream may go on.
std::string_view reason_to_end(const Admin& admin, const Caller& caller) {
  if (admin.events->closed())
    return "draining";
  const bool of_session = caller.actor == dto::AuditActor::session;
  return of_session && !admin.sessions.is_open(caller.session, admin.gateway.now()) ? "session" : "";
}

std::string end_event(std::string_view reason) {
  return "event: end\ndata: {\"reason\":\"" + std::string{reason} + "\"}\n\n";
}

} // namespace

net::Task<void> stream_events(http::Exchange& exchange, Admin& admin, const Caller& caller) {
  auto head = stream_head();
  if (exchange.method() == "HEAD")
    co_return co_await exchange.respond(std::move(head));
  const auto listener = admin.events->listen();
  if (!listener) {
    auto response = no_place(*admin.events);
    co_return co_await exchange.respond(std::move(response));
  }
  admin.pulse->wake();
  const auto gone = exchange.on_gone([listener] { listener->leave(); });
  co_await exchange.begin_stream(std::move(head));
  auto bytes = "retry: " + std::to_string(retry_after_ms) + "\n\n";
  for (bool there = true; there;) {
    there = co_await exchange.write(bytes);
    if (!there)
      break;
    bytes = co_await listener->next(admin.gateway.timeouts.keep_alive);
    if (listener->left())
      break;
    if (const auto reason = reason_to_end(admin, caller); !reason.empty()) {
      bytes = end_event(reason);
      if (co_await exchange.write(bytes))
        co_await exchange.end_stream();
      break;
    }
    if (bytes.empty())
      bytes = ": keep-alive\n\n";
  }
}

actors::KeyWatch watch_keys(std::shared_ptr<EventHub> events) {
  actors::KeyWatch watch;
  watch.state_changed = [events](const actors::KeyConfig& key, const actors::KeyStateChanged& change) {
    if (!events->listened())
      return;
    json data{{"id", key.id}, {"state", to_string(change.state)}};
    data["reason"] = change.reason.empty() ? json(nullptr) : json(change.reason);
    data["next_change_at"] = change.until ? json(to_rfc3339(*change.until)) : json(nullptr);
    events->publish("key", data);
  };
  watch.near_limit = [events](const actors::KeyConfig& key, const actors::KeyNearLimit& news) {
    if (!events->listened())
      return;
    json data{{"id", key.id}, {"model", news.model}, {"used", news.level.used}, {"limit", news.level.limit}};
    data["window"] = to_string(news.level.window);
    data["project"] = key.project.empty() ? json(nullptr) : json(key.project);
    events->publish("warning", data);
  };
  watch.lockstep = [events](const policy::LockstepGroup& group) {
    if (events->listened())
      events->publish("hint", to_json(group));
  };
  return watch;
}

} // namespace geminid::admin
