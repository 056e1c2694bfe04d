// The keys that Google does not serve at the gateway's address ("User location is not supported"): a matter of the
// address and of keys without billing, so the keys keep their health, and one after another tries again from time to
// time.
#pragma once

#include "actors/policy/circuit.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace geminid::policy {

class LocationBan {
public:
  using Slot = std::uint32_t;

  void refused(Slot slot, Instant now);
  /// The slots that may serve again, when what one of them served ends the ban.
  [[nodiscard]] std::vector<Slot> served(Slot slot, Instant now);
  /// The key is gone.
  void forget(Slot slot);

  /// Nothing while it is closed.
  [[nodiscard]] std::optional<CircuitMemory> memory() const { return circuit_.memory(); }
  /// What a former run remembered, and then each key that it had banned.
  void restore(const CircuitMemory& memory, Instant now) { circuit_.restore(memory, now); }
  void restore(Slot slot) { slots_.insert(slot); }

  [[nodiscard]] const std::set<Slot>& slots() const { return slots_; }
  /// Instant{}: it may serve, as the present probe or unbanned; Instant::max(): when another has tried.
  [[nodiscard]] Instant barred_until(Slot slot, Instant now) const;
  [[nodiscard]] CircuitState state(Instant now) const {
    return slots_.empty() ? CircuitState::closed : circuit_.state(now);
  }
  [[nodiscard]] Instant open_until() const { return circuit_.shut_until(); }
  /// When `barred_until` changes by time alone; Instant::max() when never.
  [[nodiscard]] Instant next_change(Instant now) const;

private:
  [[nodiscard]] std::int64_t turns_over(Instant now) const;
  [[nodiscard]] Slot probe(Instant now) const;

  Circuit circuit_{location_circuit};
  std::set<Slot> slots_;
  std::optional<Slot> last_refused_;
};

} // namespace geminid::policy
