// What the dispatcher makes of refusals that say more than that a key is at its limit: circuits of a model and of the
// gateway's location (actors/policy/circuit.hpp, location_ban.hpp).
#include "actors/dispatcher_actor.hpp"

namespace geminid::actors {

void DispatcherState::heed(const KeyOffer& offer, ModelLane& lane) {
  switch (offer.sign) {
  case Sign::none:
    return;
  case Sign::served:
    lane.circuit.served(now());
    for (const auto slot : location_.served(offer.slot, now()))
      bar_by_location(slot);
    return;
  case Sign::bare_refusal:
    return bare_refusal(offer, lane);
  case Sign::location_refusal:
    location_.refused(offer.slot, now());
    location_changed();
    return;
  }
}

void DispatcherState::bare_refusal(const KeyOffer& offer, ModelLane& lane) {
  const auto at = now();
  if (lane.circuit.state(at) != policy::CircuitState::closed) {
    self_->send(keys_[offer.slot], Forgive{offer.model});
  } else {
    const auto refused = lane.bare_burst.note(offer.project, offer.slot, at);
    if (refused.empty())
      return;
    for (const auto slot : refused)
      if (keys_[slot])
        self_->send(keys_[slot], Forgive{offer.model});
  }
  lane.circuit.trip(at);
  call_at(lane.circuit.shut_until(), CircuitTick{offer.model});
}

void DispatcherState::admitted(ModelLane& lane, const std::string& model) {
  const auto at = now();
  if (lane.circuit.state(at) == policy::CircuitState::closed)
    return;
  lane.circuit.sent(at);
  call_at(lane.circuit.shut_until(), CircuitTick{model});
}

void DispatcherState::circuit_tick(const std::string& model) {
  if (model.empty())
    return location_changed();
  if (const auto found = lanes_.find(model); found != lanes_.end())
    serve_waiting(found->second);
}

void DispatcherState::location_changed() {
  for (const auto slot : location_.slots())
    bar_by_location(slot);
  if (location_.state(now()) == policy::CircuitState::open)
    call_at(location_.open_until(), CircuitTick{});
  for (auto& [model, lane] : lanes_) {
    serve_waiting(lane);
    refuse_hopeless(lane, model);
  }
}

void DispatcherState::bar_by_location(Slot slot) {
  const auto until = location_.barred_until(slot, now());
  for (auto& [model, lane] : lanes_)
    lane.lane.bar(slot, until);
}

void DispatcherState::call_at(Instant when, CircuitTick tick) {
  self_->delayed_send(self_, deps_->time.until(when, self_->clock().now()), std::move(tick));
}

Circuits DispatcherState::circuits() const {
  const auto at = now();
  Circuits circuits;
  for (const auto& [model, lane] : lanes_)
    if (const auto state = lane.circuit.state(at); state != policy::CircuitState::closed)
      circuits.open.push_back({CircuitView::Scope::model, model, state, lane.circuit.shut_until(), lane.lane.usable()});
  if (const auto state = location_.state(at); state != policy::CircuitState::closed)
    circuits.open.push_back(
        {CircuitView::Scope::location, {}, state, location_.open_until(), location_.slots().size()});
  return circuits;
}

} // namespace geminid::actors
