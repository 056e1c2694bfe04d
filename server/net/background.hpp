// A coroutine beside the requests that its owner can end. io thread only.
#pragma once

#include "server/net/task.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <functional>

namespace geminid::net {

/// Destroy it only when nothing runs; `stop` sees to that.
class Background {
public:
  explicit Background(asio::io_context& io) : io_(io), ended_(io, boost::asio::steady_timer::time_point::max()) {}

  /// `over` is called when the task has ended, with what broke it; that it was stopped is no breakage. Only when
  /// nothing runs.
  void start(Task<void> task, std::function<void(std::exception_ptr)> over);
  [[nodiscard]] bool running() const { return running_; }
  /// Gives up what the task is waiting for on the network. Completes when it has ended.
  Task<void> stop();

private:
  asio::io_context& io_;
  asio::cancellation_signal cancel_;
  boost::asio::steady_timer ended_; // fires when the task has ended
  bool running_ = false;
};

} // namespace geminid::net
