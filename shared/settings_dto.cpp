#include "shared/settings_dto.hpp"

#include "shared/config_rules.hpp"

#include <array>

namespace geminid::dto {
namespace {

constexpr std::array<std::pair<Strategy, std::string_view>, 2> strategies{{
    {Strategy::round_robin, "round_robin"},
    {Strategy::least_used, "least_used"},
}};

constexpr std::array<std::pair<InjectionPosition, std::string_view>, 3> positions{{
    {InjectionPosition::system, "system"},
    {InjectionPosition::user_prefix, "user_prefix"},
    {InjectionPosition::user_suffix, "user_suffix"},
}};

constexpr std::array<std::pair<LogLevel, std::string_view>, 5> levels{{
    {LogLevel::trace, "trace"},
    {LogLevel::debug, "debug"},
    {LogLevel::info, "info"},
    {LogLevel::warn, "warn"},
    {LogLevel::error, "error"},
}};

void read(Fields& fields, RoutingSettings& out) {
  fields.choice<Strategy>("strategy", out.strategy, strategies)
      .integer("max_attempts", out.max_attempts, attempts_range)
      .integer("max_wait_ms", out.max_wait_ms, wait_ms_range)
      .boolean("affinity", out.affinity)
      .integer("failure_threshold", out.failure_threshold, failure_threshold_range)
      .integer("cooldown_seconds", out.cooldown_seconds, cooldown_seconds_range)
      .integer("usage_warning_percent", out.usage_warning_percent, percent_range)
      .integer("usage_protection_percent", out.usage_protection_percent, percent_range);
}

void read(Fields& fields, PromptInjectionSettings& out) {
  fields.boolean("enabled", out.enabled)
      .choice<InjectionPosition>("position", out.position, positions)
      .text("content", out.content, content_rule);
}

void read(Fields& fields, KeepAliveSettings& out) {
  fields.boolean("enabled", out.enabled).integer("interval_minutes", out.interval_minutes, interval_minutes_range);
}

void read(Fields& fields, HealthCheckSettings& out) {
  fields.boolean("enabled", out.enabled)
      .integer("interval_minutes", out.interval_minutes, interval_minutes_range)
      .integer("delete_invalid_after_days", out.delete_invalid_after_days, delete_after_days_range);
}

void read(Fields& fields, LogSettings& out) {
  fields.integer("retention_days", out.retention_days, retention_days_range)
      .boolean("bodies", out.bodies)
      .nullable("level", out.level,
                [](Fields& inner, LogLevel& level) { inner.choice<LogLevel>("level", level, levels); });
}

json to_json(const LogSettings& logs) {
  return {{"retention_days", logs.retention_days},
          {"bodies", logs.bodies},
          {"level", logs.level ? json(to_string(*logs.level)) : json(nullptr)}};
}

json to_json(const RoutingSettings& routing) {
  return {{"strategy", enum_name<Strategy>(strategies, routing.strategy)},
          {"max_attempts", routing.max_attempts},
          {"max_wait_ms", routing.max_wait_ms},
          {"affinity", routing.affinity},
          {"failure_threshold", routing.failure_threshold},
          {"cooldown_seconds", routing.cooldown_seconds},
          {"usage_warning_percent", routing.usage_warning_percent},
          {"usage_protection_percent", routing.usage_protection_percent}};
}

json to_json(const PromptInjectionSettings& injection) {
  return {{"enabled", injection.enabled},
          {"position", enum_name<InjectionPosition>(positions, injection.position)},
          {"content", injection.content}};
}

} // namespace

EnumNames<Strategy> strategy_names() {
  return strategies;
}

EnumNames<InjectionPosition> injection_position_names() {
  return positions;
}

EnumNames<LogLevel> log_level_names() {
  return levels;
}

std::string_view to_string(LogLevel level) {
  return enum_name<LogLevel>(levels, level);
}

Result<Settings> merge_patch(const Settings& current, const json& patch) {
  Settings merged = current;
  Fields fields{patch};
  fields.object("routing", [&](Fields& inner) { read(inner, merged.routing); })
      .object("thinking", [&](Fields& inner) { read_thinking(inner, merged.thinking); })
      .object("prompt_injection", [&](Fields& inner) { read(inner, merged.prompt_injection); })
      .object("keep_alive", [&](Fields& inner) { read(inner, merged.keep_alive); })
      .object("health_checks", [&](Fields& inner) { read(inner, merged.health_checks); })
      .object("logs", [&](Fields& inner) { read(inner, merged.logs); });
  read_prices(fields, merged.prices);
  return fields.finish(std::move(merged));
}

Result<Settings> parse_settings(const json& document) {
  return merge_patch({}, document);
}

json to_json(const Settings& settings) {
  const auto& health = settings.health_checks;
  return {{"routing", to_json(settings.routing)},
          {"thinking", to_json(settings.thinking)},
          {"prompt_injection", to_json(settings.prompt_injection)},
          {"keep_alive",
           {{"enabled", settings.keep_alive.enabled}, {"interval_minutes", settings.keep_alive.interval_minutes}}},
          {"health_checks",
           {{"enabled", health.enabled},
            {"interval_minutes", health.interval_minutes},
            {"delete_invalid_after_days", health.delete_invalid_after_days}}},
          {"logs", to_json(settings.logs)},
          {"prices", to_json(settings.prices)}};
}

} // namespace geminid::dto
