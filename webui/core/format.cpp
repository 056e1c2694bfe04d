#include "webui/core/format.hpp"

#include <array>
#include <cinttypes>
#include <cmath>
#include <cstdio>

namespace geminid::webui {
namespace {

using namespace std::chrono;

template <class... Values>
std::string print(const char* format, Values... values) {
  std::array<char, 64> text{};
  const int size = std::snprintf(text.data(), text.size(), format, values...);
  return {text.data(), static_cast<std::size_t>(size)};
}

// Three digits that matter, without a trailing fraction of zeros.
std::string three_digits(double value) {
  const auto size = std::fabs(value);
  auto text = size >= 100 ? print("%.0f", value) : size >= 10 ? print("%.1f", value) : print("%.2f", value);
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
      text.pop_back();
  }
  return text;
}

struct Unit {
  double size;
  const char* name;
};
// A little below the unit, so that rounding never shows "1000k".
constexpr auto nearly = 0.9995;

constexpr std::array western{Unit{1e12, "T"}, Unit{1e9, "B"}, Unit{1e6, "M"}, Unit{1e3, "k"}};
constexpr std::array chinese{Unit{1e12, "万亿"}, Unit{1e8, "亿"}, Unit{1e4, "万"}};

template <std::size_t N>
std::string in_units(double value, const std::array<Unit, N>& units) {
  for (const auto& unit : units)
    if (std::fabs(value) >= unit.size * nearly)
      return three_digits(value / unit.size) + unit.name;
  return value == std::floor(value) ? print("%.0f", value) : three_digits(value);
}

struct SpanUnit {
  seconds size;
  Phrase name;
};
constexpr std::array span_units{SpanUnit{days{1}, {" d", " 天"}}, SpanUnit{hours{1}, {" h", " 小时"}},
                                SpanUnit{minutes{1}, {" min", " 分钟"}}, SpanUnit{seconds{1}, {" s", " 秒"}}};

struct Local {
  year_month_day date;
  hh_mm_ss<seconds> time;
};

Local local_time(Instant instant, const Locale& locale) {
  const auto moment = floor<seconds>(instant) + locale.utc_offset;
  const auto day = floor<days>(moment);
  return {year_month_day{day}, hh_mm_ss<seconds>{moment - day}};
}

int hours_of(const Local& local) {
  return static_cast<int>(local.time.hours().count());
}
int minutes_of(const Local& local) {
  return static_cast<int>(local.time.minutes().count());
}

} // namespace

std::string format_integer(std::int64_t value) {
  auto text = print("%" PRId64, value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (auto at = text.size(); at > first + 3;)
    text.insert(at -= 3, 1, ',');
  return text;
}

std::string format_compact(double value, Language language) {
  return language == Language::chinese ? in_units(value, chinese) : in_units(value, western);
}

std::string format_decimal(double value) {
  auto text = print("%.6f", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.')
    text.pop_back();
  return text;
}

std::string format_percent(std::optional<double> ratio) {
  if (!ratio || !std::isfinite(*ratio))
    return "—";
  const auto percent = *ratio * 100;
  if (percent > 0 && percent < 0.1)
    return "<0.1%";
  // 99.97 is not all of it.
  const auto shown = percent < 100 && percent > 99.9 ? 99.9 : percent;
  return shown == std::floor(shown) ? print("%.0f%%", shown) : print("%.1f%%", shown);
}

std::string format_bytes(std::int64_t bytes) {
  constexpr std::array units{Unit{1024.0 * 1024 * 1024, " GiB"}, Unit{1024.0 * 1024, " MiB"}, Unit{1024.0, " KiB"}};
  for (const auto& unit : units)
    if (static_cast<double>(bytes) >= unit.size)
      return three_digits(static_cast<double>(bytes) / unit.size) + unit.name;
  return print("%" PRId64 " B", bytes);
}

std::string format_milliseconds(std::int64_t milliseconds) {
  return milliseconds < 1'000 ? print("%" PRId64 " ms", milliseconds)
                              : three_digits(static_cast<double>(milliseconds) / 1'000) + " s";
}

std::string format_span(Duration span, Language language) {
  auto rest = span < Duration{0} ? seconds{0} : ceil<seconds>(span);
  for (std::size_t i = 0; i < span_units.size(); ++i) {
    const auto& unit = span_units[i];
    if (rest < unit.size && i + 1 < span_units.size())
      continue;
    auto text = std::to_string(rest / unit.size) + unit.name.in(language);
    rest %= unit.size;
    if (i + 1 < span_units.size() && rest >= span_units[i + 1].size) {
      const auto& next = span_units[i + 1];
      text += " " + std::to_string(rest / next.size) + next.name.in(language);
    }
    return text;
  }
  return {};
}

std::string format_relative(Instant instant, Instant now, Language language) {
  static constexpr Phrase past{"{} ago", "{}前"};
  static constexpr Phrase future{"in {}", "{}后"};
  static constexpr Phrase present{"just now", "刚刚"};
  const auto span = instant < now ? now - instant : instant - now;
  if (span < seconds{1})
    return present.in(language);
  // One unit is enough at a distance.
  auto rounded = span;
  for (const auto& unit : span_units)
    if (span >= unit.size) {
      rounded = floor<Duration>(unit.size * (span / unit.size));
      break;
    }
  return filled((instant < now ? past : future).in(language), {format_span(rounded, language)});
}

std::string format_time_of_day(Instant instant, const Locale& locale) {
  const auto local = local_time(instant, locale);
  return print("%02d:%02d:%02d", hours_of(local), minutes_of(local), static_cast<int>(local.time.seconds().count()));
}

std::string format_date_time(Instant instant, const Locale& locale) {
  const auto local = local_time(instant, locale);
  return print("%04d-%02u-%02u %02d:%02d", static_cast<int>(local.date.year()),
               static_cast<unsigned>(local.date.month()), static_cast<unsigned>(local.date.day()), hours_of(local),
               minutes_of(local));
}

std::string format_dollars(double dollars) {
  if (dollars > 0 && dollars < 0.00005)
    return "<$0.0001";
  return dollars < 1 && dollars > 0 ? print("$%.4f", dollars) : print("$%.2f", dollars);
}

std::string filled(std::string_view pattern, std::initializer_list<std::string_view> values) {
  std::string text;
  const auto* value = values.begin();
  bool one = false;
  for (auto at = pattern.find_first_of("{["); at != std::string_view::npos; at = pattern.find_first_of("{[")) {
    text.append(pattern.substr(0, at));
    pattern.remove_prefix(at);
    const auto bar = pattern.find('|');
    const auto end = pattern.find(']');
    if (pattern.starts_with("{}") && value != values.end()) {
      one = *value == "1";
      text.append(*value++);
      pattern.remove_prefix(2);
    } else if (pattern.front() == '[' && bar < end && end != std::string_view::npos) {
      text.append(one ? pattern.substr(1, bar - 1) : pattern.substr(bar + 1, end - bar - 1));
      pattern.remove_prefix(end + 1);
    } else {
      text += pattern.front();
      pattern.remove_prefix(1);
    }
  }
  return text.append(pattern);
}

} // namespace geminid::webui
