#include "actors/policy/location_ban.hpp"

namespace geminid::policy {

void LocationBan::refused(Slot slot, Instant now) {
  slots_.insert(slot);
  last_refused_ = slot;
  circuit_.trip(now);
}

std::vector<LocationBan::Slot> LocationBan::served(Slot slot, Instant now) {
  if (!slots_.contains(slot) || !circuit_.served(now))
    return {};
  std::vector<Slot> free(slots_.begin(), slots_.end());
  slots_.clear();
  return free;
}

void LocationBan::forget(Slot slot) {
  slots_.erase(slot);
  if (slots_.empty())
    circuit_.close();
}

Instant LocationBan::barred_until(Slot slot, Instant now) const {
  if (!slots_.contains(slot))
    return {};
  if (circuit_.state(now) == CircuitState::open)
    return circuit_.shut_until();
  return slot == probe(now) ? Instant{} : Instant::max();
}

Instant LocationBan::next_change(Instant now) const {
  switch (state(now)) {
  case CircuitState::closed:
    break;
  case CircuitState::open:
    return open_until();
  case CircuitState::half_open:
    return open_until() + (turns_over(now) + 1) * location_circuit.probe_spacing;
  }
  return Instant::max();
}

std::int64_t LocationBan::turns_over(Instant now) const {
  return (now - open_until()) / location_circuit.probe_spacing;
}

// Each in turn, or a key that can't answer at all, or is not used, would keep the others out for ever.
LocationBan::Slot LocationBan::probe(Instant now) const {
  auto next = last_refused_ ? slots_.upper_bound(*last_refused_) : slots_.begin();
  for (auto passed = turns_over(now) % static_cast<std::int64_t>(slots_.size()); passed >= 0; --passed) {
    if (next == slots_.end())
      next = slots_.begin();
    if (passed > 0)
      ++next;
  }
  return *next;
}

} // namespace geminid::policy
