// What only the program's top knows of the process, for GET /admin/api/system and GET /metrics. io thread only.
#pragma once

#include "server/gateway/keep_alive.hpp"
#include "shared/time.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace geminid::admin {

struct ServerLoad {
  std::size_t active_requests = 0;
  std::size_t open_connections = 0;
  std::size_t open_streams = 0;
};

/// Whether what is on it outlives the container and the machine.
struct FileSystem {
  std::string name;
  bool persistent = true;
};

struct SystemProbe {
  std::string version;
  std::string commit;
  Instant started_at{};
  std::string public_url; // empty: not known
  std::string master_key; // where it is from: "environment" or "file"
  std::filesystem::path data_dir;
  FileSystem filesystem; // of the data directory
  std::function<std::vector<std::string>()> listeners = [] { return std::vector<std::string>{}; };
  std::function<ServerLoad()> load = [] { return ServerLoad{}; };
  const gateway::KeepAlive* keep_alive = nullptr; // null: the public address is not known
};

/// Asks the disk.
[[nodiscard]] FileSystem file_system_of(const std::filesystem::path& path);
/// By its number in statfs(2).
[[nodiscard]] FileSystem file_system(std::uint64_t magic);

} // namespace geminid::admin
