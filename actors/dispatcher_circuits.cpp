// What the dispatcher makes of refusals that say more than that a key is at its limit: circuits of a model and of the
// gateway's location (actors/policy/circuit.hpp, location_ban.hpp).
#include "actors/dispatcher_actor.hpp"

#include <utility>

namespace geminid::actors {
namespace {

constexpr Duration write_again_after{1'000};

} // namespace

void DispatcherState::heed(const KeyOffer& offer, ModelLane& lane) {
  switch (offer.sign) {
  case Sign::none:
    return;
  case Sign::served:
    if (lane.circuit.served(now()))
      remember({model_circuit_record(offer.model, std::nullopt)});
    return location_served(offer.slot);
  case Sign::bare_refusal:
    return bare_refusal(offer, lane);
  case Sign::location_refusal:
    return location_refused(offer.slot);
  }
}

void DispatcherState::bare_refusal(const KeyOffer& offer, ModelLane& lane) {
  const auto at = now();
  if (lane.circuit.state(at) != policy::CircuitState::closed) {
    self_->send(keys_[offer.slot].actor, Forgive{offer.model});
  } else {
    const auto refused = lane.bare_burst.note(offer.project, offer.slot, at);
    if (refused.empty())
      return;
    for (const auto slot : refused)
      if (keys_[slot].actor)
        self_->send(keys_[slot].actor, Forgive{offer.model});
  }
  if (lane.circuit.trip(at))
    remember({model_circuit_record(offer.model, lane.circuit.memory())});
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
  if (!writing_)
    write_unwritten();
  if (model.empty()) {
    location_wake_ups_.woken(now());
    return location_changed();
  }
  if (const auto found = lanes_.find(model); found != lanes_.end())
    serve_waiting(found->second);
}

void DispatcherState::location_refused(Slot slot) {
  location_.refused(slot, now());
  remember({banned_key_record(keys_[slot].id, true), location_circuit_record(location_.memory())});
  location_changed();
}

void DispatcherState::location_served(Slot slot) {
  const auto freed = location_.served(slot, now());
  if (freed.empty())
    return;
  std::vector<StoreWrite> writes{location_circuit_record(std::nullopt)};
  for (const auto free : freed) {
    bar_by_location(free);
    writes.push_back(banned_key_record(keys_[free].id, false));
  }
  for (const auto& id : std::exchange(banned_before_, {})) // of keys that never came back
    writes.push_back(banned_key_record(id, false));
  remember(std::move(writes));
}

void DispatcherState::lift_ban(Slot slot) {
  if (!location_.slots().contains(slot))
    return;
  location_.forget(slot);
  remember({banned_key_record(keys_[slot].id, false), location_circuit_record(location_.memory())});
}

void DispatcherState::restore_ban(const Member& member, Slot slot) {
  if (banned_before_.erase(member.id) == 0)
    return;
  location_.restore(slot);
  location_wake_up();
}

void DispatcherState::restore_circuits(const StoredCircuits& stored) {
  const auto at = now();
  for (const auto& [model, memory] : stored.models) {
    auto& circuit = lane_of(model).circuit;
    circuit.restore(memory, at);
    call_at(circuit.shut_until(), CircuitTick{model});
  }
  if (!stored.location)
    return;
  banned_before_ = stored.banned;
  // The address may be another one by now: one of the keys tries at once.
  location_.restore({at, stored.location->openings}, at);
}

void DispatcherState::remember(std::vector<StoreWrite> writes) {
  for (auto& [key, value] : writes)
    unwritten_[std::move(key)] = std::move(value);
  if (!writing_)
    write_unwritten();
}

// What the disk refuses it is asked to take again: a ban that has ended must not come back with a restart.
void DispatcherState::write_unwritten() {
  if (unwritten_.empty())
    return;
  writing_ = true;
  Commit commit;
  const auto written = std::make_shared<decltype(unwritten_)>(std::exchange(unwritten_, {}));
  for (const auto& [key, value] : *written)
    commit.writes.push_back({key, value});
  self_->request(deps_->storage, caf::infinite, std::move(commit))
      .then(
          [this](const Committed&) {
            writing_ = false;
            write_unwritten();
          },
          [this, written](const caf::error&) {
            writing_ = false;
            unwritten_.merge(*written); // where something newer has followed, that stays
            call_at(now() + write_again_after, CircuitTick{});
          });
}

void DispatcherState::location_changed() {
  for (const auto slot : location_.slots())
    bar_by_location(slot);
  location_wake_up();
  for (auto& [model, lane] : lanes_) {
    serve_waiting(lane);
    refuse_hopeless(lane, model);
  }
}

void DispatcherState::location_wake_up() {
  if (const auto due = location_.next_change(now()); location_wake_ups_.ask(due))
    call_at(due, CircuitTick{});
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
