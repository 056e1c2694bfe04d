// A deadline that is moved far more often than it is met: moving it later costs a store, not a timer operation.
#pragma once

#include "server/net/task.hpp"

#include <boost/asio/basic_waitable_timer.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace geminid::upstream {

using SteadyTime = std::chrono::steady_clock::time_point;
using SteadyTimer = net::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                    net::asio::wait_traits<std::chrono::steady_clock>, net::Executor>;

class Deadline {
public:
  /// `on_expiry` may move the deadline but must not destroy it.
  Deadline(net::asio::io_context& io, std::function<void()> on_expiry);

  void expire_at(SteadyTime at);
  void never_expire();

private:
  struct State;
  std::shared_ptr<State> state_;
};

} // namespace geminid::upstream
