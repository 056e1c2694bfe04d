#include "server/admin/hints_api.hpp"

#include "actors/ask.hpp"
#include "actors/ledger_actor.hpp"

namespace geminid::admin {

json to_json(const policy::LockstepGroup& group) {
  const auto of_project = actors::project_owner("");
  json keys = json::array();
  json projects = json::array();
  for (const auto& subject : group.subjects) {
    if (subject.starts_with(of_project))
      projects.push_back(subject.substr(of_project.size()));
    else
      keys.push_back(subject);
  }
  return {{"kind", "shared_project"},         {"model", group.model}, {"keys", std::move(keys)},
          {"projects", std::move(projects)},  {"times", group.times}, {"first_at", to_rfc3339(group.first)},
          {"last_at", to_rfc3339(group.last)}};
}

net::Task<http::Response> list_hints(http::Exchange&, Admin& admin) {
  const actors::GetHints get;
  const auto hints = co_await actors::ask(admin.gateway.port, admin.gateway.pool, get);
  if (!hints)
    co_return failed(hints.error());
  json list = json::array();
  for (const auto& group : hints->groups)
    list.push_back(to_json(group));
  co_return answer(200, json{{"hints", std::move(list)}});
}

} // namespace geminid::admin
