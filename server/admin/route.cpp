#include "server/admin/route.hpp"

#include "server/admin/audit.hpp"
#include "server/admin/event_hub.hpp"

namespace geminid::admin {
namespace {

// What the answer says of what came of the call; nothing secret, and of a list how long it is.
json outcome_of(const http::Response& response) {
  json outcome = json::object();
  const auto document = json::parse(response.body, nullptr, false);
  if (!document.is_object())
    return outcome;
  for (const auto* name : {"id", "name", "masked", "duplicates"})
    if (const auto found = document.find(name); found != document.end() && found->is_primitive())
      outcome[name] = *found;
  for (const auto& [name, value] : document.items())
    if (value.is_array())
      outcome[name] = value.size();
  return outcome;
}

json request_of(std::string_view body) {
  constexpr std::size_t bytes_max = 8 * 1024;
  if (body.size() > bytes_max)
    return json{{"bytes", body.size()}};
  auto document = json::parse(body, nullptr, false);
  return document.is_object() ? document : json::object();
}

net::Task<void> answer_call(http::Exchange& exchange, Admin& admin, const Route& route) {
  const auto caller = Caller::identify(exchange, admin, route.access);
  http::Response response;
  if (!caller) {
    response = caller.error();
  } else if (route.stream) {
    co_return co_await route.stream(exchange, admin, *caller);
  } else {
    const bool waits = admin.backups.restoring && route.audited != Audited::no && route.access == Access::admin;
    auto asked = route.audited == Audited::request ? request_of(exchange.body()) : json::object();
    if (waits)
      response = refusal(503, "busy", "A backup is being restored at this moment: try again.");
    else
      response = co_await route.handler(exchange, admin);
    if (route.audited != Audited::no && response.status < 300) {
      auto entry = audit_entry(admin, *caller, route.operation);
      entry.target =
          exchange.path_parameter("id").empty() ? exchange.path_parameter("model") : exchange.path_parameter("id");
      entry.status = response.status;
      entry.details = route.audited == Audited::request ? std::move(asked) : outcome_of(response);
      const bool by_an_admin = route.access == Access::admin; // who logs in changes nothing for others
      json news = json::object();
      news["operation"] = route.operation;
      news["target"] = entry.target;
      co_await record(admin, std::move(entry));
      if (by_an_admin)
        admin.events->publish("changed", news);
    }
  }
  add_security_headers(response);
  co_await exchange.respond(std::move(response));
}

} // namespace

Route Route::says(std::string_view summary) && {
  description.summary = summary;
  return std::move(*this);
}

Route Route::with_query(std::vector<QueryParameter> query) && {
  description.query = std::move(query);
  return std::move(*this);
}

Route Route::with_body(std::string_view request) && {
  description.request = request;
  return std::move(*this);
}

Route Route::with_optional_body(std::string_view request) && {
  description.request_optional = true;
  return std::move(*this).with_body(request);
}

Route Route::answers(int status, std::string_view body, std::string_view content_type) && {
  description.answers.push_back({status, body, content_type});
  return std::move(*this);
}

Route Route::refuses(std::vector<int> statuses) && {
  description.refusals = std::move(statuses);
  return std::move(*this);
}

void add_security_headers(http::Response& response) {
  response.headers.push_back({"cache-control", "no-store"});
  response.headers.push_back({"x-content-type-options", "nosniff"});
  response.headers.push_back({"x-frame-options", "DENY"});
  response.headers.push_back({"referrer-policy", "no-referrer"});
}

void add_route(http::Router& router, Admin& admin, Route route) {
  const auto method = route.method;
  const auto path = route.path;
  router.add(method, path, [&admin, route = std::move(route)](http::Exchange& exchange) {
    return answer_call(exchange, admin, route);
  });
}

} // namespace geminid::admin
