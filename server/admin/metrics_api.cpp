#include "server/admin/metrics_api.hpp"

#include "actors/ask.hpp"
#include "server/admin/circuits_api.hpp"

namespace geminid::admin {

net::Task<http::Response> get_metrics(http::Exchange&, Admin& admin) {
  auto& gateway = admin.gateway;
  gateway::MetricsSnapshot snapshot;
  const actors::GetQueueDepth get_depth;
  if (const auto depth = co_await actors::ask(gateway.port, gateway.dispatcher, get_depth))
    snapshot.waiting_requests = *depth;
  const actors::PoolStatus get_status;
  if (const auto counts = co_await actors::ask(gateway.port, gateway.pool, get_status))
    for (std::size_t state = 0; state < counts->by_state.size(); ++state)
      snapshot.keys[std::string{to_string(static_cast<actors::KeyState>(state))}] = counts->by_state[state];
  if (const auto circuits = co_await open_circuits(admin))
    for (const auto& circuit : *circuits)
      ++snapshot.circuits[{std::string{to_string(circuit.scope)}, std::string{to_string(circuit.state)}}];
  co_return http::Response{200, "text/plain; version=0.0.4; charset=utf-8", gateway.metrics->text(snapshot), {}};
}

} // namespace geminid::admin
