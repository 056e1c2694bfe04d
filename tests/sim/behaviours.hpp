// What befalls a simulation besides its clients: admins, Google's whims, deaths, full disks and restarts. A new kind is
// a function and its line in the table.
#pragma once

#include "tests/sim/clients.hpp"
#include "tests/sim/stage.hpp"

#include <span>
#include <string_view>

namespace geminid::sim {

struct Behaviour {
  std::string_view name;
  /// Of those that an admin does at most one befalls an instant: the books know what held before a step and what holds
  /// after it, but nothing in between.
  bool of_admin;
  /// How often, relative to the others.
  double weight;
  /// Sends its messages and tells the books, but lets nobody run: several befall the same instant.
  void (*befall)(Stage& stage, Clients& clients);
};

[[nodiscard]] std::span<const Behaviour> behaviours();

/// The process stops and starts again from what it stored: after a drain, or in the middle of things. The actors must
/// be at rest unless it crashes.
void restart(Stage& stage, Clients& clients, bool gracefully);

} // namespace geminid::sim
