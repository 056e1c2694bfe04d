#include "webui/plot/axis.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace geminid::webui::plot {
namespace {

/// Smaller ranges are noise of floating point; they are drawn as zero.
constexpr double range_min = 1e-9;

/// How much of a step may stay empty above the highest value, and what is left above it otherwise.
constexpr double room_max = 0.4;
constexpr double headroom = 0.06;

/// The smallest of 1, 2, 5 times a power of ten that is no less.
double nice_step(double step) {
  const double decade = std::pow(10.0, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (decade * factor >= step * (1 - 1e-9))
      return decade * factor;
  return decade * 10;
}

double low_steps(double low, double step) {
  return std::floor(low / step + 1e-6);
}
double high_steps(double high, double step) {
  return std::ceil(high / step - 1e-6);
}

/// Ticks at these factors (0: none) of every so many decades are at least `distance` decades apart.
struct LogStep {
  std::array<double, 3> factors;
  int decades;
  double distance;
};
constexpr std::array log_steps{LogStep{{1, 2, 5}, 1, 0.301}, LogStep{{1, 3, 0}, 1, 0.477}, LogStep{{1, 0, 0}, 1, 1},
                               LogStep{{1, 0, 0}, 2, 2},     LogStep{{1, 0, 0}, 3, 3},     LogStep{{1, 0, 0}, 6, 6}};

constexpr std::int64_t second_ms = 1'000;
constexpr std::int64_t minute_ms = 60 * second_ms;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::array steps_ms = {
    second_ms,     2 * second_ms, 5 * second_ms,  10 * second_ms, 15 * second_ms, 30 * second_ms, minute_ms,
    2 * minute_ms, 5 * minute_ms, 10 * minute_ms, 15 * minute_ms, 30 * minute_ms, hour_ms,        2 * hour_ms,
    3 * hour_ms,   6 * hour_ms,   12 * hour_ms,   day_ms,         2 * day_ms,     7 * day_ms,     14 * day_ms};
/// Weeks begin on Mondays, and the epoch on a Thursday.
constexpr std::int64_t monday_ms = 4 * day_ms;
/// A tick a month is enough for any chart; beyond this a tick a year.
constexpr std::array month_steps = {1, 2, 3, 6, 12, 24, 60, 120, 600, 1200};

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
  const std::int64_t rest = value % step;
  return value - (rest < 0 ? rest + step : rest);
}

std::vector<TimeTick> even_ticks(const TimeSpan& local, std::int64_t step, std::int64_t offset_ms) {
  const std::int64_t anchor = step >= 7 * day_ms ? monday_ms : 0;
  std::vector<TimeTick> ticks;
  for (std::int64_t at = floor_to(local.from_ms - anchor - 1, step) + step + anchor; at <= local.to_ms; at += step) {
    const bool midnight = at == floor_to(at, day_ms);
    const auto detail = midnight ? TimeDetail::day : step < minute_ms ? TimeDetail::second : TimeDetail::minute;
    ticks.push_back({at - offset_ms, detail});
  }
  return ticks;
}

std::vector<TimeTick> month_ticks(const TimeSpan& local, int step, std::int64_t offset_ms) {
  using std::chrono::days;
  using std::chrono::sys_days;
  const auto month_of = [](std::int64_t ms) {
    const std::chrono::year_month_day date{sys_days{days{floor_to(ms, day_ms) / day_ms}}};
    return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month())) - 1;
  };
  std::vector<TimeTick> ticks;
  for (int month = (month_of(local.from_ms) + step - 1) / step * step; month <= month_of(local.to_ms); month += step) {
    const sys_days first{std::chrono::year{month / 12} / std::chrono::month{static_cast<unsigned>(month % 12) + 1} / 1};
    const std::int64_t at = first.time_since_epoch().count() * day_ms;
    if (at >= local.from_ms && at <= local.to_ms)
      ticks.push_back({at - offset_ms, TimeDetail::month});
  }
  return ticks;
}

} // namespace

ValueAxis value_axis(const Range& values, const ValueAxisRules& rules) {
  const double data_low = tamed(values.low);
  const double data_high = std::max(tamed(values.high), tamed(rules.high.value_or(0)));
  const double low = has_value(data_low) && data_low < -range_min ? data_low : 0;
  double high = has_value(data_high) && data_high > range_min ? data_high : 0;
  if (high - low < range_min)
    high = low + 1;

  const auto steps_max = static_cast<double>(std::max<std::size_t>(rules.steps_max, 1));
  ValueAxis axis;
  axis.step = nice_step((high - low) / steps_max);
  if (rules.whole)
    axis.step = std::max(axis.step, 1.0);
  // Zero may cut a step in two, and make one more.
  while (high_steps(high, axis.step) - low_steps(low, axis.step) > std::max(steps_max, low < 0 && high > 0 ? 2.0 : 1.0))
    axis.step = nice_step(axis.step * 1.5);
  const double first = low_steps(low, axis.step);
  const double last = high_steps(high, axis.step);
  for (double tick = first; tick <= last; ++tick)
    axis.ticks.push_back(tick * axis.step);
  axis.range = {first * axis.step, last * axis.step};
  // A last step that would stay mostly empty is left out: its height is better given to the values.
  if (!rules.high && axis.range.high - high > axis.step * room_max && axis.ticks.size() > 3) {
    axis.ticks.pop_back();
    axis.range.high = high + (high - axis.range.low) * headroom;
  }
  return axis;
}

double position(const Range& range, double value) {
  const double length = range.high - range.low;
  if (!has_value(value) || !(length > 0))
    return 0;
  return std::clamp((value - range.low) / length, 0.0, 1.0);
}

LogAxis log_axis(const Range& values, double tick_gap) {
  LogAxis axis;
  axis.range.low = has_value(values.low) && values.low > range_min ? std::min(values.low, magnitude_max / 10) : 1;
  axis.range.high = has_value(values.high) && values.high > axis.range.low * (1 + range_min)
                        ? std::min(values.high, magnitude_max)
                        : axis.range.low * 10;
  const double decades = std::log10(axis.range.high / axis.range.low);
  const auto first = static_cast<int>(std::floor(std::log10(axis.range.low)));
  const auto last = static_cast<int>(std::ceil(std::log10(axis.range.high)));
  LogStep step = log_steps.front();
  for (const LogStep& coarser : log_steps) {
    step = coarser;
    if (step.distance >= tick_gap * decades)
      break;
  }
  for (int exponent = first; exponent <= last; exponent += step.decades)
    for (const double factor : step.factors) {
      const double tick = factor * std::pow(10.0, exponent);
      if (factor > 0 && tick >= axis.range.low * (1 - 1e-9) && tick <= axis.range.high * (1 + 1e-9))
        axis.ticks.push_back(tick);
    }
  return axis;
}

double log_position(const Range& range, double value) {
  if (!(range.low > 0) || !(range.high > range.low) || !has_value(value) || value <= range.low)
    return 0;
  return std::clamp(std::log(value / range.low) / std::log(range.high / range.low), 0.0, 1.0);
}

std::vector<TimeTick> time_ticks(const TimeSpan& span, std::size_t ticks_max, int zone_offset_min) {
  const std::int64_t offset_ms = zone_offset_min * minute_ms;
  const TimeSpan local{span.from_ms + offset_ms, span.to_ms + offset_ms};
  const auto count_max = static_cast<std::int64_t>(std::clamp<std::size_t>(ticks_max, 1, 100));
  const std::int64_t length = std::max<std::int64_t>(local.to_ms - local.from_ms, 0);
  for (const std::int64_t step : steps_ms)
    if (length / step < count_max)
      return even_ticks(local, step, offset_ms);
  for (const int step : month_steps)
    if (length / (step * 30 * day_ms) < count_max)
      return month_ticks(local, step, offset_ms);
  return {};
}

} // namespace geminid::webui::plot
