#include "actors/key_pool_actor.hpp"

#include "actors/gather.hpp"
#include "actors/key_actor.hpp"
#include "actors/key_record.hpp"
#include "actors/ledger_actor.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

/// Requests remember the slots of the keys that failed them: while such a request may be under way, no other key takes
/// the slot of one that is gone.
constexpr Duration slot_rest = std::chrono::hours{1};

} // namespace

KeyPoolImpl::behavior_type key_pool_actor(KeyPoolImpl::stateful_pointer<KeyPoolState> self, KeyPoolStart start) {
  auto& state = self->state;
  state.start(self, std::move(start));
  self->set_down_handler([&state](const caf::down_msg& message) { state.died(message); });
  return {
      [&state](AddKeys& request) { return state.add(request); },
      [&state](const ListKeys& request) { return state.list(request); },
      [&state](const GetKey& request) { return state.get(request); },
      [&state](PatchKey& request) { return state.patch(request); },
      [&state](BulkKeys& request) { return state.bulk(request); },
      [&state](const BorrowKey& request) { return state.borrow(request); },
      [&state](const PoolStatus&) { return state.counts(); },
      [&state](const NewRules& news) { state.new_rules(news.rules); },
      [&state](const KeyStateChanged& change) { state.state_changed(change); },
      [&state](const KeyNearLimit& news) { state.near_limit(news); },
      [&state](const UnforeseenRefusal& news) { state.unforeseen_refusal(news); },
      [&state](const GetHints&) { return state.hints(); },
      [&state](const Settle&) { return state.settle(); },
      [&state](const SuspendPool&) { return state.suspend(); },
      [&state](ResumePool& with) { return state.resume(with); },
      [&state](const ReadAgain& wish) { state.read(wish.prefix, wish.then); },
  };
}

void KeyPoolState::start(KeyPoolImpl::pointer self, KeyPoolStart start) {
  self_ = self;
  deps_.emplace(std::move(start));
  take_over(std::exchange(deps_->keys, {}), std::exchange(deps_->quotas, {}));
}

void KeyPoolState::take_over(std::vector<KeyRecord> keys, std::vector<StoreEntry> quotas) {
  for (auto& entry : quotas) {
    const auto end = entry.key.find('/', std::string_view{"quota/"}.size());
    stored_quotas_[entry.key.substr(0, end + 1)].push_back(std::move(entry));
  }
  std::stable_sort(keys.begin(), keys.end(), [](const KeyRecord& a, const KeyRecord& b) {
    const auto& x = a.identity.config;
    const auto& y = b.identity.config;
    return std::tie(x.created_at, x.position) < std::tie(y.created_at, y.position);
  });
  for (auto& key : keys) {
    const auto prefix = QuotaKeeper::record_prefix(key.identity.config.id);
    place(std::move(key), std::exchange(stored_quotas_[prefix], {}));
  }
}

Instant KeyPoolState::now() const {
  return deps_->time.at(self_->clock().now());
}

KeyPoolState::Member* KeyPoolState::find(const std::string& id) {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &*members_[found->second];
}

Slot KeyPoolState::place(KeyRecord record, std::vector<StoreEntry> quotas) {
  const auto slot = take_slot(record.identity.config.id);
  by_id_[record.identity.config.id] = slot;
  by_fingerprint_[record.identity.fingerprint] = slot;
  members_[slot].emplace(Member{record.identity, {}});
  spawn_key(slot, std::move(record), std::move(quotas));
  return slot;
}

Slot KeyPoolState::take_slot(const std::string& id) {
  if (const auto former = former_slots_.extract(id))
    return former.mapped();
  const bool too_many_rest = free_slots_.size() >= deps_->keys_max;
  if (!free_slots_.empty() && (too_many_rest || free_slots_.front().since + slot_rest <= now())) {
    const auto slot = free_slots_.front().slot;
    free_slots_.pop_front();
    return slot;
  }
  members_.emplace_back();
  return static_cast<Slot>(members_.size() - 1);
}

void KeyPoolState::spawn_key(Slot slot, KeyRecord record, std::vector<StoreEntry> quotas) {
  const auto ledger = ledger_of(record.identity.config.project);
  auto limits = record.identity.config.limits;
  KeyActorDeps deps{deps_->time, deps_->dispatcher, deps_->storage, KeyPool{self_}};
  KeyActorStart start{slot, std::move(record), deps_->rules, ledger, std::move(quotas)};
  auto& member = *members_[slot];
  member.actor = self_->spawn<caf::monitored>(key_actor, std::move(deps), std::move(start));
  if (ledger)
    self_->send(ledger, JoinProject{slot, member.actor, std::move(limits)});
  self_->send(deps_->dispatcher, Enlist{slot, member.actor, member.identity.config.id});
}

Ledger KeyPoolState::ledger_of(const std::string& project) {
  if (project.empty())
    return {};
  auto& ledger = ledgers_[project];
  if (!ledger) {
    const auto prefix = QuotaKeeper::record_prefix(project_owner(project));
    ledger = self_->spawn<caf::monitored>(ledger_actor, LedgerStart{deps_->time, deps_->dispatcher, KeyPool{self_},
                                                                    deps_->storage, project, deps_->rules,
                                                                    std::exchange(stored_quotas_[prefix], {})});
  }
  return ledger;
}

caf::result<KeySnapshot> KeyPoolState::get(const GetKey& request) {
  const auto* member = find(request.id);
  if (!member)
    return caf::make_error(caf::sec::invalid_argument);
  return self_->delegate(member->actor, GetSnapshot{});
}

BorrowedKey KeyPoolState::borrow(const BorrowKey& request) const {
  const auto found = by_id_.find(request.id);
  if (found == by_id_.end())
    return {};
  const auto& member = *members_[found->second];
  return {member.identity.secret, member.actor};
}

PoolCounts KeyPoolState::counts() const {
  PoolCounts counts;
  for (const auto& member : members_) {
    if (!member)
      continue;
    ++counts.keys;
    ++counts.by_state[static_cast<std::size_t>(member->state)];
    counts.serving += member->state != KeyState::disabled && member->state != KeyState::invalid ? 1U : 0U;
    counts.ready += member->state == KeyState::healthy || member->state == KeyState::warning ? 1U : 0U;
  }
  return counts;
}

void KeyPoolState::new_rules(RulesPtr rules) {
  deps_->rules = std::move(rules);
  self_->send(deps_->dispatcher, NewRules{deps_->rules});
  for (const auto& [project, ledger] : ledgers_)
    self_->send(ledger, NewRules{deps_->rules});
  for (const auto& member : members_)
    if (member)
      self_->send(member->actor, NewRules{deps_->rules});
}

caf::result<Committed> KeyPoolState::settle() {
  auto promise = self_->make_response_promise<Committed>();
  flush_and_end([promise](bool ok) mutable {
    if (ok)
      promise.deliver(Committed{});
    else
      promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  return promise;
}

caf::result<Committed> KeyPoolState::suspend() {
  if (std::exchange(suspended_, true))
    return caf::make_error(caf::sec::runtime_error, "the pool is suspended already");
  ++suspensions_;
  auto promise = self_->make_response_promise<Committed>();
  flush_and_end([this, promise](bool ok) mutable {
    for (Slot slot = 0; slot < members_.size(); ++slot) {
      if (!members_[slot])
        continue;
      former_slots_[members_[slot]->identity.config.id] = slot;
      self_->send(deps_->dispatcher, Delist{slot});
      members_[slot].reset();
    }
    by_id_.clear();
    by_fingerprint_.clear();
    ledgers_.clear();
    stored_quotas_.clear();
    if (ok)
      promise.deliver(Committed{});
    else
      promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  return promise;
}

Committed KeyPoolState::resume(ResumePool& with) {
  suspended_ = false;
  take_over(std::move(with.keys), std::move(with.quotas));
  for (const auto& [id, slot] : std::exchange(former_slots_, {}))
    free_slots_.push_back({slot, now()});
  return {};
}

void KeyPoolState::flush_and_end(std::function<void(bool)> done) {
  std::size_t members = ledgers_.size();
  for (const auto& member : members_)
    members += member ? 1U : 0U;
  auto all = std::make_shared<Gather>(members, [this, done = std::move(done)](bool ok) {
    end_children();
    done(ok);
  });
  const auto ask = [&](const auto& actor) {
    self_->request(actor, caf::infinite, FlushTotals{})
        .then([all](const Committed&) { all->arrived(true); }, [all](const caf::error&) { all->arrived(false); });
  };
  for (const auto& [project, ledger] : ledgers_)
    ask(ledger);
  for (const auto& member : members_)
    if (member)
      ask(member->actor);
}

void KeyPoolState::end_children() {
  const auto end = [this](const auto& actor) {
    self_->demonitor(actor.address());
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  };
  for (const auto& member : members_)
    if (member)
      end(member->actor);
  for (const auto& [project, ledger] : ledgers_)
    end(ledger);
}

} // namespace geminid::actors
