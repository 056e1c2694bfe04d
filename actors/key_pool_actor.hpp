// Who the keys are: adds, lists, changes and removes them, and supervises their actors. A key actor that dies is logged
// and replaced from what is stored.
#pragma once

#include "actors/clock.hpp"
#include "actors/messages.hpp"
#include "shared/secret_box.hpp"

#include <deque>
#include <functional>
#include <map>
#include <unordered_map>

namespace geminid::actors {

/// What the pool tells of the keys as it happens, in the actor. The listener sees to it that this is cheap.
struct KeyWatch {
  /// Also of a key that is new; not of one that is deleted.
  std::function<void(const KeyConfig&, const KeyStateChanged&)> state_changed;
  std::function<void(const KeyConfig&, const KeyNearLimit&)> near_limit;
  /// A group that was not known, or that has more members than it had.
  std::function<void(const policy::LockstepGroup&)> lockstep;
};

struct KeyPoolStart {
  TimeBase time;
  Dispatcher dispatcher;
  StorageActor storage;
  std::shared_ptr<const SecretBox> box;
  RulesPtr rules;
  /// Unpredictable text for ids.
  std::function<std::string()> random_id;
  /// Called when an actor died and was replaced.
  std::function<void(const std::string& id, const std::string& reason)> on_death;
  std::vector<KeyRecord> keys;
  std::vector<StoreEntry> quotas; // every stored "quota/…" record
  std::size_t keys_max = 100'000;
  KeyWatch watch = {};
};

/// The disk could not be read.
struct ReadAgain {
  std::string prefix;
  std::function<void(std::vector<StoreEntry>)> then;
};
/// KeyPool plus its message to itself.
using KeyPoolImpl = KeyPool::extend<caf::reacts_to<ReadAgain>>;

class KeyPoolState {
public:
  static inline const char* name = "key_pool";

  void start(KeyPoolImpl::pointer self, KeyPoolStart start);

  caf::result<KeysAdded> add(AddKeys& request);
  caf::result<KeyPage> list(const ListKeys& request);
  caf::result<KeySnapshot> get(const GetKey& request);
  caf::result<KeySnapshot> patch(PatchKey& request);
  caf::result<KeysChanged> bulk(BulkKeys& request);
  [[nodiscard]] BorrowedKey borrow(const BorrowKey& request) const;
  [[nodiscard]] PoolCounts counts() const;
  void new_rules(RulesPtr rules);
  void state_changed(const KeyStateChanged& change);
  void near_limit(const KeyNearLimit& news) const;
  void unforeseen_refusal(const UnforeseenRefusal& news);
  [[nodiscard]] Hints hints() const;
  caf::result<Committed> settle();
  caf::result<Committed> suspend();
  Committed resume(ResumePool& with);
  void died(const caf::down_msg& message);
  /// However long it takes: what is made of the records can't be made without.
  void read(const std::string& prefix, const std::function<void(std::vector<StoreEntry>)>& then);

private:
  struct Member {
    KeyIdentity identity;
    KeyActor actor;
    KeyState state = KeyState::healthy;
    bool told = false;         // somebody has been told of its state
    std::uint32_t reloads = 0; // only the latest brings forth an actor
  };
  struct FreeSlot {
    Slot slot;
    Instant since;
  };

  [[nodiscard]] Instant now() const;
  [[nodiscard]] Member* find(const std::string& id);
  [[nodiscard]] Slot take_slot(const std::string& id);
  Slot place(KeyRecord record, std::vector<StoreEntry> quotas);
  void spawn_key(Slot slot, KeyRecord record, std::vector<StoreEntry> quotas);
  /// Writes what the keys and ledgers know; ends them whether or not the disk took it.
  void flush_and_end(std::function<void(bool)> done);
  void end_children();
  void take_over(std::vector<KeyRecord> keys, std::vector<StoreEntry> quotas);
  /// `over` is let go when the successor is enlisted, or will never be.
  void replace_living(Slot slot, std::shared_ptr<void> over = nullptr);
  void reload(Slot slot, std::shared_ptr<void> over = nullptr);
  [[nodiscard]] Ledger ledger_of(const std::string& project);
  void remove(Slot slot);
  void apply_config(Slot slot, KeyConfig config, std::function<void(caf::expected<KeySnapshot>)> done);
  void take_back_config(Slot slot);
  void snapshots(std::vector<Slot> slots, std::function<void(std::vector<KeySnapshot>)> done);
  void commit(std::vector<StoreWrite> writes, std::function<void(bool)> done);
  [[nodiscard]] std::vector<Slot> matching(const ListKeys& request) const;

  KeyPoolImpl::pointer self_ = nullptr;
  std::optional<KeyPoolStart> deps_;
  std::vector<std::optional<Member>> members_; // by slot
  std::deque<FreeSlot> free_slots_;
  bool suspended_ = false;
  std::uint64_t suspensions_ = 0;                      // what was begun before the last one does not go on
  std::unordered_map<std::string, Slot> former_slots_; // of the keys that were there before it
  std::unordered_map<std::string, Slot> by_id_;
  std::unordered_map<std::string, Slot> by_fingerprint_;
  std::unordered_map<std::string, Ledger> ledgers_;
  std::map<std::string, std::vector<StoreEntry>> stored_quotas_; // by owner, until taken over
  policy::Lockstep lockstep_;
  std::map<std::string, std::size_t> lockstep_told_; // members by model and first member
};

KeyPoolImpl::behavior_type key_pool_actor(KeyPoolImpl::stateful_pointer<KeyPoolState> self, KeyPoolStart start);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ReadAgain)
