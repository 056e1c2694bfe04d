// Google counts daily limits from midnight in Los Angeles (gemini-wire.md, section 7). The rule of the United States'
// daylight saving time is computed, because g++ 12 and clang 14 have no time-zone database in <chrono>.
#pragma once

#include "shared/time.hpp"

#include <cstdint>

namespace geminid::policy {

/// Days since 1970-01-01 of the date that a wall clock in Los Angeles shows.
using PacificDay = std::int32_t;

[[nodiscard]] PacificDay pacific_day(Instant instant);

/// The first moment of the day after `pacific_day(instant)`.
[[nodiscard]] Instant next_pacific_midnight(Instant instant);

} // namespace geminid::policy
