#include "actors/policy/pacific_day.hpp"

namespace geminid::policy {
namespace {

using namespace std::chrono;

constexpr hours standard_offset{-8};
constexpr hours daylight_offset{-7};

// Since 2007: from the second Sunday of March to the first Sunday of November, each at 2:00 of the clock then in force.
bool is_daylight_time(Instant instant) {
  const year now = year_month_day{floor<days>(instant + standard_offset)}.year();
  const Instant begin = sys_days{now / March / Sunday[2]} + hours{2} - standard_offset;
  const Instant end = sys_days{now / November / Sunday[1]} + hours{2} - daylight_offset;
  return begin <= instant && instant < end;
}

hours offset_at(Instant instant) {
  return is_daylight_time(instant) ? daylight_offset : standard_offset;
}

} // namespace

PacificDay pacific_day(Instant instant) {
  return static_cast<PacificDay>(floor<days>(instant + offset_at(instant)).time_since_epoch().count());
}

Instant next_pacific_midnight(Instant instant) {
  const Instant local{days{pacific_day(instant) + 1}};
  // The clock is changed at 2:00, so the offset at midnight is the one that holds an hour before and after it.
  return local - offset_at(local - standard_offset);
}

} // namespace geminid::policy
