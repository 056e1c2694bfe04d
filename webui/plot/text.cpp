#include "webui/plot/text.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace geminid::webui::plot {
namespace {

constexpr std::string_view no_value = "\u2013";
constexpr std::array duration_magnitudes{Magnitude{1, " ms"}, Magnitude{1e3, " s"}};
constexpr double minutes_from_ms = 599'500; // "599 s", then "10 min"
constexpr std::array byte_magnitudes{Magnitude{1, " B"}, Magnitude{1e3, " kB"}, Magnitude{1e6, " MB"},
                                     Magnitude{1e9, " GB"}, Magnitude{1e12, " TB"}};

std::string fixed(double value, int decimals) {
  char text[64]; // 1e15, a sign, a point and nine decimals have room
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  std::string result = text;
  if (result.starts_with('-') && result.find_first_not_of("-0.") == std::string::npos)
    result.erase(0, 1);
  return result;
}

std::string without_zeros(std::string text) {
  if (text.find('.') == std::string::npos)
    return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.'))
    text.pop_back();
  return text;
}

/// As many decimals as tell two ticks apart.
int decimals_of_step(double step) {
  int decimals = 0;
  for (double rest = step; decimals < 9 && std::abs(rest - std::round(rest)) > 1e-6 * std::max(rest, 1e-3); rest *= 10)
    ++decimals;
  return decimals;
}

/// Three figures below one, else one decimal while there are less than three figures before the point.
int decimals_of_value(double magnitude) {
  if (magnitude == 0 || magnitude >= 99.95)
    return 0;
  if (magnitude >= 1)
    return 1;
  return std::min(static_cast<int>(std::ceil(-std::log10(magnitude))) + 1, 9);
}

std::string scaled(double value, double step, double size, std::string_view suffix) {
  const double shown = value / size;
  std::string text = step > 0 ? fixed(shown, decimals_of_step(step / size))
                              : without_zeros(fixed(shown, decimals_of_value(std::abs(shown))));
  return text.append(suffix);
}

/// The greatest magnitude that the value reaches once it is rounded to what is shown: 999 960 is 1M.
std::string with_magnitude(double raw, double step, std::span<const Magnitude> magnitudes) {
  const double value = tamed(raw);
  if (!has_value(value))
    return std::string{no_value};
  const auto reached = std::find_if(magnitudes.rbegin(), magnitudes.rend(), [value](const Magnitude& magnitude) {
    return std::abs(value) >= magnitude.size * (magnitude.size > 1 ? 0.9995 : 1);
  });
  return reached == magnitudes.rend() ? scaled(value, step, 1, "")
                                      : scaled(value, step, reached->size, reached->suffix);
}

} // namespace

std::string compact_number(double value, double step, std::span<const Magnitude> magnitudes) {
  return with_magnitude(value, step, magnitudes);
}

std::string compact_duration(double ms, double step) {
  if (!has_value(ms))
    return std::string{no_value};
  if (std::abs(ms) < 1)
    return scaled(ms, step, 1, " ms");
  if (std::abs(ms) >= minutes_from_ms)
    return scaled(tamed(ms), step, 6e4, " min");
  return with_magnitude(ms, step, duration_magnitudes);
}

std::string percent(double share, double step) {
  return has_value(share) ? scaled(tamed(share) * 100, step * 100, 1, "%") : std::string{no_value};
}

std::string compact_bytes(double bytes, double step) {
  return has_value(bytes) && std::abs(bytes) < 1 ? scaled(bytes, step, 1, " B")
                                                 : with_magnitude(bytes, step, byte_magnitudes);
}

ValueText value_text(Unit unit, std::span<const Magnitude> magnitudes) {
  switch (unit) {
  case Unit::share:
    return percent;
  case Unit::milliseconds:
    return compact_duration;
  case Unit::bytes:
    return compact_bytes;
  case Unit::count:
  case Unit::number:
    break;
  }
  return [magnitudes](double value, double step) { return compact_number(value, step, magnitudes); };
}

std::string time_text(std::int64_t at_ms, TimeDetail detail, int zone_offset_min) {
  using namespace std::chrono;
  const sys_time<milliseconds> local{milliseconds{at_ms} + minutes{zone_offset_min}};
  const auto midnight = floor<days>(local);
  const year_month_day date{midnight};
  const auto clock = floor<seconds>(local - midnight).count();
  const auto year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto day = static_cast<unsigned>(date.day());
  const auto hour = static_cast<int>(clock / 3600);
  const auto minute = static_cast<int>(clock / 60 % 60);
  const auto second = static_cast<int>(clock % 60);
  char text[64];
  switch (detail) {
  case TimeDetail::second:
    std::snprintf(text, sizeof text, "%02d:%02d:%02d", hour, minute, second);
    break;
  case TimeDetail::minute:
    std::snprintf(text, sizeof text, "%02d:%02d", hour, minute);
    break;
  case TimeDetail::day:
    std::snprintf(text, sizeof text, "%02u-%02u", month, day);
    break;
  case TimeDetail::month:
    std::snprintf(text, sizeof text, "%04d-%02u", year, month);
    break;
  case TimeDetail::moment:
    std::snprintf(text, sizeof text, "%02u-%02u %02d:%02d", month, day, hour, minute);
    break;
  case TimeDetail::moment_second:
    std::snprintf(text, sizeof text, "%02u-%02u %02d:%02d:%02d", month, day, hour, minute, second);
    break;
  }
  return text;
}

TimeDetail detail_of_step(std::int64_t step_ms) {
  if (step_ms >= 28 * 86'400'000LL)
    return TimeDetail::month;
  if (step_ms >= 86'400'000LL)
    return TimeDetail::day;
  return step_ms < 60'000 ? TimeDetail::moment_second : TimeDetail::moment;
}

} // namespace geminid::webui::plot
