#include "server/admin/key_checks_api.hpp"

#include "actors/ask.hpp"
#include "server/admin/check_jobs.hpp"
#include "server/admin/key_view.hpp"
#include "server/admin/keys_api.hpp"
#include "server/gateway/key_check.hpp"
#include "shared/key_requests_dto.hpp"

namespace geminid::admin {
namespace {

Result<dto::CheckRequest> parse_body(const std::string& body) {
  if (body.empty())
    return dto::CheckRequest{};
  const auto document = dto::parse_document(body);
  if (!document)
    return document.error();
  return dto::parse_check_request(*document);
}

} // namespace

net::Task<http::Response> check_key(http::Exchange& exchange, Admin& admin) {
  const std::string id{exchange.path_parameter("id")};
  const auto verdict = co_await gateway::check_key(admin.gateway, id);
  if (verdict == gateway::KeyVerdict::no_such_key)
    co_return not_found("key");
  const actors::GetKey get{id};
  const auto key = co_await actors::ask(admin.gateway.port, admin.gateway.pool, get);
  if (!key)
    co_return failed(key.error());
  co_return answer(200, dto::to_json(to_dto(*key)));
}

net::Task<http::Response> check_keys(http::Exchange& exchange, Admin& admin) {
  const auto request = parse_body(exchange.body());
  if (!request)
    co_return invalid(request.error());
  std::vector<std::string> ids;
  if (request->ids) {
    ids = *request->ids;
  } else {
    for (const auto& [state, name] : dto::key_state_names()) {
      if (request->state && *request->state != state)
        continue;
      auto some = co_await ids_in_state(admin, state);
      ids.insert(ids.end(), some.begin(), some.end());
    }
  }
  co_return co_await check_those(admin, std::move(ids), request->background, false);
}

net::Task<http::Response> check_those(Admin& admin, std::vector<std::string> ids, bool background, bool counted) {
  if (background || ids.size() > checked_at_once_max) {
    if (const auto* running = admin.checks->running())
      co_return refusal(409, "check_running",
                        "The check " + running->id + " is still running: wait for it or cancel it.");
    const auto& job = admin.checks->start(std::move(ids));
    co_return answer(202, to_json(job));
  }
  for (const auto& id : ids)
    co_await gateway::check_key(admin.gateway, id);
  json body = json::object();
  if (counted)
    body["changed"] = ids.size();
  auto keys = co_await shown_keys(admin, std::move(ids));
  body["keys"] = std::move(keys);
  co_return answer(200, body);
}

net::Task<http::Response> list_check_jobs(http::Exchange&, Admin& admin) {
  json jobs = json::array();
  for (const auto& job : admin.checks->all())
    jobs.push_back(to_json(job));
  co_return answer(200, json{{"jobs", std::move(jobs)}});
}

net::Task<http::Response> get_check_job(http::Exchange& exchange, Admin& admin) {
  const auto* job = admin.checks->find(exchange.path_parameter("job"));
  co_return job ? answer(200, to_json(*job)) : not_found("job");
}

net::Task<http::Response> cancel_check_job(http::Exchange& exchange, Admin& admin) {
  const std::string id{exchange.path_parameter("job")};
  const auto* job = admin.checks->find(id);
  if (job && job == admin.checks->running())
    co_await admin.checks->cancel();
  job = admin.checks->find(id);
  co_return job ? answer(200, to_json(*job)) : not_found("job");
}

} // namespace geminid::admin
