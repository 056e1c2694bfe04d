#include "actors/ledger_actor.hpp"

#include "actors/kept_promise.hpp"
#include "actors/lease.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

/// Members are told of more room at most this often.
constexpr Duration offer_spacing{250};

const policy::LimitSettings& limits_for(const std::map<std::string, policy::LimitSettings>& limits,
                                        const std::string& model) {
  static const policy::LimitSettings none;
  const auto found = limits.find(model);
  return found == limits.end() ? none : found->second;
}

} // namespace

std::string project_owner(std::string_view project) {
  return "project:" + std::string{project};
}

Ledger::behavior_type ledger_actor(Ledger::stateful_pointer<LedgerState> self, LedgerStart start) {
  auto& state = self->state;
  state.start(self, std::move(start));
  return {
      [&state](AcquireFromProject& wish) { return state.acquire(wish); },
      [&state](const LeaseOutcome& outcome) { state.settle(outcome); },
      [&state](const Introduce& introduce) { state.introduce(introduce.model); },
      [&state](const Forgive& pardon) { state.forgive(pardon.model); },
      [&state](const NewRules& news) { state.new_rules(news.rules); },
      [&state](JoinProject& member) { state.join(member); },
      [&state](const LeaveProject& member) { state.leave(member.slot); },
      [&state](const ResetQuota&) { state.reset(); },
      [&state](const KeyTick&) { state.tick(); },
      [&state](const FlushTotals&) { return state.flush(); },
  };
}

void LedgerState::start(Ledger::pointer self, LedgerStart start) {
  self_ = self;
  quotas_.emplace(project_owner(start.project),
                  [this](auto writes, auto done) { persist(std::move(writes), std::move(done)); });
  deps_.emplace(std::move(start));
  quotas_->restore(deps_->quotas, now());
  for (const auto& model : quotas_->models())
    next_change_[model] = Instant::max();
}

Instant LedgerState::now() const {
  return deps_->time.at(self_->clock().now());
}

caf::result<LeaseReply> LedgerState::acquire(AcquireFromProject& wish) {
  auto& want = wish.want;
  const auto model = want.model;
  const auto reservation = quotas_->try_reserve(model, want.tokens, limits_for(wish.identity.config.limits, model),
                                                deps_->rules->limits_of(model), now());
  tell_of_bucket(model);
  if (!reservation)
    return self_->delegate(deps_->dispatcher, std::move(want));
  auto lease =
      std::make_shared<Lease>(wish.slot, std::move(wish.key), Ledger{self_}, wish.identity, model, *reservation);
  if (quotas_->covered(model))
    return LeaseReply{std::move(lease)};
  KeptPromise promise{self_->make_response_promise<LeaseReply>()};
  quotas_->when_covered(model, [promise, lease = std::move(lease)](bool ok) mutable {
    promise.deliver(ok ? LeaseReply{std::move(lease)} : LeaseReply{nullptr, NoRoom::storage_failed});
  });
  return promise.given();
}

void LedgerState::settle(const LeaseOutcome& outcome) {
  if (quotas_->settle(outcome, now()))
    tell_all();
  else
    tell_of_bucket(outcome.model);
  if (outcome.kind == LeaseOutcome::Kind::refused && outcome.reading.of_project)
    for (const auto& [slot, member] : members_) // the refused one knows better already
      self_->send(member.key, Suspect{outcome.reading.reason});
}

void LedgerState::introduce(const std::string& model) {
  tell(model);
}

void LedgerState::forgive(const std::string& model) {
  quotas_->forgive(model, now());
  tell_of_bucket(model);
}

void LedgerState::new_rules(RulesPtr rules) {
  deps_->rules = std::move(rules);
  tell_all();
}

void LedgerState::join(JoinProject& member) {
  members_[member.slot] = {std::move(member.key), std::move(member.limits)};
  tell_all();
}

void LedgerState::reset() {
  quotas_->reset(now());
  tell_all();
}

void LedgerState::tick() {
  const auto at = now();
  wake_ups_.woken(at);
  auto due = Instant::max();
  for (const auto& [model, change] : next_change_) {
    if (change <= at)
      tell(model);
    due = std::min(due, change);
  }
  arm(due);
}

caf::result<Committed> LedgerState::flush() {
  KeptPromise promise{self_->make_response_promise<Committed>()};
  persist(quotas_->final_records(), [promise](bool ok) mutable {
    if (ok)
      promise.deliver(Committed{});
    else
      promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  return promise.given();
}

void LedgerState::tell(const std::string& model) {
  const auto at = now();
  const auto& of_model = deps_->rules->limits_of(model);
  auto change = Instant::max();
  NearestMembers nearest;
  for (const auto& [slot, member] : members_) {
    const auto& own = limits_for(member.limits, model);
    const auto standing = quotas_->standing(model, own, of_model, at);
    ProjectOffer offer{model, standing, quotas_->use(model, own, of_model, at), quotas_->spending(at)};
    nearest.look_at(slot, offer.use);
    self_->send(member.key, std::move(offer));
    const bool spaced = standing.requests_free > 0 && standing.next_change != Instant::max();
    change = std::min(change, spaced ? std::max(standing.next_change, at + offer_spacing) : standing.next_change);
  }
  next_change_[model] = change;
  arm(change);
  warn_of(model, nearest);
}

void LedgerState::warn_of(const std::string& model, const NearestMembers& nearest) {
  const auto percent = deps_->rules->warning_percent;
  const auto levels = nearest.levels();
  const bool over = std::any_of(levels.begin(), levels.end(), [percent](const policy::UsageLevel& level) {
    return policy::is_over(level.used, level.limit, percent);
  });
  if (!over && !warnings_.contains(model))
    return;
  for (const auto& level : warnings_[model].passed(levels, percent, now()))
    self_->send(deps_->pool, KeyNearLimit{nearest.member(level.window), model, level});
}

void LedgerState::tell_of_bucket(const std::string& model) {
  tell(model);
  for (const auto& other : quotas_->counted_with(model))
    tell(other);
}

void LedgerState::tell_all() {
  for (const auto& model : quotas_->models())
    tell(model);
}

void LedgerState::arm(Instant due) {
  if (!wake_ups_.ask(due))
    return;
  self_->delayed_send(self_, deps_->time.until(due, self_->clock().now()), KeyTick{});
}

void LedgerState::persist(std::vector<StoreWrite> writes, std::function<void(bool)> done) {
  Commit commit{std::move(writes)};
  self_->request(deps_->storage, caf::infinite, std::move(commit))
      .then([done](const Committed&) { done(true); }, [done](const caf::error&) { done(false); });
}

} // namespace geminid::actors
