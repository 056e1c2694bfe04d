// What Prometheus asks for. Every label has few values: a model is one only once Google has answered for it, and no key
// or user ever is, since clients and admins choose those. io thread only.
#pragma once

#include "server/gateway/process_usage.hpp"
#include "shared/log_dto.hpp"
#include "shared/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace geminid::gateway {

/// What is counted at the moment of asking.
struct MetricsSnapshot {
  std::uint64_t waiting_requests = 0;
  /// By state.
  std::map<std::string, std::uint64_t> keys;
  /// By scope and state; none is closed.
  std::map<std::pair<std::string, std::string>, std::uint64_t> circuits;
  std::uint64_t active_requests = 0; // at the server, of whatever kind
  std::uint64_t open_connections = 0;
  std::uint64_t open_streams = 0;
  std::uint64_t upstream_idle_connections = 0;
  std::uint64_t upstream_calls = 0;
  std::uint64_t store_bytes = 0;
  ProcessUsage process;
  std::string version;
  std::string commit;
};

/// What is written behind the requests.
enum class Written : std::uint8_t { request_log, statistics, audit };

class Metrics {
public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  /// A client request has ended, with all of its attempts.
  void ended(const dto::LogRecord& record);
  /// The disk refused it.
  void write_failed(Written what);

  /// The text format 0.0.4.
  [[nodiscard]] std::string text(const MetricsSnapshot& snapshot);

private:
  struct Families;
  std::unique_ptr<Families> families_;
};

} // namespace geminid::gateway
