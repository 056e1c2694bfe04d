// What admins change about the keys: each change is answered when it is durable.
#include "actors/gather.hpp"
#include "actors/key_pool_actor.hpp"
#include "actors/key_record.hpp"
#include "actors/quota_keeper.hpp"

namespace geminid::actors {
namespace {

caf::error suspended() {
  return caf::make_error(caf::sec::runtime_error, "the keys are being replaced");
}

} // namespace

caf::result<KeysAdded> KeyPoolState::add(AddKeys& request) {
  if (suspended_ && !request.dry_run)
    return suspended();
  KeysAdded result;
  std::vector<KeyRecord> records;
  std::vector<StoreWrite> writes;
  std::unordered_map<std::string, bool> in_this_request;
  for (std::size_t place = 0; place < request.secrets.size(); ++place) {
    auto& secret = request.secrets[place];
    const auto print = deps_->box->fingerprint(secret);
    if (by_fingerprint_.contains(print) || !in_this_request.emplace(print, true).second) {
      ++result.duplicates;
      result.known.push_back(place);
      continue;
    }
    if (members_.size() - free_slots_.size() + records.size() >= deps_->keys_max)
      return caf::make_error(caf::sec::runtime_error, "the pool holds as many keys as it may");
    const auto own = request.own.find(place);
    auto config = own == request.own.end() ? request.like : own->second;
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

caf::result<KeySnapshot> KeyPoolState::patch(PatchKey& request) {
  if (suspended_)
    return suspended();
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
  if (suspended_)
    return suspended();
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

} // namespace geminid::actors
