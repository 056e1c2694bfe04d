// One run of the simulation: everything follows from the seed.
#pragma once

#include "tests/sim/behaviours.hpp"
#include "tests/sim/clients.hpp"
#include "tests/sim/stage.hpp"

namespace geminid::sim {

class Simulation {
public:
  explicit Simulation(std::uint64_t seed) : stage_(seed) {}
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  /// Until so many client requests have come and all of them have ended. Throws Violation.
  void run(std::int64_t requests);
  [[nodiscard]] const Tally& tally() const { return clients_.tally(); }
  [[nodiscard]] std::int64_t restarts() const { return restarts_; }
  [[nodiscard]] Duration lasted() const { return stage_.now() - began_; }

private:
  void move_on(bool arrivals_end);
  void step();
  void befall();
  void stop_and_start();
  void plan_arrivals();
  void look_closely();
  void check_the_end();

  Stage stage_;
  Clients clients_{stage_};
  Instant began_ = stage_.now();
  Instant next_arrival_ = began_;
  Instant mood_until_ = began_;
  Duration mean_gap_{1000};
  std::int64_t restarts_ = 0;
};

} // namespace geminid::sim
