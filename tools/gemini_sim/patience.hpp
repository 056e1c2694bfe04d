// Waits on purpose, and notices when the client has gone meanwhile.
#pragma once

#include "server/http/exchange.hpp"
#include "server/net/task.hpp"
#include "tools/gemini_sim/simulator_state.hpp"

#include <boost/asio/basic_waitable_timer.hpp>

#include <chrono>

namespace geminid::sim {

/// Of one request; lives in its handler. The exchange's gone guard is taken at the first wait.
class Patience {
public:
  Patience(SimulatorState& state, http::Exchange& exchange) : state_(state), exchange_(exchange), timer_(state.io) {}
  ~Patience() { state_.hung.erase(this); }
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

  /// False: the client has gone.
  net::Task<bool> pause(std::chrono::milliseconds delay);
  /// Waits for `release_all`. False: the client has gone.
  net::Task<bool> hang();
  static void release_all(SimulatorState& state);

private:
  net::Task<bool> wait();

  using Clock = std::chrono::steady_clock;
  SimulatorState& state_;
  http::Exchange& exchange_;
  net::asio::basic_waitable_timer<Clock, net::asio::wait_traits<Clock>, net::Executor> timer_;
  http::Exchange::GoneGuard guard_;
  bool gone_ = false;
};

} // namespace geminid::sim
