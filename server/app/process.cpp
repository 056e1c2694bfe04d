#include "server/app/process.hpp"

#include "server/app/service.hpp"
#include "server/app/service_manager.hpp"
#include "server/log/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include <csignal>
#include <unistd.h>

namespace geminid::app {
namespace {

namespace asio = boost::asio;

// Awaited while the io_context runs, so references to run_process's own are safe.
net::Task<void> live(asio::io_context& io, Service& service, std::chrono::seconds drain, int& exit_code) {
  asio::signal_set signals{io, SIGTERM, SIGINT};
  ServiceManager manager{io};
  if (const auto started = co_await service.start(); started) {
    manager.ready(fmt::format("listens on port {}", service.port()));
    co_await signals.async_wait(net::as_tuple);
    log::info("draining: running requests may end").with("seconds", drain.count());
    manager.stopping(drain);
  } else {
    log::error("geminid can't start").with("error", started.error().message);
    exit_code = 1;
  }
  co_await service.stop(drain);
  io.stop();
}

} // namespace

void end_at_once_when_asked() {
  const auto end = [](int) { ::_exit(0); };
  std::signal(SIGTERM, end);
  std::signal(SIGINT, end);
}

int run_process(const Config& config, StoredState state) {
  asio::io_context io{1};
  Service service{io, config, std::move(state)};
  int exit_code = 0;
  asio::co_spawn(io, live(io, service, config.drain, exit_code), asio::detached);
  io.run();
  io.restart();
  while (io.poll() > 0) { // lets the actors see that they have ended, so that the store is closed
  }
  return exit_code;
}

} // namespace geminid::app
