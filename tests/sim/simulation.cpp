#include "tests/sim/simulation.hpp"

#include <algorithm>
#include <utility>

namespace geminid::sim {
namespace {

using namespace std::chrono_literals;

/// Chances of each arrival to be accompanied by something else.
constexpr double befalls = 0.01;
constexpr double restart_chance = 0.0005;
constexpr double bursts = 0.01;
constexpr std::uint64_t steps_between_looks = 50;

const Behaviour& draw_behaviour(Random& random) {
  double sum = 0;
  for (const auto& behaviour : behaviours())
    sum += behaviour.weight;
  auto left = random.real() * sum;
  for (const auto& behaviour : behaviours())
    if ((left -= behaviour.weight) < 0)
      return behaviour;
  return behaviours().back();
}

} // namespace

// Who asks an actor for a lease must not outlive the clients whom it tells.
Simulation::~Simulation() {
  clients_.end_all(false);
  stage_.ledgers.clear();
  stage_.world.reset();
}

void Simulation::run(std::int64_t requests) {
  while (clients_.tally().requests < requests || !clients_.empty()) {
    const bool all_came = clients_.tally().requests >= requests;
    move_on(all_came);
    clients_.act();
    if (!all_came && next_arrival_ <= stage_.now()) {
      auto come = stage_.random.chance(bursts) ? stage_.random.between(5, 60) : 1;
      const bool accompanied = stage_.random.chance(befalls);
      if (accompanied) {
        step();
        befall();
        come += stage_.random.between(0, 5);
      }
      for (; come > 0; --come) {
        clients_.arrive();
        if (stage_.random.chance(0.2))
          stage_.world->run_some(static_cast<int>(stage_.random.between(1, 15)));
      }
      plan_arrivals();
    }
    if (!all_came && stage_.random.chance(restart_chance)) {
      stop_and_start();
      continue;
    }
    step();
  }
  check_the_end();
}

// To whatever happens next.
void Simulation::move_on(bool arrivals_end) {
  auto next = std::min(clients_.next_event(), stage_.world->next_timer());
  if (!arrivals_end)
    next = std::min(next, next_arrival_);
  stage_.world->advance(std::max(Duration{0}, next - stage_.now()));
  clients_.read_answers();
}

void Simulation::step() {
  const auto come_to_rest = [this] {
    stage_.world->run();
    clients_.read_answers();
    stage_.world->run(); // leases of those who are gone return
    clients_.read_answers();
  };
  come_to_rest();
  stage_.do_afterwards();
  come_to_rest();
  stage_.end_step();
  clients_.check_waiting();
  if (stage_.step % steps_between_looks == 0)
    look_closely();
}

void Simulation::befall() {
  bool admin_came = false;
  for (auto count = stage_.random.between(1, 3); count > 0; --count) {
    const auto& behaviour = draw_behaviour(stage_.random);
    if (behaviour.of_admin && std::exchange(admin_came, true))
      continue;
    stage_.note(std::string{behaviour.name});
    behaviour.befall(stage_, clients_);
    stage_.world->run_some(static_cast<int>(stage_.random.between(0, 10)));
  }
}

void Simulation::stop_and_start() {
  ++restarts_;
  step();
  const bool gracefully = stage_.random.chance(0.4);
  if (!gracefully) { // in the middle of things
    for (auto come = stage_.random.between(0, 8); come > 0; --come)
      clients_.arrive();
    stage_.restless = true;
    stage_.world->run_some(static_cast<int>(stage_.random.between(0, 60)));
  }
  restart(stage_, clients_, gracefully);
  next_arrival_ = stage_.now();
}

void Simulation::plan_arrivals() {
  auto& random = stage_.random;
  if (mood_until_ <= stage_.now()) {
    const auto mood = random.real();
    if (mood < 0.4) {
      mean_gap_ = Duration{random.between(50, 500)};
      mood_until_ = stage_.now() + random.between(Duration{20s}, Duration{5min});
    } else if (mood < 0.85) {
      mean_gap_ = Duration{random.between(500, 4'000)};
      mood_until_ = stage_.now() + random.between(Duration{2min}, Duration{1h});
    } else {
      next_arrival_ = stage_.now() + random.between(Duration{1h}, Duration{8h});
      return;
    }
  }
  next_arrival_ = stage_.now() + random.until_next(mean_gap_);
}

// What the actors say of themselves must be what the books say.
void Simulation::look_closely() {
  const auto depth = stage_.world->ask(stage_.world->dispatcher, actors::GetQueueDepth{});
  const auto living = clients_.waiting();
  if (**depth->value < living || **depth->value > living + clients_.dead_waiting())
    stage_.fail(std::to_string(**depth->value) + " requests wait at the dispatcher, but " + std::to_string(living) +
                " clients do");
  const auto secrets = stage_.books.secrets();
  if (secrets.empty())
    return;
  const auto& secret = stage_.random.pick(secrets);
  const auto config = *stage_.books.config(secret);
  const auto key = stage_.world->key(config.id);
  const auto told = [&](const char* what, bool same) {
    if (!same)
      stage_.fail(std::string{what} + " of " + config.id + " is not what the admin was told");
  };
  told("enabled", key.config.enabled == config.enabled);
  told("project", key.config.project == config.project);
  told("weight", key.config.weight == config.weight);
  told("limits", key.config.limits == config.limits);
  for (const auto& use : key.models)
    if (const auto wrong = stage_.books.audit(secret, use, stage_.now()))
      stage_.fail(Books::owner(config) + " " + *wrong);
}

void Simulation::check_the_end() {
  stage_.world->advance(2min);
  if (**stage_.world->ask(stage_.world->dispatcher, actors::GetQueueDepth{})->value != 0)
    stage_.fail("somebody still waits when all is quiet");
  for (std::uint64_t i = 0; i < 20; ++i)
    look_closely();
}

} // namespace geminid::sim
