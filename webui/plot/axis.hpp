// Axes with ticks that people like: 1-2-5 for values, 1-2-5 by decades for logarithms, round local times.
#pragma once

#include "webui/plot/series.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace geminid::webui::plot {

struct ValueAxisRules {
  std::size_t steps_max = 5;    // between the lowest and the highest tick, at least one
  bool whole = false;           // no ticks between whole numbers: what is counted has no halves
  std::optional<double> high{}; // the axis reaches at least to this, e.g. 1 for shares
};

/// Holds zero and begins with a tick; ends with one, unless much room would stay empty below it. Never of no height.
struct ValueAxis {
  Range range{0, 1};
  double step = 1;
  std::vector<double> ticks; // ascending
};

[[nodiscard]] ValueAxis value_axis(const Range& values, const ValueAxisRules& rules);

/// 0 at the low end to 1 at the high end, never outside.
[[nodiscard]] double position(const Range& range, double value);

/// From a value above zero to a greater one.
struct LogAxis {
  Range range{1, 10};
  std::vector<double> ticks; // ascending, within the range
};

/// Repairs what has no logarithm. No two ticks are nearer to each other than `tick_gap`, a part of the axis' length.
[[nodiscard]] LogAxis log_axis(const Range& values, double tick_gap);
[[nodiscard]] double log_position(const Range& range, double value);

/// How exactly a moment is told.
enum class TimeDetail : std::uint8_t {
  second,        // 14:05:30
  minute,        // 14:05
  day,           // 11-27
  month,         // 2026-11
  moment,        // 11-27 14:05
  moment_second, // 11-27 14:05:30
};

struct TimeTick {
  std::int64_t at_ms = 0;
  TimeDetail detail = TimeDetail::minute; // the first of a day is told as the day

  bool operator==(const TimeTick&) const = default;
};

/// Ticks at round local times within the span; `zone_offset_min` is what local time is ahead of UTC, in minutes.
[[nodiscard]] std::vector<TimeTick> time_ticks(const TimeSpan& span, std::size_t ticks_max, int zone_offset_min);

} // namespace geminid::webui::plot
