// The traffic as the Overview shows it: requests per second from the live pulses, the numbers of the last hour, and
// the chart of a longer window. Pure.
#pragma once

#include "shared/live_dto.hpp"
#include "shared/stats_dto.hpp"
#include "webui/core/locale.hpp"
#include "webui/core/tone.hpp"

#include <array>
#include <deque>
#include <string>
#include <vector>

namespace geminid::webui {

/// Requests per second over five minutes, in bins that end with the newest pulse.
struct LiveRates {
  static constexpr std::int64_t bin_ms = 5'000;
  static constexpr std::size_t bins = 60;

  std::vector<std::int64_t> times_ms; // where each bin begins
  std::vector<double> succeeded;      // per second; not a number where nobody listened
  std::vector<double> failed;
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0;
  double highest = 0;
  /// No request in all of it.
  bool quiet = true;

  double per_second = 0; // over the last ten seconds
  std::int64_t last_minute = 0;
  std::int64_t waiting = 0; // for a key, now
};

/// What was before the first pulse is taken from the minutes of `hour`, where there is one. Its present is the newest
/// pulse's, so that nothing moves when nothing comes.
[[nodiscard]] LiveRates live_rates(const std::deque<dto::Pulse>& pulses, const dto::Stats* hour);

struct Kpi {
  std::string label;
  std::string value;
  std::string note;
  std::vector<double> trend; // oldest first
  Tone tone = Tone::accent;
};

/// First byte, then the whole answer; each p50, p90, p99.
struct LatencyKpi {
  std::array<std::string, 3> first_byte;
  std::array<std::string, 3> whole;
};

struct TrafficKpis {
  Kpi requests;
  Kpi success;
  Kpi tokens;
  LatencyKpi latency;
};

/// `hour` may be missing: then it says so with dashes.
[[nodiscard]] TrafficKpis make_traffic_kpis(const LiveRates& live, const dto::Stats* hour, const Locale& locale);

/// A window of the statistics as columns of a chart.
struct TrafficSeries {
  std::vector<std::int64_t> times_ms;
  std::vector<double> succeeded, failed, tokens_in, tokens_out;
  std::string summary; // for those who cannot see it
  bool empty = true;   // no request at all
};
[[nodiscard]] TrafficSeries make_traffic_series(const dto::Stats& stats, const Locale& locale);

} // namespace geminid::webui
