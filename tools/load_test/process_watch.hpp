// What a process uses of its machine, as the kernel counts it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace geminid::load {

struct ProcessSample {
  double cpu_seconds = 0; // user and system, of all threads
  std::int64_t resident_bytes = 0;
};

/// Of a line of /proc/PID/stat: fields 14, 15 and 24 of proc(5). Nothing when it is no such line; the program's name in
/// it may hold anything.
[[nodiscard]] std::optional<ProcessSample> parse_process_stat(std::string_view text, std::int64_t ticks_per_second,
                                                              std::int64_t page_bytes);

/// Nothing when there is no such process.
[[nodiscard]] std::optional<ProcessSample> sample_process(pid_t pid);

/// This process, whose CPU the kernel tells to the microsecond, and not in ticks.
[[nodiscard]] ProcessSample sample_self();

} // namespace geminid::load
