// What the handlers of one simulator share. A handler's coroutine owns its state, so that it may outlive the Simulator.
#pragma once

#include "server/http/router.hpp"
#include "tools/gemini_sim/simulator.hpp"

#include <set>

namespace geminid::sim {

class Patience;

class SimulatorState : public std::enable_shared_from_this<SimulatorState> {
public:
  SimulatorState(net::asio::io_context& context, Simulator::Options settings);

  [[nodiscard]] Instant now() const { return options.now() + clock_offset; }

  net::asio::io_context& io;
  Simulator::Options options;
  http::Router router;
  FaultBook faults;
  Stats stats;
  Keyring keyring;
  /// Added to the clock by POST /_sim/clock.
  Duration clock_offset{0};
  std::uint64_t replies = 0;
  std::set<Patience*> hung;
};

using StatePointer = std::shared_ptr<SimulatorState>;

/// Adds the routes of Gemini's API; generate.cpp.
void add_api_routes(SimulatorState& state);
/// Answers GET /models and /models/{id}; models.cpp.
net::Task<void> serve_models(StatePointer state, http::Exchange& exchange);
/// Adds `/_sim`; control.cpp.
void add_control_routes(SimulatorState& state);

} // namespace geminid::sim
