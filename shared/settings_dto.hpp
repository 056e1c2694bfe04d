// The settings document of the admin API: one struct a section, the defaults are the member initialisers (INTERFACE.md,
// "Settings, with defaults", which also says what each member does).
#pragma once

#include "shared/json_fields.hpp"
#include "shared/price_dto.hpp"
#include "shared/thinking_dto.hpp"

namespace geminid::dto {

enum class Strategy { round_robin, least_used };
enum class LogLevel { trace, debug, info, warn, error };
enum class InjectionPosition { system, user_prefix, user_suffix };

struct RoutingSettings {
  Strategy strategy = Strategy::least_used;
  std::int64_t max_attempts = 3;
  std::int64_t max_wait_ms = 5000;
  bool affinity = true;
  std::int64_t failure_threshold = 5;
  std::int64_t cooldown_seconds = 60;
  std::int64_t usage_warning_percent = 80;
  std::int64_t usage_protection_percent = 100;

  bool operator==(const RoutingSettings&) const = default;
};

struct PromptInjectionSettings {
  bool enabled = false;
  InjectionPosition position = InjectionPosition::system;
  std::string content; // at most 64 KiB

  bool operator==(const PromptInjectionSettings&) const = default;
};

struct KeepAliveSettings {
  bool enabled = true;
  std::int64_t interval_minutes = 14;

  bool operator==(const KeepAliveSettings&) const = default;
};

struct HealthCheckSettings {
  bool enabled = true;
  std::int64_t interval_minutes = 60;
  std::int64_t delete_invalid_after_days = 0; // 0: never

  bool operator==(const HealthCheckSettings&) const = default;
};

/// "warn"
[[nodiscard]] std::string_view to_string(LogLevel level);

struct LogSettings {
  std::int64_t retention_days = 7;
  bool bodies = false;           // of requests and answers, in the request log
  std::optional<LogLevel> level; // of the process's log; nothing: as it was started

  bool operator==(const LogSettings&) const = default;
};

struct Settings {
  RoutingSettings routing;
  Thinking thinking;
  PromptInjectionSettings prompt_injection;
  KeepAliveSettings keep_alive;
  HealthCheckSettings health_checks;
  LogSettings logs;
  /// None is built in: what Google asks changes, and a wrong price would look like a right one.
  Prices prices;

  bool operator==(const Settings&) const = default;
};

/// `current` with the members of `patch` in place of its own; all or nothing. null is no value of any setting but
/// `logs.level`, and removes a price.
[[nodiscard]] Result<Settings> merge_patch(const Settings& current, const json& patch);
/// A whole or partial document; what is left out has its default.
[[nodiscard]] Result<Settings> parse_settings(const json& document);
[[nodiscard]] json to_json(const Settings& settings);

} // namespace geminid::dto
