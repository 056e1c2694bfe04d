// What systemd is told of the process, where its unit asks for that (Type=notify, WatchdogSec=); elsewhere nothing
// happens. io thread only.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <string>
#include <string_view>

namespace geminid::app {

class ServiceManager {
public:
  explicit ServiceManager(boost::asio::io_context& io);

  /// geminid serves; `status` is a line for the operator. From here on the watchdog is fed, where there is one: a
  /// process whose io thread hangs is restarted.
  void ready(std::string_view status);
  /// geminid drains, which may take so long.
  void stopping(std::chrono::seconds longest);

private:
  void feed_watchdog();
  void tell(const std::string& state);

  boost::asio::steady_timer timer_;
  std::chrono::microseconds watchdog_every_{0}; // 0: there is none
  bool warned_ = false;
};

} // namespace geminid::app
