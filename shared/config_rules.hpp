// The names and bounds of what may be configured: what reads the documents goes by them, and what describes them.
#pragma once

#include "shared/model_dto.hpp"
#include "shared/settings_dto.hpp"

#include <limits>

namespace geminid::dto {

[[nodiscard]] EnumNames<Strategy> strategy_names();
[[nodiscard]] EnumNames<LogLevel> log_level_names();
[[nodiscard]] EnumNames<InjectionPosition> injection_position_names();
[[nodiscard]] EnumNames<ThinkingMode> thinking_mode_names();

inline constexpr IntegerRange attempts_range{1, 20};
inline constexpr IntegerRange wait_ms_range{0, 600'000};
inline constexpr IntegerRange failure_threshold_range{1, 1000};
inline constexpr IntegerRange cooldown_seconds_range{1, 86'400};
inline constexpr IntegerRange percent_range{1, 100};
inline constexpr IntegerRange interval_minutes_range{1, 1440};
inline constexpr IntegerRange retention_days_range{1, 365};
inline constexpr IntegerRange delete_after_days_range{0, 365};
inline constexpr IntegerRange thinking_budget_range{-1, std::numeric_limits<std::int32_t>::max()};
inline constexpr TextRule content_rule{.size_max = 65'536, .multiline = true};

inline constexpr std::size_t model_name_size_max = 128;
inline constexpr std::size_t aliases_max = 64;
inline constexpr std::size_t fallbacks_max = 16;

} // namespace geminid::dto
