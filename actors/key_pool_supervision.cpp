// What the key pool does when an actor ends that it did not end itself.
#include "actors/key_pool_actor.hpp"
#include "actors/key_record.hpp"
#include "actors/ledger_actor.hpp"

namespace geminid::actors {
namespace {

constexpr std::chrono::seconds read_again_after{1};

} // namespace

void KeyPoolState::died(const caf::down_msg& message) {
  const auto reason = self_->system().render(message.reason);
  for (Slot slot = 0; slot < members_.size(); ++slot) {
    if (members_[slot] && members_[slot]->actor.address() == message.source) {
      deps_->on_death(members_[slot]->identity.config.id, reason);
      reload(slot);
      return;
    }
  }
  for (auto& [project, ledger] : ledgers_) {
    if (!ledger || ledger.address() != message.source)
      continue;
    deps_->on_death(project_owner(project), reason);
    const auto owner = project;
    // The dead ledger keeps its place until the records are here: one made before would know nothing of today.
    const auto prefix = QuotaKeeper::record_prefix(project_owner(owner));
    read(prefix, [this, owner, prefix](std::vector<StoreEntry> entries) {
      stored_quotas_[prefix] = std::move(entries);
      ledgers_.erase(owner);
      // The ledger is given to a key at birth, so its members are born again with it.
      for (Slot slot = 0; slot < members_.size(); ++slot)
        if (members_[slot] && members_[slot]->identity.config.project == owner)
          replace_living(slot);
    });
    return;
  }
}

// What the old actor knows is written before its successor reads it, but not as its last word: until it has gone it may
// grant leases out of the day block that is on disk.
void KeyPoolState::replace_living(Slot slot, std::shared_ptr<void> over) {
  const auto old = members_[slot]->actor;
  self_->demonitor(old.address());
  const auto succeed = [this, slot, old, over = std::move(over)] {
    caf::anon_send_exit(old, caf::exit_reason::user_shutdown);
    if (members_[slot] && members_[slot]->actor == old)
      reload(slot, over);
  };
  self_->request(old, caf::infinite, Reconfigure{members_[slot]->identity.config})
      .then([succeed](const KeySnapshot&) { succeed(); }, [succeed](const caf::error&) { succeed(); });
}

void KeyPoolState::reload(Slot slot, std::shared_ptr<void> over) {
  self_->send(deps_->dispatcher, Delist{slot});
  const auto id = members_[slot]->identity.config.id;
  const auto still_here = [this, slot, id, reload = ++members_[slot]->reloads] {
    return members_[slot] && members_[slot]->identity.config.id == id && members_[slot]->reloads == reload;
  };
  const auto spawn = [this, slot, still_here, over = std::move(over)](const KeyRecord& record,
                                                                      std::vector<StoreEntry> quotas) {
    if (!still_here())
      return;
    members_[slot]->identity = record.identity; // a change that the dead one did not acknowledge may be stored or not
    spawn_key(slot, record, std::move(quotas));
  };
  const auto read_quotas = [this, id, spawn](const KeyRecord& record) {
    read(QuotaKeeper::record_prefix(id),
         [spawn, record](std::vector<StoreEntry> quotas) { spawn(record, std::move(quotas)); });
  };
  const auto record_key = std::string{key_record_prefix} + id;
  read(record_key, [this, slot, record_key, still_here, read_quotas](const std::vector<StoreEntry>& stored) {
    if (!still_here())
      return;
    KeyRecord record{members_[slot]->identity, {}, {}};
    for (const auto& entry : stored)
      if (entry.key == record_key)
        if (auto found = key_from_record(entry, *deps_->box))
          record = std::move(*found);
    read_quotas(record);
  });
}

void KeyPoolState::read(const std::string& prefix, const std::function<void(std::vector<StoreEntry>)>& then) {
  self_->request(deps_->storage, caf::infinite, Scan{prefix})
      .then(
          [this, then, suspensions = suspensions_](Scanned& scanned) {
            if (suspensions == suspensions_)
              then(std::move(scanned.entries));
          },
          [this, prefix, then, suspensions = suspensions_](const caf::error&) {
            if (suspensions == suspensions_)
              self_->delayed_send(self_, read_again_after, ReadAgain{prefix, then});
          });
}

} // namespace geminid::actors
