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
  return slot == probe() ? Instant{} : Instant::max();
}

// Each in turn, or a key that can't answer at all would keep the others out for ever.
LocationBan::Slot LocationBan::probe() const {
  const auto next = last_refused_ ? slots_.upper_bound(*last_refused_) : slots_.begin();
  return next == slots_.end() ? *slots_.begin() : *next;
}

} // namespace geminid::policy
