// One Gemini key. Alone knows and changes its counts, cooldowns and health, and has the last word on each lease: a
// request that it can't take goes back to the dispatcher, after the offer that says why.
#pragma once

#include "actors/clock.hpp"
#include "actors/messages.hpp"
#include "actors/quota_keeper.hpp"
#include "actors/wake_ups.hpp"

namespace geminid::actors {

struct KeyActorDeps {
  TimeBase time;
  Dispatcher dispatcher;
  StorageActor storage;
  KeyPool pool; // hears of changes of state
};

struct KeyActorStart {
  Slot slot = 0;
  KeyRecord record;
  RulesPtr rules;
  Ledger ledger;                  // of the named project; empty without one
  std::vector<StoreEntry> quotas; // records of a former life
};

class KeyActorState {
public:
  static inline const char* name = "key";

  void start(KeyActor::pointer self, KeyActorDeps deps, KeyActorStart start);

  caf::result<LeaseReply> acquire(AcquireLease& want);
  void settle(const LeaseOutcome& outcome);
  void introduce(const std::string& model);
  void forgive(const std::string& model);
  void new_rules(RulesPtr rules);
  void project_offer(ProjectOffer& offer);
  void tick();
  caf::result<KeySnapshot> reconfigure(KeyConfig config);
  caf::result<KeySnapshot> reset();
  void suspect(const Suspect& suspicion);
  void check_result(const CheckResult& result);
  caf::result<Committed> flush();
  [[nodiscard]] KeySnapshot snapshot();

private:
  struct Published {
    policy::Offer offer;
    Instant next_change = Instant::max();
    std::optional<ProjectOffer> of_project;
  };

  [[nodiscard]] Instant now() const;
  [[nodiscard]] const policy::LimitSettings& own_limits(const std::string& model) const;
  [[nodiscard]] policy::Standing standing(const std::string& model, const Published& published);
  [[nodiscard]] std::vector<ModelUse> uses();
  [[nodiscard]] std::optional<SpendingCircuit> spending() const;
  [[nodiscard]] ModelUse use(const std::string& model, const Published& published);
  [[nodiscard]] KeyState model_state(const ModelUse& use) const;
  [[nodiscard]] KeyState state(std::string& reason, std::optional<Instant>& until, const std::vector<ModelUse>& uses);

  void publish(const std::string& model, Sign sign = Sign::none);
  /// What shares its quota with the model, where the quota has changed.
  void publish_counted_with(const std::string& model);
  void publish_all();
  void tell_pool();
  void warn_of(const std::vector<ModelUse>& uses);
  void note_unforeseen(const LeaseOutcome& outcome);
  void arm();
  void persist(std::vector<StoreWrite> writes, std::function<void(bool)> done);
  [[nodiscard]] StoreWrite record() const;

  KeyActor::pointer self_ = nullptr;
  std::optional<KeyActorDeps> deps_;
  Slot slot_ = 0;
  KeyIdentity identity_;
  KeyConfig acknowledged_; // the configuration that is known to be on disk
  std::uint64_t config_changes_ = 0;
  policy::KeyHealth health_;
  KeyTotals totals_;
  policy::Activity activity_;
  RulesPtr rules_;
  Ledger ledger_;
  std::optional<QuotaKeeper> quotas_;
  std::map<std::string, Published> published_;
  std::optional<KeyState> told_;
  std::map<std::string, policy::UsageWarnings> warnings_; // of models that were near a limit
  std::optional<Instant> last_used_at_;
  std::string last_error_;
  WakeUps wake_ups_;
  Instant totals_due_ = Instant::max();
};

KeyActor::behavior_type key_actor(KeyActor::stateful_pointer<KeyActorState> self, KeyActorDeps deps,
                                  KeyActorStart start);

} // namespace geminid::actors
