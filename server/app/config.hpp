// What the operator sets: flags win over the environment, and the environment over the defaults (INTERFACE.md,
// "Process").
#pragma once

#include "server/app/dashboard.hpp"
#include "server/http/client_side.hpp"
#include "server/http/server.hpp"
#include "server/log/log.hpp"
#include "server/upstream/client.hpp"
#include "shared/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace geminid::app {

/// What to do; all but `health` need the store for themselves.
enum class Command : std::uint8_t {
  serve,
  import_keys,
  back_up,
  restore,
  set_password,
  check_config,
  rotate_master_key,
  health,
};

struct Config {
  Command command = Command::serve;
  std::string file; // of the command; "-": standard input or output
  std::string host = "0.0.0.0";
  std::uint16_t port = 8080;
  std::filesystem::path data_dir = "./data";
  upstream::Origin upstream;
  std::string upstream_ca_file;
  std::chrono::seconds drain{30};
  log::Level log_level = log::Level::info;
  log::Format log_format = log::Format::text;
  bool metrics_public = false;
  http::ServerLimits limits;
  /// Whose word on a client's address is taken.
  http::TrustedProxies trusted_proxies;
  std::chrono::seconds upstream_connect_timeout{10};
  std::chrono::seconds upstream_head_timeout{600};
  std::chrono::seconds upstream_idle_timeout{1200};
  std::chrono::seconds stream_keep_alive{10};
  http::CorsPolicy cors;
  bool pass_trace_headers = false;
  DashboardFiles dashboard;
  std::string public_url; // empty: not known
  std::optional<upstream::Origin> public_origin;
  std::optional<upstream::Proxy> public_proxy;
  bool fetch_urls = true; // what clients name by URL and a model can't follow itself

  // From the environment only: secrets do not belong on command lines.
  std::optional<std::string> gemini_api_keys;
  std::optional<std::string> user_keys;
  std::optional<std::string> admin_password;
  std::string admin_token;
  std::optional<std::string> master_key;
  std::optional<std::string> new_master_key;
  std::optional<std::string> restore_document;
  std::optional<std::string> restore_passphrase;
  std::optional<std::string> passphrase; // of the commands
  std::optional<upstream::Proxy> upstream_proxy;
  upstream::ProxySettings proxies; // for what is fetched
};

/// What to do instead of running: print `text` and exit. Code 0 for --help and --version, 2 for a bad setting.
struct EarlyExit {
  int code = 2;
  std::string text;
};

[[nodiscard]] Result<Config, EarlyExit> read_config(int argc, const char* const* argv);

} // namespace geminid::app
