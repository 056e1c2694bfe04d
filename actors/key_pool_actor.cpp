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
      [&state](const Settle&) { return state.settle(); },
      [&state](const ReadAgain& wish) { state.read(wish.prefix, wish.then); },
  };
}

void KeyPoolState::start(KeyPoolImpl::pointer self, KeyPoolStart start) {
  self_ = self;
  deps_.emplace(std::move(start));
  for (auto& entry : std::exchange(deps_->quotas, {})) {
    const auto end = entry.key.find('/', std::string_view{"quota/"}.size());
    stored_quotas_[entry.key.substr(0, end + 1)].push_back(std::move(entry));
  }
  auto keys = std::exchange(deps_->keys, {});
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
  const auto slot = take_slot();
  by_id_[record.identity.config.id] = slot;
  by_fingerprint_[record.identity.fingerprint] = slot;
  members_[slot].emplace(Member{record.identity, {}});
  spawn_key(slot, std::move(record), std::move(quotas));
  return slot;
}

Slot KeyPoolState::take_slot() {
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
    ledger = self_->spawn<caf::monitored>(ledger_actor,
                                          LedgerStart{deps_->time, deps_->dispatcher, deps_->storage, project,
                                                      deps_->rules, std::exchange(stored_quotas_[prefix], {})});
  }
  return ledger;
}

caf::result<KeysAdded> KeyPoolState::add(AddKeys& request) {
  KeysAdded result;
  std::vector<KeyRecord> records;
  std::vector<StoreWrite> writes;
  std::unordered_map<std::string, bool> in_this_request;
  for (auto& secret : request.secrets) {
    const auto print = deps_->box->fingerprint(secret);
    if (by_fingerprint_.contains(print) || !in_this_request.emplace(print, true).second) {
      ++result.duplicates;
      continue;
    }
    if (members_.size() - free_slots_.size() + records.size() >= deps_->keys_max)
      return caf::make_error(caf::sec::runtime_error, "the pool holds as many keys as it may");
    auto config = request.like;
    config.id = "key_" + deps_->random_id();
    config.created_at = now();
    config.position = static_cast<std::int64_t>(records.size());
    KeyRecord record{make_identity(std::move(config), std::move(secret), *deps_->box), {}, {}};
    KeySnapshot snapshot;
    snapshot.config = record.identity.config;
    snapshot.masked = record.identity.masked;
    result.added.push_back(std::move(snapshot));
    writes.push_back(to_record(record));
    records.push_back(std::move(record));
  }
  if (request.dry_run || records.empty())
    return result;
  auto promise = self_->make_response_promise<KeysAdded>();
  commit(std::move(writes), [this, promise, result = std::move(result), records = std::move(records)](bool ok) mutable {
    if (!ok) {
      promise.deliver(caf::make_error(caf::sec::runtime_error, "the keys could not be stored"));
      return;
    }
    for (auto& record : records)
      if (!by_fingerprint_.contains(record.identity.fingerprint))
        place(std::move(record), {});
    promise.deliver(std::move(result));
  });
  return promise;
}

caf::result<KeySnapshot> KeyPoolState::get(const GetKey& request) {
  const auto* member = find(request.id);
  if (!member)
    return caf::make_error(caf::sec::invalid_argument);
  return self_->delegate(member->actor, GetSnapshot{});
}

caf::result<KeySnapshot> KeyPoolState::patch(PatchKey& request) {
  auto* member = find(request.id);
  if (!member)
    return caf::make_error(caf::sec::invalid_argument);
  auto config = member->identity.config;
  request.change(config);
  auto promise = self_->make_response_promise<KeySnapshot>();
  apply_config(by_id_.at(request.id), std::move(config), [promise](caf::expected<KeySnapshot> snapshot) mutable {
    if (snapshot)
      promise.deliver(std::move(*snapshot));
    else
      promise.deliver(std::move(snapshot.error()));
  });
  return promise;
}

// Another project means another ledger, and a ledger is given at birth: the actor is then replaced.
void KeyPoolState::apply_config(Slot slot, KeyConfig config, std::function<void(caf::expected<KeySnapshot>)> done) {
  auto& member = *members_[slot];
  const bool moved = config.project != member.identity.config.project;
  const auto old_ledger = ledger_of(member.identity.config.project);
  member.identity.config = config;
  if (!moved && old_ledger)
    self_->send(old_ledger, JoinProject{slot, member.actor, config.limits});
  self_->request(member.actor, caf::infinite, Reconfigure{std::move(config)})
      .then(
          [this, slot, moved, old_ledger, done](KeySnapshot& snapshot) {
            if (!moved || !members_[slot]) {
              done(std::move(snapshot));
              return;
            }
            if (old_ledger)
              self_->send(old_ledger, LeaveProject{slot});
            // Who sends a request when the answer is here finds the key in its new project.
            replace_living(slot, {nullptr, [done, snapshot](void*) { done(snapshot); }});
          },
          [this, slot, done](caf::error& error) {
            take_back_config(slot);
            done(std::move(error));
          });
}

// A change was refused: what holds is what the key says. Of a dead one, its successor is told by the disk.
void KeyPoolState::take_back_config(Slot slot) {
  if (!members_[slot])
    return;
  const auto actor = members_[slot]->actor;
  self_->request(actor, caf::infinite, GetSnapshot{})
      .then(
          [this, slot, actor](KeySnapshot& key) {
            if (!members_[slot] || members_[slot]->actor != actor)
              return;
            members_[slot]->identity.config = key.config;
            if (const auto ledger = ledger_of(key.config.project))
              self_->send(ledger, JoinProject{slot, actor, key.config.limits});
          },
          [](const caf::error&) {});
}

caf::result<KeysChanged> KeyPoolState::bulk(BulkKeys& request) {
  std::vector<Slot> slots;
  for (const auto& id : request.ids)
    if (const auto found = by_id_.find(id); found != by_id_.end())
      slots.push_back(found->second);
  if (request.state)
    for (Slot slot = 0; slot < members_.size(); ++slot)
      if (members_[slot] && members_[slot]->state == *request.state)
        slots.push_back(slot);

  KeysChanged changed;
  for (const auto slot : slots)
    changed.ids.push_back(members_[slot]->identity.config.id);
  auto promise = self_->make_response_promise<KeysChanged>();
  const auto finish = [promise, changed](bool ok) {
    auto answer = promise; // a promise is a handle: a copy delivers as well
    if (ok)
      answer.deliver(changed);
    else
      answer.deliver(caf::make_error(caf::sec::runtime_error, "the change could not be stored"));
  };
  if (request.action == BulkAction::remove) {
    std::vector<StoreWrite> writes;
    for (const auto slot : slots)
      writes.push_back({std::string{key_record_prefix} + members_[slot]->identity.config.id, std::nullopt});
    commit(std::move(writes), [this, slots, finish](bool ok) {
      for (const auto slot : slots)
        if (ok)
          remove(slot);
      finish(ok);
    });
    return promise;
  }
  auto all = std::make_shared<Gather>(slots.size(), finish);
  for (const auto slot : slots) {
    if (request.action == BulkAction::reset) {
      self_->request(members_[slot]->actor, caf::infinite, ResetKey{})
          .then([all](const KeySnapshot&) { all->arrived(true); }, [all](const caf::error&) { all->arrived(false); });
      continue;
    }
    auto config = members_[slot]->identity.config;
    config.enabled = request.action == BulkAction::enable;
    apply_config(slot, std::move(config), [all](const caf::expected<KeySnapshot>& done) { all->arrived(bool{done}); });
  }
  return promise;
}

void KeyPoolState::remove(Slot slot) {
  if (!members_[slot])
    return;
  auto member = std::move(*members_[slot]);
  members_[slot].reset();
  const auto& config = member.identity.config;
  by_id_.erase(config.id);
  by_fingerprint_.erase(member.identity.fingerprint);
  if (!config.project.empty())
    self_->send(ledger_of(config.project), LeaveProject{slot});
  self_->send(deps_->dispatcher, Delist{slot});
  caf::anon_send_exit(member.actor, caf::exit_reason::user_shutdown);
  free_slots_.push_back({slot, now()});
  read(QuotaKeeper::record_prefix(config.id), [this, id = config.id](const std::vector<StoreEntry>& entries) {
    // The record once more: its actor may have written it again before it went.
    std::vector<StoreWrite> writes{{std::string{key_record_prefix} + id, std::nullopt}};
    for (const auto& entry : entries)
      writes.push_back({entry.key, std::nullopt});
    commit(std::move(writes), [](bool) {});
  });
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

void KeyPoolState::state_changed(const KeyStateChanged& change) {
  if (change.slot < members_.size() && members_[change.slot])
    members_[change.slot]->state = change.state;
}

caf::result<Committed> KeyPoolState::settle() {
  auto promise = self_->make_response_promise<Committed>();
  std::size_t members = ledgers_.size();
  for (const auto& member : members_)
    members += member ? 1U : 0U;
  auto all = std::make_shared<Gather>(members, [this, promise](bool ok) mutable {
    end_children();
    if (ok)
      promise.deliver(Committed{});
    else
      promise.deliver(caf::make_error(caf::sec::runtime_error));
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
  return promise;
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
