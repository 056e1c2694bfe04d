// All that a run found out, and its three forms: a table for a terminal, JSON, and an HTML page in one file.
#pragma once

#include "tools/load_test/admin_watch.hpp"
#include "tools/load_test/scenario.hpp"
#include "tools/load_test/tally.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::load {

/// About a second of the run. Percentiles are of the requests that ended in it, and nothing where none was served.
struct Point {
  Seconds at{0}; // its end, since the beginning of the run
  Seconds length{0};
  std::uint64_t served = 0;
  std::uint64_t failed = 0;
  std::uint64_t in_flight = 0; // at its end
  std::optional<std::chrono::nanoseconds> p50, p99;
  std::optional<std::int64_t> resident_bytes; // of the server
};

/// Of one process; `cpu_seconds` in the measured time.
struct ProcessUse {
  double cpu_seconds = 0;
  std::int64_t resident_idle = 0; // before the first request
  std::int64_t resident_peak = 0;
  std::int64_t resident_end = 0;
};

struct Report {
  Scenario scenario;
  std::string started_at; // RFC 3339
  bool verified = false;
  bool interrupted = false;
  std::size_t threads = 1;
  Seconds measured{0}; // from the end of the warm-up to the end of the load, or to the last answer if that was before
  std::uint64_t sent = 0; // with the warm-up's
  Tally tally;
  std::vector<Point> points;
  std::optional<ProcessUse> server;
  ProcessUse own;
  std::optional<KeySpread> keys; // of the whole run, the warm-up too
  std::optional<RetrySample> retries;
  std::vector<std::string> warnings;
  std::vector<std::string> broken_thresholds; // of --fail-if

  /// Requests that ended in the measured time, served and failed, by second.
  [[nodiscard]] double rate() const;
  /// CPU seconds of a process for each of these.
  [[nodiscard]] double cpu_per_request(const ProcessUse& use) const;
  /// 0 to 1.
  [[nodiscard]] double failed_share() const;
};

[[nodiscard]] std::string report_table(const Report& report);
[[nodiscard]] nlohmann::ordered_json report_json(const Report& report);
/// Needs no network and no script.
[[nodiscard]] std::string report_html(const Report& report);

/// "closed loop, 64 connections", as a reader would say it.
[[nodiscard]] std::string load_text(const Scenario& scenario);
/// "1.23 ms", "980 µs", "12.3 s"
[[nodiscard]] std::string duration_text(std::chrono::nanoseconds took);
/// "24.1 MiB"
[[nodiscard]] std::string bytes_text(std::int64_t bytes);
/// "1,234,567"
[[nodiscard]] std::string count_text(std::uint64_t count);

/// The rows of every table of latencies.
struct NamedHistogram {
  std::string_view name; // "first_byte"
  std::string_view title;
  const Histogram* histogram;
};
[[nodiscard]] std::vector<NamedHistogram> latencies(const Report& report);

struct NamedShare {
  std::string_view name;
  double share;
};
inline constexpr std::array percentiles{NamedShare{"p50", 0.5}, NamedShare{"p90", 0.9}, NamedShare{"p99", 0.99},
                                        NamedShare{"p99.9", 0.999}};

} // namespace geminid::load
