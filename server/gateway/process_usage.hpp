// What the process uses of its machine, as the kernel counts it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace geminid::gateway {

struct ProcessUsage {
  double cpu_seconds = 0; // user and system
  std::int64_t resident_bytes = 0;
  std::int64_t virtual_bytes = 0;
  std::int64_t threads = 0;
  std::int64_t open_files = 0;
  std::int64_t open_files_max = 0;
  double started_at = 0; // seconds since 1970
};

/// Of /proc/self/stat: what the kernel counts in ticks and pages, from fields 14, 15, 20, 22, 23 and 24 of proc(5).
struct ProcessStat {
  std::int64_t cpu_ticks = 0;
  std::int64_t threads = 0;
  std::int64_t start_ticks = 0; // since the machine's start
  std::int64_t virtual_bytes = 0;
  std::int64_t resident_pages = 0;

  bool operator==(const ProcessStat&) const = default;
};
/// Nothing when it is no such line. The program's name in it may hold anything.
[[nodiscard]] std::optional<ProcessStat> parse_process_stat(std::string_view text);

/// Of this process, now. What the kernel does not tell is 0.
[[nodiscard]] ProcessUsage process_usage();

} // namespace geminid::gateway
