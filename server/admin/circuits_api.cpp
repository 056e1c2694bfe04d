#include "server/admin/circuits_api.hpp"

#include "actors/ask.hpp"

#include <map>

namespace geminid::admin {
namespace {

dto::CircuitState to_dto(policy::CircuitState state) {
  return state == policy::CircuitState::open ? dto::CircuitState::open : dto::CircuitState::half_open;
}

dto::Circuit to_dto(const actors::CircuitView& view) {
  const bool of_model = view.scope == actors::CircuitView::Scope::model;
  return {of_model ? dto::CircuitScope::model : dto::CircuitScope::location,
          view.model,
          to_dto(view.state),
          view.until,
          static_cast<std::int64_t>(view.keys),
          of_model ? "Google refuses the model to every key without naming a limit"
                   : "Google does not serve these keys at the gateway's location"};
}

/// By project, since its keys share what they spend. A key whose project may not spend is cooling down.
net::Task<std::map<std::string, dto::Circuit>> spending(Admin& admin) {
  std::map<std::string, dto::Circuit> circuits;
  actors::ListKeys list;
  list.limit = 1000;
  list.state = actors::KeyState::cooling_down;
  for (bool more = true; more;) {
    const auto page = co_await actors::ask(admin.gateway.port, admin.gateway.pool, list);
    more = page && page->more && !page->keys.empty();
    if (!page)
      break;
    for (const auto& key : page->keys) {
      if (!key.spending)
        continue;
      const auto& subject = key.config.project.empty() ? key.config.id : key.config.project;
      auto& circuit = circuits[subject];
      circuit = {dto::CircuitScope::project, subject,          to_dto(key.spending->state),
                 key.spending->until,        circuit.keys + 1, key.spending->reason};
    }
    if (more)
      list.after = page->keys.back().config.id;
  }
  co_return circuits;
}

} // namespace

net::Task<caf::expected<std::vector<dto::Circuit>>> shared_circuits(Admin& admin) {
  const actors::GetCircuits get;
  const auto circuits = co_await actors::ask(admin.gateway.port, admin.gateway.dispatcher, get);
  if (!circuits)
    co_return circuits.error();
  std::vector<dto::Circuit> open;
  for (const auto& view : circuits->open)
    open.push_back(to_dto(view));
  co_return std::move(open);
}

net::Task<caf::expected<std::vector<dto::Circuit>>> open_circuits(Admin& admin) {
  auto shared = co_await shared_circuits(admin);
  if (!shared)
    co_return shared.error();
  auto open = std::move(*shared);
  for (auto& [subject, circuit] : co_await spending(admin))
    open.push_back(std::move(circuit));
  co_return std::move(open);
}

net::Task<http::Response> list_circuits(http::Exchange&, Admin& admin) {
  const auto circuits = co_await open_circuits(admin);
  if (!circuits)
    co_return failed(circuits.error());
  json list = json::array();
  for (const auto& circuit : *circuits)
    list.push_back(dto::to_json(circuit));
  co_return answer(200, json{{"circuits", std::move(list)}});
}

} // namespace geminid::admin
