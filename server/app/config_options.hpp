// Everything that can be set from outside, and what is said of it: flags, environment and commands. `--help`,
// docs/CONFIGURATION.md and read_config() all follow it.
#pragma once

#include "server/app/config.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace CLI {
class App;
} // namespace CLI

namespace geminid::app {

/// As flags and environment give them, before they become a Config. What Config has in the same form is not here.
struct RawConfig {
  /// The defaults depend on the host that the environment tells of.
  RawConfig();

  std::string upstream = "https://generativelanguage.googleapis.com";
  std::string log_level = "info";
  std::string log_format = "text";
  std::string cors_origins;
  std::string trusted_proxies;
  std::string fetch_urls = "on";
  std::string web_dir;
  std::int64_t drain_s;
  std::int64_t header_timeout_s = 10;
  std::int64_t body_timeout_s = 60;
  std::int64_t idle_timeout_s = 75;
  std::int64_t body_mib_max = 32;
  std::int64_t connect_timeout_s = 10;
  std::int64_t head_timeout_s = 600;
  std::int64_t upstream_idle_timeout_s = 1200;
  std::int64_t keep_alive_s = 10;
};

/// What every flag in seconds takes, from 1.
inline constexpr int seconds_max = 86'400;
inline constexpr int body_mib_limit_max = 1024;

/// `config` and `raw` get what is parsed, and outlive `cli`. What is said of a default does not depend on the
/// environment.
void declare_settings(CLI::App& cli, Config& config, RawConfig& raw);

/// One that no flag sets.
struct EnvironmentVariable {
  std::string_view name;
  std::string_view meaning;
};

[[nodiscard]] std::span<const EnvironmentVariable> environment_variables();

} // namespace geminid::app
