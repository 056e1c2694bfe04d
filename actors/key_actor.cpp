#include "actors/key_actor.hpp"

#include "actors/kept_promise.hpp"
#include "actors/key_record.hpp"
#include "actors/lease.hpp"

#include <algorithm>
#include <utility>

namespace geminid::actors {
namespace {

using namespace std::chrono_literals;

constexpr Duration totals_delay = 10s;

Sign sign_of(const LeaseOutcome& outcome) {
  if (outcome.kind == LeaseOutcome::Kind::served)
    return Sign::served;
  switch (outcome.reading.refusal) {
  case policy::Refusal::bare_limit:
    return Sign::bare_refusal;
  case policy::Refusal::location_unsupported:
    return Sign::location_refusal;
  default:
    return Sign::none;
  }
}

} // namespace

KeyActor::behavior_type key_actor(KeyActor::stateful_pointer<KeyActorState> self, KeyActorDeps deps,
                                  KeyActorStart start) {
  auto& state = self->state;
  state.start(self, std::move(deps), std::move(start));
  return {
      [&state](AcquireLease& want) { return state.acquire(want); },
      [&state](const LeaseOutcome& outcome) {
        state.settle(outcome);
        return Settled{};
      },
      [&state](const Introduce& introduce) { state.introduce(introduce.model); },
      [&state](const Forgive& pardon) { state.forgive(pardon.model); },
      [&state](const NewRules& news) { state.new_rules(news.rules); },
      [&state](const GetSnapshot&) { return state.snapshot(); },
      [&state](Reconfigure& wish) { return state.reconfigure(std::move(wish.config)); },
      [&state](const ResetKey&) { return state.reset(); },
      [&state](const CheckResult& result) { state.check_result(result); },
      [&state](const Suspect& suspicion) { state.suspect(suspicion); },
      [&state](const KeyTick&) { state.tick(); },
      [&state](ProjectOffer& offer) { state.project_offer(offer); },
      [&state](const FlushTotals&) { return state.flush(); },
  };
}

void KeyActorState::start(KeyActor::pointer self, KeyActorDeps deps, KeyActorStart start) {
  self_ = self;
  deps_.emplace(std::move(deps));
  slot_ = start.slot;
  identity_ = std::move(start.record.identity);
  acknowledged_ = identity_.config;
  health_ = std::move(start.record.health);
  totals_ = start.record.totals;
  rules_ = std::move(start.rules);
  ledger_ = std::move(start.ledger);
  quotas_.emplace(identity_.config.id, [this](auto writes, auto done) { persist(std::move(writes), std::move(done)); });
  quotas_->restore(start.quotas, now());
  for (const auto& model : quotas_->models())
    published_[model];
  if (health_.invalid && health_.invalid_since == Instant{}) { // by a record that does not tell
    health_.invalid_since = now();
    persist({record()}, [](bool) {});
  }
  tell_pool();
  arm();
}

Instant KeyActorState::now() const {
  return deps_->time.at(self_->clock().now());
}

const policy::LimitSettings& KeyActorState::own_limits(const std::string& model) const {
  static const policy::LimitSettings none;
  const auto found = identity_.config.limits.find(model);
  return found == identity_.config.limits.end() ? none : found->second;
}

caf::result<LeaseReply> KeyActorState::acquire(AcquireLease& want) {
  const auto model = want.model;
  const auto at = now();
  ++published_[model].offer.handled;
  if (!identity_.config.enabled || !policy::usable(health_, at)) {
    publish(model);
    return self_->delegate(deps_->dispatcher, std::move(want));
  }
  if (ledger_) {
    publish(model);
    AcquireFromProject of_project{std::move(want), slot_, self_, identity_};
    return self_->delegate(ledger_, std::move(of_project));
  }
  const auto reservation = quotas_->try_reserve(model, want.tokens, own_limits(model), rules_->limits_of(model), at);
  publish(model);
  publish_counted_with(model);
  if (!reservation)
    return self_->delegate(deps_->dispatcher, std::move(want));

  auto lease = std::make_shared<Lease>(slot_, KeyActor{self_}, Ledger{}, identity_, model, *reservation);
  if (quotas_->covered(model))
    return LeaseReply{std::move(lease)};
  KeptPromise promise{self_->make_response_promise<LeaseReply>()};
  quotas_->when_covered(model, [promise, lease = std::move(lease)](bool ok) mutable {
    promise.deliver(ok ? LeaseReply{std::move(lease)} : LeaseReply{nullptr, NoRoom::storage_failed});
  });
  return promise.given();
}

void KeyActorState::settle(const LeaseOutcome& outcome) {
  using Kind = LeaseOutcome::Kind;
  const auto at = now();
  if (outcome.kind == Kind::refused)
    note_unforeseen(outcome); // before the count gives the request back
  const bool every_model = !ledger_ && quotas_->settle(outcome, at);
  if (outcome.kind != Kind::unused) {
    ++totals_.requests;
    activity_.note(at);
    totals_.failures += outcome.kind == Kind::refused ? 1 : 0; // what is not held against the key is no failure of it
    totals_.prompt_tokens += outcome.prompt_tokens.value_or(0);
    totals_.completion_tokens += outcome.completion_tokens;
    totals_due_ = std::min(totals_due_, at + totals_delay);
    last_used_at_ = at;
  }
  if (!outcome.error.empty())
    last_error_ = outcome.error;

  const auto before = health_;
  if (outcome.kind == Kind::served)
    policy::served(health_);
  else if (outcome.kind == Kind::refused && outcome.reading.refusal == policy::Refusal::key_invalid)
    policy::invalidate(health_, outcome.reading.reason, at);
  else if (outcome.kind == Kind::refused && outcome.reading.refusal == policy::Refusal::key_suspect)
    policy::strike(health_, rules_->strikes, outcome.reading.reason, at);

  const bool health_changed = before.invalid != health_.invalid || before.cooling_until != health_.cooling_until;
  if (health_changed)
    persist({record()}, [](bool) {});
  if (health_changed || every_model)
    publish_all();
  publish(outcome.model, sign_of(outcome));
  publish_counted_with(outcome.model);
  tell_pool();
}

void KeyActorState::forgive(const std::string& model) {
  if (ledger_) {
    self_->send(ledger_, Forgive{model});
    return;
  }
  quotas_->forgive(model, now());
  publish(model);
  publish_counted_with(model);
  tell_pool();
}

void KeyActorState::new_rules(RulesPtr rules) {
  rules_ = std::move(rules);
  publish_all();
  tell_pool();
}

void KeyActorState::tick() {
  const auto at = now();
  wake_ups_.woken(at);
  if (health_.cooling_until > Instant{} && health_.cooling_until <= at) {
    health_.cooling_until = {};
    publish_all();
  }
  for (const auto& [model, published] : published_)
    if (published.next_change <= at)
      publish(model);
  if (totals_due_ <= at) {
    totals_due_ = Instant::max();
    persist({record()}, [](bool) {});
  }
  tell_pool();
  arm();
}

caf::result<KeySnapshot> KeyActorState::reconfigure(KeyConfig config) {
  // In force at once, lest a record written meanwhile takes it back; but what the disk refused does not stay in force.
  KeptPromise promise{self_->make_response_promise<KeySnapshot>()};
  identity_.config = config;
  persist({record()}, [this, promise, config = std::move(config), change = ++config_changes_](bool ok) mutable {
    if (ok) {
      acknowledged_ = std::move(config);
      promise.deliver(snapshot());
      return;
    }
    if (change == config_changes_) // else a later one is under way and decides
      identity_.config = acknowledged_;
    totals_due_ = std::min(totals_due_, now() + totals_delay); // a record written meanwhile may hold what was refused
    arm();
    publish_all();
    tell_pool();
    promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  publish_all();
  tell_pool();
  return promise.given();
}

caf::result<KeySnapshot> KeyActorState::reset() {
  policy::revive(health_);
  last_error_.clear();
  if (ledger_)
    self_->send(ledger_, ResetQuota{});
  else
    quotas_->reset(now());
  return reconfigure(identity_.config);
}

void KeyActorState::check_result(const CheckResult& result) {
  if (!result.refusal) {
    policy::revive(health_);
  } else if (result.refusal->refusal == policy::Refusal::key_invalid) {
    policy::invalidate(health_, result.refusal->reason, now());
  } else if (result.refusal->refusal == policy::Refusal::key_suspect) {
    policy::strike(health_, rules_->strikes, result.refusal->reason, now());
  }
  persist({record()}, [](bool) {});
  publish_all();
  tell_pool();
}

void KeyActorState::suspect(const Suspect& suspicion) {
  policy::suspect(health_, rules_->strikes, suspicion.reason, now());
  persist({record()}, [](bool) {});
  publish_all();
  tell_pool();
}

caf::result<Committed> KeyActorState::flush() {
  KeptPromise promise{self_->make_response_promise<Committed>()};
  std::vector<StoreWrite> writes{record()};
  if (!ledger_)
    for (auto& write : quotas_->final_records())
      writes.push_back(std::move(write));
  persist(std::move(writes), [promise](bool ok) mutable {
    if (ok)
      promise.deliver(Committed{});
    else
      promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  return promise.given();
}

void KeyActorState::arm() {
  auto due = totals_due_;
  for (const auto& [model, published] : published_)
    due = std::min(due, published.next_change);
  if (!wake_ups_.ask(due))
    return;
  self_->delayed_send(self_, deps_->time.until(due, self_->clock().now()), KeyTick{});
}

void KeyActorState::persist(std::vector<StoreWrite> writes, std::function<void(bool)> done) {
  Commit commit{std::move(writes)};
  self_->request(deps_->storage, caf::infinite, std::move(commit))
      .then([done](const Committed&) { done(true); }, [done](const caf::error&) { done(false); });
}

StoreWrite KeyActorState::record() const {
  return to_record({identity_, health_, totals_});
}

} // namespace geminid::actors
