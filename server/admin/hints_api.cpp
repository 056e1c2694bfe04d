#include "server/admin/hints_api.hpp"

#include "actors/ask.hpp"
#include "actors/ledger_actor.hpp"
#include "shared/live_dto.hpp"

namespace geminid::admin {

json to_json(const policy::LockstepGroup& group) {
  const auto of_project = actors::project_owner("");
  dto::Hint hint;
  hint.kind = "shared_project";
  hint.model = group.model;
  for (const auto& subject : group.subjects) {
    if (subject.starts_with(of_project))
      hint.projects.push_back(subject.substr(of_project.size()));
    else
      hint.keys.push_back(subject);
  }
  hint.times = static_cast<std::int64_t>(group.times);
  hint.first_at = group.first;
  hint.last_at = group.last;
  return dto::to_json(hint);
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
