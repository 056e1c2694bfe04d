#include "actors/dispatcher_actor.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace geminid::actors {
namespace {

/// How long a request waits for the first offers of a model's keys, whatever its own patience.
constexpr std::chrono::seconds introduction_patience{5};

std::optional<Slot> choose_freely(policy::Lane& lane, const AcquireLease& want) {
  const bool preferable = want.preferred && lane.may_prefer(*want.preferred, want.tokens) &&
                          std::find(want.excluded.begin(), want.excluded.end(), *want.preferred) == want.excluded.end();
  return preferable ? want.preferred : lane.pick(want.tokens, want.excluded);
}

} // namespace

Dispatcher::behavior_type dispatcher_actor(Dispatcher::stateful_pointer<DispatcherState> self, DispatcherStart start) {
  auto& state = self->state;
  state.start(self, std::move(start));
  return {
      [&state](AcquireLease& want) { return state.acquire(want); },
      [&state](const CancelWait& wish) { state.cancel(wish.ticket); },
      [&state](const KeyOffer& offer) { state.offer(offer); },
      [&state](Enlist& member) { state.enlist(member); },
      [&state](const Delist& member) { state.delist(member.slot); },
      [&state](const NewRules& news) { state.new_rules(news.rules); },
      [&state](const WaitOver& over) { state.wait_over(over.ticket); },
      [&state](const CircuitTick& tick) { state.circuit_tick(tick.model); },
      [&state](const GetCircuits&) { return state.circuits(); },
      [&state](const GetQueueDepth&) { return state.queue_depth(); },
  };
}

void DispatcherState::start(Dispatcher::pointer self, DispatcherStart start) {
  self_ = self;
  deps_.emplace(std::move(start));
  restore_circuits(circuits_from_records(std::exchange(deps_->circuits, {})));
}

Instant DispatcherState::now() const {
  return deps_->time.at(self_->clock().now());
}

caf::result<LeaseReply> DispatcherState::acquire(AcquireLease& want) {
  auto& lane = lane_of(want.model);
  lane.last_used = now();
  // A choice among a part of the keys would be none. Who waits can't be served by what the keys offer now, or would
  // have been: who comes now overtakes only what is too large for the room there is. The probes of a circuit are
  // theirs.
  if (lane.introductions_due == 0 && (lane.queue.empty() || lane.circuit.state(now()) == policy::CircuitState::closed))
    if (const auto slot = choose(lane, want))
      return self_->delegate(keys_[*slot].actor, std::move(want));
  if (const auto cause = refusal(lane, want))
    return turn_away(lane, want, *cause);
  if (waiting_.size() >= deps_->limits.waiting_max)
    return LeaseReply{nullptr, NoRoom::queue_full, now() + Duration{1000}};

  const auto ticket = want.ticket;
  lane.queue.push(want.user, ticket);
  auto patience = deps_->time.until(want.deadline, self_->clock().now());
  if (lane.introductions_due > 0)
    patience = std::max<caf::actor_clock::duration_type>(patience, introduction_patience);
  auto promise = self_->make_response_promise<LeaseReply>();
  waiting_.insert_or_assign(ticket, Waiting{std::move(want), promise});
  self_->delayed_send(self_, patience, WaitOver{ticket});
  return promise;
}

std::optional<Slot> DispatcherState::choose(ModelLane& lane, const AcquireLease& want) {
  if (!lane.circuit.admits(now()))
    return std::nullopt;
  const auto slot = want.only ? (lane.lane.has_room(*want.only, want.tokens) ? want.only : std::nullopt)
                              : choose_freely(lane.lane, want);
  if (!slot)
    return std::nullopt;
  lane.lane.take(*slot, want.tokens);
  admitted(lane, want.model);
  return slot;
}

// Nothing: waiting makes sense.
std::optional<NoRoom> DispatcherState::refusal(const ModelLane& lane, const AcquireLease& want) const {
  if (lane.introductions_due > 0)
    return std::nullopt;
  const auto usable = lane.lane.usable();
  if (usable == 0 || (want.only && !lane.lane.usable(*want.only)))
    return NoRoom::no_keys;
  const auto unavailable = lane.lane.blocked(policy::Block::unavailable);
  const auto exhausted = lane.lane.blocked(policy::Block::exhausted);
  const auto banned = lane.lane.blocked(policy::Block::location);
  if (banned == usable)
    return NoRoom::location;
  if (unavailable == usable)
    return NoRoom::unavailable;
  if (unavailable + exhausted + banned == usable)
    return NoRoom::exhausted;
  if (want.tokens > lane.lane.tokens_max())
    return NoRoom::too_large;
  const auto tried =
      std::count_if(want.excluded.begin(), want.excluded.end(), [&](Slot slot) { return lane.lane.usable(slot); });
  const auto at = now();
  const auto ready_at = want.only ? lane.lane.ready_at(*want.only, want.tokens) : lane.lane.earliest_ready();
  const auto hope = std::max(ready_at, lane.circuit.may_admit_at(at));
  if (static_cast<std::uint32_t>(tried) >= usable || hope > want.deadline || want.deadline <= at)
    return lane.circuit.admits(at) ? NoRoom::busy : NoRoom::throttled;
  return std::nullopt;
}

LeaseReply DispatcherState::turn_away(const ModelLane& lane, const AcquireLease& want, NoRoom cause) {
  if (cause == NoRoom::no_keys || cause == NoRoom::too_large)
    return {nullptr, cause, Instant::max()};
  const auto ready_at = want.only ? lane.lane.ready_at(*want.only, want.tokens) : lane.lane.ready_at(want.tokens);
  return {nullptr, cause, std::max(ready_at, lane.circuit.shut_until())};
}

void DispatcherState::cancel(Ticket ticket) {
  give_up(ticket, NoRoom::cancelled);
}

void DispatcherState::wait_over(Ticket ticket) {
  give_up(ticket, std::nullopt);
}

void DispatcherState::give_up(Ticket ticket, std::optional<NoRoom> cause) {
  const auto found = waiting_.find(ticket);
  if (found == waiting_.end())
    return;
  auto waiting = std::move(found->second);
  waiting_.erase(found);
  auto& lane = lane_of(waiting.want.model);
  lane.queue.remove(waiting.want.user, ticket);
  if (cause) {
    waiting.promise.deliver(LeaseReply{nullptr, *cause, Instant::max()});
    return;
  }
  waiting.want.deadline = now();
  const auto why = refusal(lane, waiting.want).value_or(NoRoom::busy);
  waiting.promise.deliver(turn_away(lane, waiting.want, why));
}

void DispatcherState::offer(const KeyOffer& offer) {
  const auto found = lanes_.find(offer.model);
  if (found == lanes_.end() || offer.slot >= keys_.size() || !keys_[offer.slot].actor)
    return;
  auto& lane = found->second;
  heed(offer, lane);
  lane.lane.set(offer.slot, offer.offer);
  const bool first_offer = !lane.introduced[offer.slot];
  if (first_offer) {
    lane.introduced[offer.slot] = true;
    --lane.introductions_due;
  }
  if (lane.queue.empty() || lane.introductions_due > 0)
    return;
  if (first_offer || offer.sign == Sign::served || (offer.offer.usable && offer.offer.standing.requests_free > 0))
    serve_waiting(lane);
  if (!lane.queue.empty())
    refuse_hopeless(lane, offer.model);
}

void DispatcherState::serve_waiting(ModelLane& lane) {
  auto too_many_tokens = std::numeric_limits<std::int64_t>::max();
  lane.queue.serve_in_turn([&](Ticket ticket) {
    const auto found = waiting_.find(ticket);
    const auto& want = found->second.want;
    const auto slot = want.tokens < too_many_tokens ? choose(lane, want) : std::nullopt;
    if (!slot) {
      if (want.excluded.empty() && !want.only)
        too_many_tokens = std::min(too_many_tokens, want.tokens);
      return false;
    }
    auto waiting = std::move(found->second);
    waiting_.erase(found);
    waiting.promise.delegate(keys_[*slot].actor, std::move(waiting.want));
    return true;
  });
}

// A key became blocked or useless: who can only wait in vain is told now, not at the deadline.
void DispatcherState::refuse_hopeless(ModelLane& lane, const std::string& model) {
  std::vector<Ticket> hopeless;
  for (const auto& [ticket, waiting] : waiting_)
    if (waiting.want.model == model && refusal(lane, waiting.want))
      hopeless.push_back(ticket);
  for (const auto ticket : hopeless)
    give_up(ticket, std::nullopt);
}

void DispatcherState::enlist(Enlist& member) {
  if (member.slot >= keys_.size())
    keys_.resize(member.slot + 1);
  keys_[member.slot] = {std::move(member.key), std::move(member.id)};
  restore_ban(keys_[member.slot], member.slot);
  for (auto& [model, lane] : lanes_) {
    lane.lane.restart(member.slot);
    ask_for_offer(lane, model, member.slot);
  }
}

void DispatcherState::delist(Slot slot) {
  if (slot >= keys_.size())
    return;
  lift_ban(slot);
  keys_[slot] = {};
  for (auto& [model, lane] : lanes_) {
    lane.lane.bar(slot, {});
    lane.lane.clear(slot);
    if (!lane.introduced[slot]) {
      lane.introduced[slot] = true;
      --lane.introductions_due;
    }
    if (lane.introductions_due == 0)
      serve_waiting(lane);
    refuse_hopeless(lane, model);
  }
}

void DispatcherState::new_rules(RulesPtr rules) {
  deps_->rules = std::move(rules);
  for (auto& [model, lane] : lanes_) {
    lane.lane.configure(deps_->rules->strategy, deps_->rules->protection_percent);
    serve_waiting(lane);
  }
}

DispatcherState::ModelLane& DispatcherState::lane_of(const std::string& model) {
  if (const auto found = lanes_.find(model); found != lanes_.end())
    return found->second;
  make_room_for_lane();
  ModelLane fresh{policy::Lane{deps_->rules->strategy, deps_->rules->protection_percent}};
  fresh.last_used = now();
  auto& lane = lanes_.emplace(model, std::move(fresh)).first->second;
  for (Slot slot = 0; slot < keys_.size(); ++slot)
    ask_for_offer(lane, model, slot);
  return lane;
}

void DispatcherState::ask_for_offer(ModelLane& lane, const std::string& model, Slot slot) {
  if (slot >= lane.introduced.size()) {
    lane.introduced.resize(slot + 1, true);
    lane.lane.ensure(slot);
  }
  if (!keys_[slot].actor)
    return;
  lane.lane.bar(slot, location_.barred_until(slot, now()));
  if (lane.introduced[slot]) {
    lane.introduced[slot] = false;
    ++lane.introductions_due;
  }
  self_->send(keys_[slot].actor, Introduce{model});
}

void DispatcherState::make_room_for_lane() {
  if (lanes_.size() < deps_->limits.models_max)
    return;
  auto oldest = lanes_.end();
  for (auto it = lanes_.begin(); it != lanes_.end(); ++it)
    if (it->second.queue.empty() && (oldest == lanes_.end() || it->second.last_used < oldest->second.last_used))
      oldest = it;
  if (oldest == lanes_.end())
    return;
  if (oldest->second.circuit.memory())
    remember({model_circuit_record(oldest->first, std::nullopt)});
  lanes_.erase(oldest);
}

} // namespace geminid::actors
