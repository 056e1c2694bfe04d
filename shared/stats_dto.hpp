// The traffic of a window of time: GET /admin/api/stats (INTERFACE.md, "Admin API").
#pragma once

#include "shared/json_fields.hpp"

namespace geminid::dto {

enum class StatsWindow { hour, day, week, month, year };
/// "1h", "24h", "7d", "30d", "1y"
[[nodiscard]] EnumNames<StatsWindow> stats_window_names();

/// Of client requests; of a key: of its attempts. What a client got wrong (4xx but 429) is no failure.
struct StatsCounters {
  std::int64_t requests = 0;
  std::int64_t failures = 0;
  std::int64_t attempts = 0;
  std::int64_t prompt_tokens = 0;
  std::int64_t completion_tokens = 0; // with thinking
  std::int64_t thinking_tokens = 0;
  std::int64_t cached_tokens = 0;
  std::int64_t cost = 0; // estimated, by the prices when the requests began; nano-dollars

  bool operator==(const StatsCounters&) const = default;
};

/// An id, empty where there were too many to tell apart.
struct StatsRow {
  std::string id;
  StatsCounters counters;

  bool operator==(const StatsRow&) const = default;
};

struct StatsPoint {
  Instant at{};
  StatsCounters counters;

  bool operator==(const StatsPoint&) const = default;
};

/// Milliseconds, at most a fifth too long; nothing where there was no request.
struct StatsLatency {
  std::optional<std::int64_t> p50, p90, p99;

  bool operator==(const StatsLatency&) const = default;
};

struct StatsErrors {
  std::string code;
  std::int64_t count = 0;

  bool operator==(const StatsErrors&) const = default;
};

struct Stats {
  StatsWindow window = StatsWindow::hour;
  Instant since{};
  StatsCounters totals;
  StatsLatency first_byte_ms;
  StatsLatency latency_ms;
  std::vector<StatsRow> keys, models, users, surfaces;
  std::vector<StatsErrors> errors;
  std::int64_t step_seconds = 60;
  std::vector<StatsPoint> series;                // in order, without gaps
  std::vector<std::string> unpriced_models = {}; // of `models`, those that have no price now

  bool operator==(const Stats&) const = default;
};

[[nodiscard]] Result<Stats> parse_stats(const json& document);
[[nodiscard]] json to_json(const Stats& stats);

} // namespace geminid::dto
