#include "server/admin/system_api.hpp"

#include "actors/ask.hpp"
#include "server/admin/answers.hpp"
#include "server/admin/circuits_api.hpp"
#include "server/gateway/process_usage.hpp"
#include "server/log/log.hpp"
#include "shared/system_dto.hpp"

#include <algorithm>

namespace geminid::admin {
namespace {

std::int64_t count(std::size_t number) {
  return static_cast<std::int64_t>(number);
}

dto::SystemProcess process() {
  constexpr double least = 0.001; // the kernel counts in hundredths
  const auto usage = gateway::process_usage();
  return {std::max(usage.cpu_seconds, least), usage.resident_bytes, usage.threads, usage.open_files,
          usage.open_files_max};
}

dto::SystemTraffic traffic(const Admin& admin) {
  const auto server = admin.system.load();
  const auto upstream = admin.gateway.upstream.load();
  dto::SystemTraffic traffic;
  traffic.active_requests = count(server.active_requests);
  traffic.open_connections = count(server.open_connections);
  traffic.open_streams = count(server.open_streams);
  traffic.upstream_calls = count(upstream.calls);
  traffic.upstream_idle_connections = count(upstream.idle_connections);
  return traffic;
}

dto::SystemStore store(const SystemProbe& system) {
  return {system.data_dir.string(), 0, system.filesystem.name, system.filesystem.persistent, system.master_key};
}

// Listing a directory may wait for the disk: its own thread does that.
net::Task<std::int64_t> store_bytes(Admin& admin) {
  const actors::GetStoreSize get_size;
  const auto size = co_await actors::ask(admin.gateway.port, admin.storage, get_size);
  co_return size ? size->bytes : 0;
}

dto::SystemKeepAlive keep_alive(const Admin& admin) {
  const auto every = admin.gateway.config->keep_alive_every;
  dto::SystemKeepAlive view;
  view.enabled = admin.system.keep_alive != nullptr && every > Duration{0};
  view.interval_minutes = std::chrono::floor<std::chrono::minutes>(every).count();
  if (admin.system.keep_alive != nullptr && admin.system.keep_alive->last()) {
    const auto& last = *admin.system.keep_alive->last();
    view.last = {last.at, last.status, last.error, last.took.count()};
  }
  return view;
}

dto::SystemStatus of_process(const Admin& admin) {
  const auto& system = admin.system;
  dto::SystemStatus status;
  status.version = system.version;
  status.commit = system.commit;
  status.started_at = system.started_at;
  status.uptime_seconds = std::chrono::floor<std::chrono::seconds>(admin.gateway.now() - system.started_at).count();
  status.public_url = system.public_url;
  status.listeners = system.listeners();
  status.log_level = log::to_string(log::level());
  status.process = process();
  status.traffic = traffic(admin);
  status.store = store(system);
  status.keep_alive = keep_alive(admin);
  return status;
}

gateway::MetricsSnapshot measured(const Admin& admin) {
  const auto server = admin.system.load();
  const auto upstream = admin.gateway.upstream.load();
  gateway::MetricsSnapshot snapshot;
  snapshot.active_requests = server.active_requests;
  snapshot.open_connections = server.open_connections;
  snapshot.open_streams = server.open_streams;
  snapshot.upstream_calls = upstream.calls;
  snapshot.upstream_idle_connections = upstream.idle_connections;
  snapshot.process = gateway::process_usage();
  snapshot.version = admin.system.version;
  snapshot.commit = admin.system.commit;
  return snapshot;
}

} // namespace

net::Task<http::Response> get_system(http::Exchange&, Admin& admin) {
  auto& gateway = admin.gateway;
  auto status = of_process(admin);
  status.store.bytes = co_await store_bytes(admin);
  const actors::GetQueueDepth get_depth;
  if (const auto depth = co_await actors::ask(gateway.port, gateway.dispatcher, get_depth))
    status.traffic.waiting_requests = static_cast<std::int64_t>(*depth);
  const actors::PoolStatus get_status;
  if (const auto counts = co_await actors::ask(gateway.port, gateway.pool, get_status))
    for (std::size_t state = 0; state < counts->by_state.size(); ++state) {
      dto::SystemKeys of_state;
      of_state.state = to_string(static_cast<actors::KeyState>(state));
      of_state.count = count(counts->by_state[state]);
      status.keys.push_back(std::move(of_state));
    }
  co_return answer(200, dto::to_json(status));
}

net::Task<http::Response> get_metrics(http::Exchange&, Admin& admin) {
  auto& gateway = admin.gateway;
  auto snapshot = measured(admin);
  snapshot.store_bytes = static_cast<std::uint64_t>(co_await store_bytes(admin));
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
