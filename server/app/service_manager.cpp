#include "server/app/service_manager.hpp"

#include "server/log/log.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>

#include <cstdint>
#include <system_error>

namespace geminid::app {
namespace {

/// After the last request: what is only in memory is stored.
constexpr std::chrono::seconds time_to_store{10};

} // namespace

ServiceManager::ServiceManager(boost::asio::io_context& io) : timer_(io) {
  std::uint64_t limit_us = 0;
  if (::sd_watchdog_enabled(0, &limit_us) > 0)
    watchdog_every_ = std::chrono::microseconds{limit_us / 2};
}

void ServiceManager::ready(std::string_view status) {
  tell(fmt::format("READY=1\nSTATUS={}", status));
  if (watchdog_every_ > std::chrono::microseconds{0})
    feed_watchdog();
}

void ServiceManager::stopping(std::chrono::seconds longest) {
  const auto all = std::chrono::microseconds{longest + time_to_store};
  tell(fmt::format("STOPPING=1\nSTATUS=draining: running requests may end\nEXTEND_TIMEOUT_USEC={}", all.count()));
}

void ServiceManager::feed_watchdog() {
  tell("WATCHDOG=1");
  timer_.expires_after(watchdog_every_);
  timer_.async_wait([this](boost::system::error_code cancelled) {
    if (!cancelled)
      feed_watchdog();
  });
}

// Without a socket in the environment this does nothing.
void ServiceManager::tell(const std::string& state) {
  const int sent = ::sd_notify(0, state.c_str());
  if (sent >= 0 || warned_)
    return;
  warned_ = true;
  log::warn("systemd can't be told how it goes").with("error", std::generic_category().message(-sent));
}

} // namespace geminid::app
