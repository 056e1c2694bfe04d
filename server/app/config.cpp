#include "server/app/config.hpp"

#include "server/app/version.hpp"
#include "shared/key_text.hpp"
#include "shared/session_dto.hpp"
#include "shared/weak_secrets.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdlib>

namespace geminid::app {
namespace {

constexpr auto environment_only = R"(Environment only:
  GEMINI_API_KEYS         Gemini keys to add at the start if not stored yet (comma, space or newline separated)
  GEMINID_USER_KEYS       user keys (sk-...) to add at the start if not stored yet
  GEMINID_ADMIN_PASSWORD  the dashboard's password; unset: made at the very first start and printed once
  GEMINID_ADMIN_TOKEN     bearer token for scripts on the admin API
  GEMINID_MASTER_KEY      encrypts Gemini keys at rest; unset: a key file in the data directory
  GEMINID_PUBLIC_URL      own public address, which keep-alive asks for /health; unset: RENDER_EXTERNAL_URL
  GEMINID_RESTORE         a backup's document, applied at the start when the store is empty; what is wrong with it ends
                          the start
  GEMINID_RESTORE_PASSPHRASE  the passphrase of that document
  GEMINID_PASSPHRASE      the passphrase of the commands backup and restore; unset: asked for on standard input
  GEMINID_NEW_MASTER_KEY  what rotate-master-key makes of GEMINID_MASTER_KEY; unset: a random one
  HTTPS_PROXY             HTTP proxy on the way to an https:// upstream, by CONNECT: http://[user:password@]host[:port];
                          port 80 unless given, special characters of user and password percent-encoded
  http_proxy              the same for an http:// upstream, also by CONNECT
  NO_PROXY                hosts that are connected to directly, comma separated: * for all, names (with their
                          subdomains), addresses, networks (10.0.0.0/8), each with :port for that port only
  All three also hold for what --fetch-urls fetches; the proxy is asked for the address that was judged public.
  HTTPS_PROXY and NO_PROXY may be written in lower case, too, which wins where both are set.)";

std::optional<std::string> environment(const char* name) {
  const auto* const value = std::getenv(name);
  return value && *value ? std::optional<std::string>{value} : std::nullopt;
}

/// Where programs disagree on which case of the name wins, this is as curl does it.
std::string proxy_environment(const char* lower_case, const char* upper_case) {
  auto value = environment(lower_case);
  if (!value)
    value = environment(upper_case);
  return value.value_or("");
}

/// As CLI11 holds them, before they become a Config.
struct Raw {
  std::string upstream = "https://generativelanguage.googleapis.com";
  std::string log_level = "info";
  std::string log_format = "text";
  std::string cors_origins;
  // Render's own proxies are the only way in there.
  std::string trusted_proxies = environment("RENDER") ? "private" : "loopback";
  std::string fetch_urls = "on";
  std::string web_dir;
  std::int64_t drain_s = 30;
  std::int64_t header_timeout_s = 10;
  std::int64_t body_timeout_s = 60;
  std::int64_t idle_timeout_s = 75;
  std::int64_t body_mib_max = 32;
  std::int64_t connect_timeout_s = 10;
  std::int64_t head_timeout_s = 600;
  std::int64_t upstream_idle_timeout_s = 1200;
  std::int64_t keep_alive_s = 10;
};

void declare(CLI::App& cli, Config& config, Raw& raw) {
  const auto seconds = [&](const char* flag, const char* variable, std::int64_t& value, const char* text) {
    cli.add_option(flag, value, text)->envname(variable)->check(CLI::Range(1, 86'400))->capture_default_str();
  };
  cli.add_option("--host", config.host, "listen address")->envname("HOST")->capture_default_str();
  cli.add_option("--port", config.port, "listen port; 0 picks a free one")->envname("PORT")->capture_default_str();
  cli.add_option("--data-dir", config.data_dir, "directory of the store, created with mode 0700")
      ->envname("GEMINID_DATA_DIR")
      ->capture_default_str();
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
  cli.add_option("--trusted-proxies", raw.trusted_proxies,
                 "proxies whose X-Forwarded-For and -Proto are believed: addresses, networks, loopback, private")
      ->envname("GEMINID_TRUSTED_PROXIES")
      ->capture_default_str();
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
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  seconds("--drain-seconds", "GEMINID_DRAIN_SECONDS", raw.drain_s, "longest wait for running requests at the end");
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

void take(Config& config, const Raw& raw) {
  config.fetch_urls = raw.fetch_urls == "on";
  config.log_level = log::level_from(raw.log_level).value_or(log::Level::info);
  config.log_format = raw.log_format == "json" ? log::Format::json : log::Format::text;
  config.drain = std::chrono::seconds{raw.drain_s};
  config.limits.header_timeout = std::chrono::seconds{raw.header_timeout_s};
  config.limits.body_timeout = std::chrono::seconds{raw.body_timeout_s};
  config.limits.idle_timeout = std::chrono::seconds{raw.idle_timeout_s};
  config.limits.body_bytes_max = static_cast<std::size_t>(raw.body_mib_max) * 1024 * 1024;
  config.upstream_connect_timeout = std::chrono::seconds{raw.connect_timeout_s};
  config.upstream_head_timeout = std::chrono::seconds{raw.head_timeout_s};
  config.upstream_idle_timeout = std::chrono::seconds{raw.upstream_idle_timeout_s};
  config.stream_keep_alive = std::chrono::seconds{raw.keep_alive_s};
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
  add(*keys, "import", "add the Gemini keys that a file holds, in any form", Command::import_keys)
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
}

std::optional<EarlyExit> take_secrets(Config& config) {
  for (const auto* name :
       {"GEMINID_ADMIN_PASSWORD", "GEMINID_ADMIN_TOKEN", "GEMINID_MASTER_KEY", "GEMINID_NEW_MASTER_KEY"})
    if (const auto value = environment(name); value && is_known_weak(*value))
      return EarlyExit{2, fmt::format("geminid: {}: a secret that everybody knows is refused\n", name)};
  if (const auto password = environment("GEMINID_ADMIN_PASSWORD");
      password && password->size() > dto::password_size_max)
    return EarlyExit{
        2, fmt::format("geminid: GEMINID_ADMIN_PASSWORD: must have at most {} bytes\n", dto::password_size_max)};
  config.gemini_api_keys = environment("GEMINI_API_KEYS");
  config.user_keys = environment("GEMINID_USER_KEYS");
  config.admin_password = environment("GEMINID_ADMIN_PASSWORD");
  config.admin_token = environment("GEMINID_ADMIN_TOKEN").value_or("");
  config.master_key = environment("GEMINID_MASTER_KEY");
  config.new_master_key = environment("GEMINID_NEW_MASTER_KEY");
  config.restore_document = environment("GEMINID_RESTORE");
  config.restore_passphrase = environment("GEMINID_RESTORE_PASSPHRASE");
  config.passphrase = environment("GEMINID_PASSPHRASE");
  if (config.restore_document && !config.restore_passphrase)
    return EarlyExit{2, "geminid: GEMINID_RESTORE_PASSPHRASE: must be set where GEMINID_RESTORE is\n"};
  return std::nullopt;
}

std::optional<EarlyExit> take_cors(Config& config, const std::string& origins) {
  auto cors = http::CorsPolicy::parse(origins, {"/v1/", "/v1beta/", "/upload/v1beta/"});
  if (!cors)
    return EarlyExit{2, fmt::format("geminid: --cors-origins (GEMINID_CORS_ORIGINS): {}\n", cors.error().message)};
  config.cors = std::move(*cors);
  return std::nullopt;
}

std::optional<EarlyExit> take_dashboard(Config& config, const std::string& web_dir) {
  if (config.command != Command::serve && config.command != Command::check_config)
    return std::nullopt;
  auto dashboard = open_dashboard(web_dir);
  if (!dashboard)
    return EarlyExit{2, fmt::format("geminid: --web-dir (GEMINID_WEB_DIR): {}\n", dashboard.error().message)};
  config.dashboard = std::move(*dashboard);
  return std::nullopt;
}

// After take_proxy.
std::optional<EarlyExit> take_public_url(Config& config) {
  const auto* name = environment("GEMINID_PUBLIC_URL") ? "GEMINID_PUBLIC_URL" : "RENDER_EXTERNAL_URL";
  const auto url = environment(name);
  if (!url)
    return std::nullopt;
  auto origin = upstream::Origin::parse(*url);
  if (!origin)
    return EarlyExit{2, fmt::format("geminid: {}: {}\n", name, origin.error().message)};
  auto proxy = upstream::proxy_for(*origin, config.proxies);
  if (!proxy)
    return EarlyExit{2, fmt::format("geminid: {}: {}\n", proxy.error().field, proxy.error().message)};
  config.public_url = *url;
  config.public_origin = std::move(*origin);
  config.public_proxy = std::move(*proxy);
  return std::nullopt;
}

std::optional<EarlyExit> take_proxy(Config& config) {
  upstream::ProxySettings settings;
  settings.https_proxy = proxy_environment("https_proxy", "HTTPS_PROXY");
  settings.http_proxy = environment("http_proxy").value_or(""); // a CGI server sets HTTP_PROXY to what a client sent
  settings.no_proxy = proxy_environment("no_proxy", "NO_PROXY");
  auto proxy = upstream::proxy_for(config.upstream, settings);
  if (!proxy)
    return EarlyExit{2, fmt::format("geminid: {}: {}\n", proxy.error().field, proxy.error().message)};
  config.upstream_proxy = std::move(*proxy);
  config.proxies = std::move(settings);
  return std::nullopt;
}

} // namespace

Result<Config, EarlyExit> read_config(int argc, const char* const* argv) {
  Config config;
  Raw raw;
  CLI::App cli{"geminid: a gateway for Google's Gemini API over a pool of keys", "geminid"};
  cli.set_version_flag("--version", std::string{version_text()});
  cli.footer(environment_only);
  declare(cli, config, raw);
  declare_commands(cli, config);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return EarlyExit{0, cli.help()};
  } catch (const CLI::CallForVersion&) {
    return EarlyExit{0, std::string{version_text()} + "\n"};
  } catch (const CLI::ParseError& error) {
    return EarlyExit{2, fmt::format("geminid: {}\n", error.what())};
  }
  auto origin = upstream::Origin::parse(raw.upstream);
  if (!origin)
    return EarlyExit{2, fmt::format("geminid: --upstream (GEMINI_BASE_URL): {}\n", origin.error().message)};
  config.upstream = std::move(*origin);
  auto proxies = http::TrustedProxies::parse(raw.trusted_proxies);
  if (!proxies)
    return EarlyExit{
        2, fmt::format("geminid: --trusted-proxies (GEMINID_TRUSTED_PROXIES): {}\n", proxies.error().message)};
  config.trusted_proxies = std::move(*proxies);
  take(config, raw);
  if (auto refused = take_secrets(config))
    return std::move(*refused);
  if (auto refused = take_proxy(config))
    return std::move(*refused);
  if (auto refused = take_public_url(config))
    return std::move(*refused);
  if (auto refused = take_cors(config, raw.cors_origins))
    return std::move(*refused);
  if (auto refused = take_dashboard(config, raw.web_dir))
    return std::move(*refused);
  return config;
}

} // namespace geminid::app
