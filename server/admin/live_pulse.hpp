// What the dashboard's overview shows, every second, and the circuits that opened or closed meanwhile: asked for while
// somebody listens, and only then. io thread only.
#pragma once

#include "actors/alarm_actor.hpp"
#include "server/admin/admin.hpp"
#include "server/net/background.hpp"

#include <map>
#include <string>
#include <utility>

namespace geminid::admin {

class LivePulse {
public:
  static constexpr Duration period{1'000};

  LivePulse(Admin& admin, actors::Alarm alarm) : admin_(admin), alarm_(std::move(alarm)), task_(admin.gateway.io) {}

  /// Somebody listens.
  void wake();
  /// The alarm has ended or is about to.
  net::Task<void> stop() { return task_.stop(); }

private:
  using CircuitStates = std::map<std::pair<std::string, std::string>, std::string>; // by scope and subject

  net::Task<void> run();
  net::Task<bool> sleep();
  net::Task<void> tell_counts();
  net::Task<void> tell_circuits(bool first);

  Admin& admin_;
  actors::Alarm alarm_;
  net::Background task_;
  gateway::TrafficCounts told_;
  Instant told_at_{};
  CircuitStates circuits_;
};

} // namespace geminid::admin
