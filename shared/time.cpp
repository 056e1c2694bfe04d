#include "shared/time.hpp"

#include <algorithm>
#include <charconv>

namespace geminid {
namespace {

using namespace std::chrono;

// Reads exactly `digits` decimal digits and drops them from `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits)
    return std::nullopt;
  int value = 0;
  const auto end = text.data() + digits;
  if (const auto [stop, ec] = std::from_chars(text.data(), end, value); ec != std::errc{} || stop != end || value < 0)
    return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos)
    return false;
  text.remove_prefix(1);
  return true;
}

std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, "."))
    return milliseconds{0};
  int value = 0, scale = 100, digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits, scale /= 10)
    value += (text.front() - '0') * scale;
  if (digits == 0)
    return std::nullopt;
  return milliseconds{value};
}

std::optional<minutes> take_offset(std::string_view& text) {
  if (take(text, "Zz"))
    return minutes{0};
  const bool behind = !text.empty() && text.front() == '-';
  if (!take(text, "+-"))
    return std::nullopt;
  const auto h = take_number(text, 2);
  if (!h || *h > 23 || !take(text, ":"))
    return std::nullopt;
  const auto m = take_number(text, 2);
  if (!m || *m > 59)
    return std::nullopt;
  const auto offset = hours{*h} + minutes{*m};
  return behind ? -offset : offset;
}

} // namespace

// Each request writes one into the log of requests.
std::string to_rfc3339(Instant instant) {
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const hh_mm_ss time{instant - day};
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto put = [&text](std::size_t at, std::size_t digits, std::int64_t value) {
    for (auto place = at + digits; place-- > at; value /= 10)
      text[place] = static_cast<char>('0' + value % 10);
  };
  put(0, 4, std::clamp(static_cast<int>(date.year()), 0, 9'999));
  put(5, 2, static_cast<unsigned>(date.month()));
  put(8, 2, static_cast<unsigned>(date.day()));
  put(11, 2, time.hours().count());
  put(14, 2, time.minutes().count());
  put(17, 2, time.seconds().count());
  put(20, 3, time.subseconds().count());
  return text;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const auto y = take_number(text, 4);
  if (!y || !take(text, "-"))
    return std::nullopt;
  const auto mo = take_number(text, 2);
  if (!mo || !take(text, "-"))
    return std::nullopt;
  const auto d = take_number(text, 2);
  if (!d || !take(text, "Tt "))
    return std::nullopt;
  const auto h = take_number(text, 2);
  if (!h || *h > 23 || !take(text, ":"))
    return std::nullopt;
  const auto mi = take_number(text, 2);
  if (!mi || *mi > 59 || !take(text, ":"))
    return std::nullopt;
  const auto s = take_number(text, 2);
  if (!s || *s > 60)
    return std::nullopt;
  const auto fraction = take_fraction(text);
  const auto offset = fraction ? take_offset(text) : std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
  if (!offset || !text.empty() || !date.ok())
    return std::nullopt;
  return Instant{sys_days{date}} + hours{*h} + minutes{*mi} + seconds{*s} + *fraction - *offset;
}

} // namespace geminid
