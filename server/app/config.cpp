#include "server/app/config.hpp"

#include "server/app/config_options.hpp"
#include "server/app/version.hpp"
#include "server/upstream/tls_context.hpp"
#include "shared/key_text.hpp"
#include "shared/session_dto.hpp"
#include "shared/weak_secrets.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdlib>

namespace geminid::app {
namespace {

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

void take(Config& config, const RawConfig& raw) {
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

std::optional<EarlyExit> check_upstream_ca_file(const Config& config) {
  if (config.upstream_ca_file.empty())
    return std::nullopt;
  if (const auto checked = upstream::check_ca_file(config.upstream_ca_file); !checked)
    return EarlyExit{
        2, fmt::format("geminid: --upstream-ca-file (GEMINID_UPSTREAM_CA_FILE): {}\n", checked.error().message)};
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
  RawConfig raw;
  CLI::App cli{"geminid: a gateway for Google's Gemini API over a pool of keys", "geminid"};
  cli.set_version_flag("--version", std::string{version_text()});
  declare_settings(cli, config, raw);
  try {
    cli.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return EarlyExit{0, cli.help()};
  } catch (const CLI::CallForVersion&) {
    return EarlyExit{0, std::string{version_text()} + "\n"};
  } catch (const CLI::ParseError& error) {
    return EarlyExit{2, fmt::format("geminid: {}\n", error.what())};
  }
  if (config.command == Command::health) // a wrong setting of anything else is none of its business
    return config;
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
  if (auto refused = check_upstream_ca_file(config))
    return std::move(*refused);
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
