// Numbers, sizes, spans and moments as a person reads them. Pure.
#pragma once

#include "shared/time.hpp"
#include "webui/core/locale.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::webui {

/// "1,234,567"
[[nodiscard]] std::string format_integer(std::int64_t value);
/// At most four characters and a unit: "987", "1.23k", "45.6M"; in Chinese "1.23万", "4.5亿".
[[nodiscard]] std::string format_compact(double value, Language language);
/// As it may be typed, up to six digits behind the point: "1", "0.125".
[[nodiscard]] std::string format_decimal(double value);
/// "12.3%" of a ratio of 0.123; "<0.1%" rather than a zero that is none, "—" of nothing.
[[nodiscard]] std::string format_percent(std::optional<double> ratio);
/// "12.3 MiB"
[[nodiscard]] std::string format_bytes(std::int64_t bytes);
/// "850 ms", "1.25 s"
[[nodiscard]] std::string format_milliseconds(std::int64_t milliseconds);
/// The two greatest units: "2 d 4 h", "3 min 5 s"; in Chinese "2 天 4 小时". Negative is zero.
[[nodiscard]] std::string format_span(Duration span, Language language);
/// "5 s ago", "in 3 min"; in Chinese "5 秒前", "3 分钟后".
[[nodiscard]] std::string format_relative(Instant instant, Instant now, Language language);
/// In the viewer's zone: "14:03:22".
[[nodiscard]] std::string format_time_of_day(Instant instant, const Locale& locale);
/// In the viewer's zone, to the minute: "2026-11-27 14:03".
[[nodiscard]] std::string format_date_time(Instant instant, const Locale& locale);
/// US dollars: "$0.0042", "$12.30".
[[nodiscard]] std::string format_dollars(double dollars);

/// `pattern` with each "{}" replaced by the next of `values`; of "[key|keys]" stays the first where the value before it
/// is "1", else the second.
[[nodiscard]] std::string filled(std::string_view pattern, std::initializer_list<std::string_view> values);

} // namespace geminid::webui
