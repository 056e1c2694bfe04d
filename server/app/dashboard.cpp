#include "server/app/dashboard.hpp"

#include "server/http/answer.hpp"

#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace geminid::app {
namespace {

namespace fs = std::filesystem;

/// The pages hold admins' secrets: nothing of another origin gets into them, and no page of another origin around them.
/// WebAssembly needs its own word in the policy; the clipboard stays allowed, since keys are copied and pasted.
const std::vector<http::Header>& page_headers() {
  static const std::vector<http::Header> headers{
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' "
       "data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"X-Frame-Options", "DENY"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Permissions-Policy",
       "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), "
       "geolocation=(), "
       "gyroscope=(), hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), "
       "picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), "
       "xr-spatial-tracking=()"},
  };
  return headers;
}

http::Response page(http::Response response) {
  response.headers.insert(response.headers.end(), page_headers().begin(), page_headers().end());
  return response;
}

http::Response redirect() {
  http::Response response;
  response.status = 302;
  response.content_type.clear();
  response.headers.push_back({"Location", "/admin/"});
  return page(std::move(response));
}

http::Response no_dashboard() {
  return page(http::plain_answer(404,
                                 "This geminid was started without its dashboard. tools/run.sh builds and serves it; "
                                 "geminid --web-dir serves one that was built. The admin API works without it.\n"));
}

net::Task<void> send(http::Exchange& exchange, http::Response response) {
  co_await exchange.respond(std::move(response));
}

net::Task<void> serve(http::Exchange& exchange, DashboardFiles files, std::string name) {
  for (const auto& header : page_headers())
    exchange.add_header(header);
  co_await files->serve(exchange, name);
}

bool is_page(std::string_view path) {
  return path.starts_with("/admin/") && !path.starts_with("/admin/api/");
}

fs::path installed() {
  std::error_code failure;
  const auto program = fs::read_symlink("/proc/self/exe", failure);
  if (failure)
    return {};
  auto folder = program.parent_path().parent_path() / "share" / "geminid" / "web";
  return fs::is_directory(folder, failure) ? folder : fs::path{};
}

} // namespace

Result<DashboardFiles> open_dashboard(const fs::path& named) {
  const auto folder = named.empty() ? installed() : named;
  if (folder.empty())
    return DashboardFiles{};
  auto files = http::StaticFiles::load(folder);
  if (!files)
    return Error{folder.string() + ": " + files.error().message};
  return DashboardFiles{std::make_shared<const http::StaticFiles>(std::move(*files))};
}

void add_dashboard(http::Router& router, DashboardFiles files) {
  using http::Exchange;

  for (const auto* way : {"/", "/admin"})
    router.add("GET", way, [](Exchange& exchange) { return send(exchange, redirect()); });
  router.add("GET", "/admin/", [files](Exchange& exchange) {
    return files ? serve(exchange, files, "index.html") : send(exchange, no_dashboard());
  });
  router.add("GET", "/admin/{name}", [files](Exchange& exchange) {
    return files ? serve(exchange, files, std::string{exchange.path_parameter("name")})
                 : send(exchange, no_dashboard());
  });
  router.set_unmatched(
      [others = router.unmatched()](const Exchange& exchange, const std::vector<std::string>& allowed) {
        return is_page(exchange.path()) && allowed.empty() ? page(http::plain_answer(404, "There is no such page.\n"))
                                                           : others(exchange, allowed);
      });
}

} // namespace geminid::app
