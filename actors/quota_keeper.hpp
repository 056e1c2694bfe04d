// The quotas of one owner (a key of its own or a named project) by model, and what the disk knows of them. Plumbing
// around policy::Quota that a key actor and a ledger actor have in common; belongs to the actor that holds it.
#pragma once

#include "actors/day_journal.hpp"
#include "actors/messages.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace geminid::actors {

class QuotaKeeper {
public:
  /// Writes durably, then calls back in the same actor with whether it worked.
  using Persist = std::function<void(std::vector<StoreWrite>, std::function<void(bool)>)>;

  /// `owner`: the key's id, or "project:" and its name.
  QuotaKeeper(std::string owner, Persist persist) : owner_(std::move(owner)), persist_(std::move(persist)) {}

  /// Takes over records that a former run wrote under `record_prefix(owner)`; a day's reserved count counts as used.
  void restore(const std::vector<StoreEntry>& entries, Instant now);
  [[nodiscard]] static std::string record_prefix(std::string_view owner);

  /// Nothing: no room. The reservation may be used once `when_durable` says so; without a daily limit that is at once.
  [[nodiscard]] std::optional<policy::Reservation> try_reserve(const std::string& model, std::int64_t tokens,
                                                               const policy::LimitSettings& of_key,
                                                               const policy::LimitSettings& of_model, Instant now);
  /// True when the last reservation of `model` is already covered on disk; else `done(ok)` is called later, and on
  /// failure the caller gives the reservation back.
  [[nodiscard]] bool covered(const std::string& model) const;
  void when_covered(const std::string& model, std::function<void(bool)> done);

  /// The quota's part of an outcome. True when it touches every model of the project.
  bool settle(const LeaseOutcome& outcome, Instant now);
  /// Lifts a block by a refusal that named no limit.
  void forgive(const std::string& model, Instant now);
  void reset(Instant now);

  [[nodiscard]] policy::Standing standing(const std::string& model, const policy::LimitSettings& of_key,
                                          const policy::LimitSettings& of_model, Instant now);
  /// Of a model that it knows.
  [[nodiscard]] ModelUse use(const std::string& model, const policy::LimitSettings& of_key,
                             const policy::LimitSettings& of_model, Instant now);
  /// Nothing while it is closed.
  [[nodiscard]] std::optional<SpendingCircuit> spending(Instant now) const;
  [[nodiscard]] bool knows(const std::string& model) const { return entries_.contains(model); }
  [[nodiscard]] std::vector<std::string> models() const;
  /// Records to delete when the owner is deleted.
  [[nodiscard]] std::vector<StoreWrite> erasure() const;
  /// Exact day counts instead of reserved blocks: what a graceful stop writes.
  [[nodiscard]] std::vector<StoreWrite> final_records();

private:
  struct Entry {
    explicit Entry(DayJournal::Write write) : journal(quota.day, std::move(write)) {}
    policy::Quota quota;
    DayJournal journal;
  };

  [[nodiscard]] Entry& entry(const std::string& model, Instant now);
  [[nodiscard]] Entry& place(const std::string& model);
  void forget_idle();
  void apply_spending(policy::Quota& quota, Instant now) const;
  void spending_refused(const policy::RefusalReading& reading);
  void spending_allowed();
  void block_quota(Entry& entry, const policy::RefusalReading& reading, Instant now);
  [[nodiscard]] StoreWrite record(const std::string& model, const policy::Quota& quota, std::int64_t reserved) const;
  void remember(const std::string& model, Entry& entry);

  std::string owner_;
  Persist persist_;
  std::map<std::string, Entry> entries_;
  /// What Google refuses to a whole project, whatever the model.
  policy::Circuit spending_{policy::spend_circuit};
  std::string spending_reason_;
};

} // namespace geminid::actors
