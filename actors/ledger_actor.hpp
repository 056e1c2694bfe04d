// The counts that the keys of one named project share (INTERFACE.md, Routing). A member key that is fit hands the
// request on; the ledger grants the lease or sends the request back to the dispatcher.
#pragma once

#include "actors/clock.hpp"
#include "actors/messages.hpp"
#include "actors/quota_keeper.hpp"
#include "actors/usage_levels.hpp"
#include "actors/wake_ups.hpp"

namespace geminid::actors {

struct LedgerStart {
  TimeBase time;
  Dispatcher dispatcher;
  KeyPool pool;
  StorageActor storage;
  std::string project;
  RulesPtr rules;
  std::vector<StoreEntry> quotas; // records of a former life
};

/// The owner name under which a project's quotas are stored.
[[nodiscard]] std::string project_owner(std::string_view project);

class LedgerState {
public:
  static inline const char* name = "ledger";

  void start(Ledger::pointer self, LedgerStart start);

  caf::result<LeaseReply> acquire(AcquireFromProject& wish);
  void settle(const LeaseOutcome& outcome);
  void introduce(const std::string& model);
  void forgive(const std::string& model);
  void new_rules(RulesPtr rules);
  void join(JoinProject& member);
  void leave(Slot slot) { members_.erase(slot); }
  void reset();
  void tick();
  caf::result<Committed> flush();

private:
  struct Member {
    KeyActor key;
    std::map<std::string, policy::LimitSettings> limits;
  };

  [[nodiscard]] Instant now() const;
  void tell(const std::string& model);
  /// Of it and of what shares its quota.
  void tell_of_bucket(const std::string& model);
  void tell_all();
  /// Once of the project, not of each key that shares its counts.
  void warn_of(const std::string& model, const NearestMembers& nearest);
  void arm(Instant due);
  void persist(std::vector<StoreWrite> writes, std::function<void(bool)> done);

  Ledger::pointer self_ = nullptr;
  std::optional<LedgerStart> deps_;
  std::optional<QuotaKeeper> quotas_;
  std::map<Slot, Member> members_;
  std::map<std::string, Instant> next_change_;            // by model
  std::map<std::string, policy::UsageWarnings> warnings_; // of models that were near a limit
  WakeUps wake_ups_;
};

Ledger::behavior_type ledger_actor(Ledger::stateful_pointer<LedgerState> self, LedgerStart start);

} // namespace geminid::actors
