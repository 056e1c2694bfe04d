#include "actors/policy/circuit.hpp"

#include <algorithm>

namespace geminid::policy {

std::string_view to_string(CircuitState state) {
  switch (state) {
  case CircuitState::open:
    return "open";
  case CircuitState::half_open:
    return "half_open";
  case CircuitState::closed:
    break;
  }
  return "closed";
}

CircuitState Circuit::state(Instant now) const {
  if (closed_)
    return CircuitState::closed;
  return now < open_until_ ? CircuitState::open : CircuitState::half_open;
}

void Circuit::sent(Instant now) {
  if (!closed_)
    shut_until_ = now + rules_.probe_spacing;
}

bool Circuit::trip(Instant now) {
  if (state(now) == CircuitState::open)
    return false;
  constexpr std::uint32_t doublings_max = 8;
  const auto doublings = std::min(openings_, doublings_max);
  ++openings_;
  trip_until(now + std::min(rules_.open_max, rules_.open_min * (1 << doublings)));
  return true;
}

void Circuit::trip_until(Instant until) {
  closed_ = false;
  open_until_ = shut_until_ = until;
}

bool Circuit::served(Instant now) {
  if (state(now) != CircuitState::half_open)
    return false;
  close();
  return true;
}

void Circuit::close() {
  *this = Circuit{rules_};
}

std::optional<CircuitMemory> Circuit::memory() const {
  return closed_ ? std::nullopt : std::optional{CircuitMemory{open_until_, openings_}};
}

void Circuit::restore(const CircuitMemory& memory, Instant now) {
  openings_ = memory.openings;
  trip_until(std::min(memory.open_until, now + rules_.open_max));
}

std::vector<BareBurst::Slot> BareBurst::note(std::string_view project, Slot slot, Instant now) {
  std::erase_if(recent_,
                [&](const Refused& refused) { return refused.at + window < now || refused.project == project; });
  recent_.push_back({std::string{project}, slot, now});
  if (recent_.size() < projects)
    return {};
  std::vector<Slot> slots;
  for (const auto& refused : recent_)
    slots.push_back(refused.slot);
  recent_.clear();
  return slots;
}

} // namespace geminid::policy
