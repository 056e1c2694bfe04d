// The present, as actors know it: wall-clock time that follows the actor system's steady clock, so that virtual time in
// tests moves both, and a step of the system's clock moves neither window nor timer.
#pragma once

#include "shared/time.hpp"

#include <caf/actor_clock.hpp>

#include <algorithm>

namespace geminid::actors {

class TimeBase {
public:
  TimeBase(Instant wall, caf::actor_clock::time_point steady) : wall_(wall), steady_(steady) {}

  [[nodiscard]] Instant at(caf::actor_clock::time_point steady) const {
    return wall_ + std::chrono::floor<Duration>(steady - steady_);
  }
  /// Rounded up: a timer must not fire before its instant.
  [[nodiscard]] caf::actor_clock::duration_type until(Instant instant, caf::actor_clock::time_point steady) const {
    return std::max(caf::actor_clock::duration_type{0}, (instant - wall_) - (steady - steady_));
  }

private:
  Instant wall_;
  caf::actor_clock::time_point steady_;
};

} // namespace geminid::actors
