// The one time type. Millisecond wall-clock instants; code that decides takes the present as an argument.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace geminid {

using Duration = std::chrono::milliseconds;
using Instant = std::chrono::time_point<std::chrono::system_clock, Duration>;

/// "2026-11-23T10:02:03.004Z"
[[nodiscard]] std::string to_rfc3339(Instant instant);
/// Accepts any offset and fraction; nothing on anything else.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

} // namespace geminid
