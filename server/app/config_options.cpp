#include "server/app/config_options.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace geminid::app {
namespace {

constexpr EnvironmentVariable variables[] = {
    {"GEMINI_API_KEYS",
     "Gemini keys to add at the start if not stored yet: comma, space or newline separated; added again only when this "
     "text changes"},
    {"GEMINID_USER_KEYS", "user keys (sk-...) to add at the start if not stored yet; likewise"},
    {"GEMINID_ADMIN_PASSWORD",
     "the dashboard's password, which wins over a stored one; unset: made at the very first start and printed once"},
    {"GEMINID_ADMIN_TOKEN", "bearer token for scripts on the admin API and for /metrics; unset: none is taken"},
    {"GEMINID_MASTER_KEY",
     "encrypts Gemini keys at rest, 16 characters or more; unset: a key file in the data directory"},
    {"GEMINID_PUBLIC_URL", "own public address, which keep-alive asks for /health; unset: RENDER_EXTERNAL_URL"},
    {"GEMINID_RESTORE",
     "a backup's document, applied at the start when the store is empty; what is wrong with it ends the start"},
    {"GEMINID_RESTORE_PASSPHRASE", "the passphrase of that document"},
    {"GEMINID_PASSPHRASE", "the passphrase of the commands backup and restore; unset: asked for on standard input"},
    {"GEMINID_NEW_MASTER_KEY", "what rotate-master-key makes of GEMINID_MASTER_KEY; unset: a random one"},
    {"HTTPS_PROXY",
     "HTTP proxy on the way to an https:// upstream, by CONNECT: http://[user:password@]host[:port]; port 80 unless "
     "given, special characters of user and password percent-encoded; https_proxy wins where both are set"},
    {"http_proxy", "the same for an http:// upstream, also by CONNECT; in lower case only"},
    {"NO_PROXY",
     "hosts that are connected to directly, comma separated: * for all, names (with their subdomains), addresses, "
     "networks (10.0.0.0/8), each with :port for that port only; no_proxy wins where both are set. The proxies also "
     "hold for what --fetch-urls fetches: they are asked for the address that was judged public"},
    {"RENDER", "set by Render: --trusted-proxies and --drain-seconds have other defaults there"},
    {"RENDER_EXTERNAL_URL", "set by Render: the public address where GEMINID_PUBLIC_URL is unset"},
    {"NOTIFY_SOCKET",
     "set by systemd (Type=notify): told when geminid listens and when it drains; with WATCHDOG_USEC also that it "
     "lives"},
};

// Where `--help` says what a variable means, and where its lines end.
constexpr std::size_t meaning_column = 30;
constexpr std::size_t line_size_max = 120;

std::string environment_help() {
  std::string text = "Environment only:";
  for (const auto& variable : variables) {
    std::size_t column = meaning_column;
    text += fmt::format("\n  {:<{}}", variable.name, meaning_column - 2);
    for (std::string_view rest = variable.meaning; !rest.empty();) {
      const auto word = rest.substr(0, rest.find(' '));
      rest.remove_prefix(std::min(word.size() + 1, rest.size()));
      if (column > meaning_column && column + word.size() > line_size_max) {
        text.back() = '\n';
        text.append(meaning_column, ' ');
        column = meaning_column;
      }
      text += word;
      text += rest.empty() ? "" : " ";
      column += word.size() + 1;
    }
  }
  return text;
}

void declare_server(CLI::App& cli, Config& config, RawConfig& raw) {
  cli.add_option("--host", config.host, "listen address")->envname("HOST")->capture_default_str();
  cli.add_option("--port", config.port, "listen port; 0 picks a free one")->envname("PORT")->capture_default_str();
  cli.add_option("--data-dir", config.data_dir, "directory of the store, created with mode 0700")
      ->envname("GEMINID_DATA_DIR")
      ->default_str(config.data_dir.string());
  cli.add_option("--web-dir", raw.web_dir,
                 "directory of the dashboard's files; unset: ../share/geminid/web beside the program's own, if it is "
                 "there")
      ->envname("GEMINID_WEB_DIR");
  cli.add_option("--upstream", raw.upstream, "Gemini API; http:// is allowed")
      ->envname("GEMINI_BASE_URL")
      ->capture_default_str();
  cli.add_option("--upstream-ca-file", config.upstream_ca_file, "PEM file with more trusted roots")
      ->envname("GEMINID_UPSTREAM_CA_FILE")
      ->check(CLI::ExistingFile);
  cli.add_option("--log-level", raw.log_level, "trace, debug, info, warn, error")
      ->envname("GEMINID_LOG_LEVEL")
      ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}))
      ->capture_default_str();
  cli.add_option("--log-format", raw.log_format, "text or json")
      ->envname("GEMINID_LOG_FORMAT")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
}

void declare_clients(CLI::App& cli, Config& config, RawConfig& raw) {
  cli.add_option("--trusted-proxies", raw.trusted_proxies,
                 "proxies whose X-Forwarded-For and -Proto are believed: addresses, networks, loopback, private")
      ->envname("GEMINID_TRUSTED_PROXIES")
      ->default_str("loopback; on Render private");
  cli.add_flag("--metrics-public", config.metrics_public, "GET /metrics needs no admin token")
      ->envname("GEMINID_METRICS_PUBLIC");
  cli.add_option("--cors-origins", raw.cors_origins,
                 "web pages whose scripts may call the API: * or origins (https://app.example), comma separated; "
                 "never the admin API")
      ->envname("GEMINID_CORS_ORIGINS");
  cli.add_flag("--pass-trace-headers", config.pass_trace_headers,
               "a client's traceparent and tracestate are sent to Google, and its trace id is logged")
      ->envname("GEMINID_PASS_TRACE_HEADERS");
  cli.add_option(
         "--fetch-urls", raw.fetch_urls,
         "on: media that a client names by URL are fetched from the public internet where the model can't do so "
         "itself; off: such a request is refused")
      ->envname("GEMINID_FETCH_URLS")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  cli.add_option("--body-mib-max", raw.body_mib_max, "largest request body, MiB")
      ->envname("GEMINID_BODY_MIB_MAX")
      ->check(CLI::Range(1, body_mib_limit_max))
      ->capture_default_str();
}

void declare_times(CLI::App& cli, RawConfig& raw) {
  const auto seconds = [&](const char* flag, const char* variable, std::int64_t& value, const char* text) {
    return cli.add_option(flag, value, text)
        ->envname(variable)
        ->check(CLI::Range(1, seconds_max))
        ->capture_default_str();
  };
  seconds("--drain-seconds", "GEMINID_DRAIN_SECONDS", raw.drain_s, "longest wait for running requests at the end")
      ->default_str("30; on Render 25");
  seconds("--header-timeout-seconds", "GEMINID_HEADER_TIMEOUT_SECONDS", raw.header_timeout_s,
          "a client that needs longer for its headers is closed");
  seconds("--body-timeout-seconds", "GEMINID_BODY_TIMEOUT_SECONDS", raw.body_timeout_s,
          "a client that sends nothing of its body for so long is closed");
  seconds("--idle-timeout-seconds", "GEMINID_IDLE_TIMEOUT_SECONDS", raw.idle_timeout_s,
          "a kept-alive connection without a request is closed");
  seconds("--upstream-connect-timeout-seconds", "GEMINID_UPSTREAM_CONNECT_TIMEOUT_SECONDS", raw.connect_timeout_s,
          "longest wait for a connection to upstream");
  seconds("--upstream-head-timeout-seconds", "GEMINID_UPSTREAM_HEAD_TIMEOUT_SECONDS", raw.head_timeout_s,
          "longest wait for the beginning of an upstream answer");
  seconds("--upstream-idle-timeout-seconds", "GEMINID_UPSTREAM_IDLE_TIMEOUT_SECONDS", raw.upstream_idle_timeout_s,
          "longest silence within an upstream answer");
  seconds("--stream-keep-alive-seconds", "GEMINID_STREAM_KEEP_ALIVE_SECONDS", raw.keep_alive_s,
          "silence after which a streaming client gets a comment");
}

void declare_commands(CLI::App& cli, Config& config) {
  const auto add = [&](CLI::App& to, const char* name, const char* text, Command command) {
    auto* const added = to.add_subcommand(name, text);
    added->fallthrough();
    added->callback([&config, command] { config.command = command; });
    return added;
  };
  cli.require_subcommand(0, 1);
  auto* const keys = cli.add_subcommand("keys", "work on the stored Gemini keys; geminid must not run");
  keys->fallthrough();
  keys->require_subcommand(1);
  add(*keys, "import", "add the Gemini keys that a file holds, in any form; geminid must not run", Command::import_keys)
      ->add_option("FILE", config.file, "the file; - for standard input")
      ->required();
  config.file = "-";
  add(cli, "backup", "write the configuration as one encrypted document; geminid must not run", Command::back_up)
      ->add_option("FILE", config.file, "where to, made with mode 0600; - for standard output")
      ->capture_default_str();
  add(cli, "restore", "replace the configuration by that of a backup, all or nothing; geminid must not run",
      Command::restore)
      ->add_option("FILE", config.file, "the backup; - for standard input")
      ->required();
  add(cli, "set-password", "set the dashboard's password, read from standard input; geminid must not run",
      Command::set_password);
  add(cli, "check-config", "check flags, environment and store; geminid must not run", Command::check_config);
  add(cli, "rotate-master-key", "encrypt every stored secret with another master key; geminid must not run",
      Command::rotate_master_key);
  add(cli, "health", "ask the geminid that runs on this machine, at the same --host and --port, whether it serves",
      Command::health);
}

} // namespace

// Render's own proxies are the only way in there, and it kills 30 seconds after it said to stop: what is only in memory
// must be stored by then.
RawConfig::RawConfig() {
  const auto* const render = std::getenv("RENDER");
  const bool on_render = render && *render;
  trusted_proxies = on_render ? "private" : "loopback";
  drain_s = on_render ? 25 : 30;
}

void declare_settings(CLI::App& cli, Config& config, RawConfig& raw) {
  cli.footer(environment_help());
  declare_server(cli, config, raw);
  declare_clients(cli, config, raw);
  declare_times(cli, raw);
  declare_commands(cli, config);
}

std::span<const EnvironmentVariable> environment_variables() {
  return variables;
}

} // namespace geminid::app
