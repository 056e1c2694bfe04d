// The state of the process: GET /admin/api/system (INTERFACE.md, "Admin API").
#pragma once

#include "shared/json_fields.hpp"

namespace geminid::dto {

struct SystemProcess {
  double cpu_seconds = 0; // user and system
  std::int64_t resident_bytes = 0;
  std::int64_t threads = 0;
  std::int64_t open_files = 0;
  std::int64_t open_files_max = 0;

  bool operator==(const SystemProcess&) const = default;
};

struct SystemTraffic {
  std::int64_t waiting_requests = 0; // for a key with room
  std::int64_t active_requests = 0;  // of whatever kind, this one too
  std::int64_t open_connections = 0;
  std::int64_t open_streams = 0;
  std::int64_t upstream_calls = 0;
  std::int64_t upstream_idle_connections = 0;

  bool operator==(const SystemTraffic&) const = default;
};

struct SystemStore {
  std::string directory;
  std::int64_t bytes = 0; // on disk
  std::string filesystem; // "ext", "overlay", …; its number in hexadecimal where the name is not known
  /// False: the file system is one that is lost with the container or the machine's memory.
  bool persistent = true;
  std::string master_key; // where it is from: "environment" or "file"

  bool operator==(const SystemStore&) const = default;
};

struct SystemKeepAliveResult {
  Instant at{};
  std::int64_t status = 0; // 0: there was no answer
  std::string error;       // empty: it was answered with success
  std::int64_t ms = 0;

  bool operator==(const SystemKeepAliveResult&) const = default;
};

struct SystemKeepAlive {
  bool enabled = false; // and the public address is known
  std::int64_t interval_minutes = 0;
  std::optional<SystemKeepAliveResult> last; // since the start

  bool operator==(const SystemKeepAlive&) const = default;
};

struct SystemKeys {
  std::string state;
  std::int64_t count = 0;

  bool operator==(const SystemKeys&) const = default;
};

struct SystemStatus {
  std::string version;
  std::string commit;
  Instant started_at{};
  std::int64_t uptime_seconds = 0;
  std::string public_url;             // empty: not known
  std::vector<std::string> listeners; // "0.0.0.0:8080"
  std::string log_level;              // of this moment
  SystemProcess process;
  SystemTraffic traffic;
  SystemStore store;
  SystemKeepAlive keep_alive;
  std::vector<SystemKeys> keys; // by state

  bool operator==(const SystemStatus&) const = default;
};

[[nodiscard]] Result<SystemStatus> parse_system_status(const json& document);
[[nodiscard]] json to_json(const SystemStatus& status);

} // namespace geminid::dto
