// The quotas of one owner (a key of its own or a named project) by model, and what the disk knows of them. Plumbing
// around policy::Quota that a key actor and a ledger actor have in common; belongs to the actor that holds it.
#pragma once

#include "actors/messages.hpp"
#include "actors/quota_buckets.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace geminid::actors {

class QuotaKeeper {
public:
  using Persist = QuotaBuckets::Persist;

  /// `owner`: the key's id, or "project:" and its name.
  QuotaKeeper(std::string_view owner, const Persist& persist)
      : record_prefix_(record_prefix(owner)), persist_(persist), buckets_(record_prefix_, persist) {}

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
  [[nodiscard]] bool knows(const std::string& model) const { return buckets_.knows(model); }
  [[nodiscard]] std::vector<std::string> models() const { return buckets_.models(); }
  /// The other models whose standing changes with this one's, since Google counts them together.
  [[nodiscard]] std::vector<std::string> counted_with(const std::string& model) const {
    return buckets_.counted_with(model);
  }
  /// Exact counts instead of reserved blocks: what a graceful stop writes.
  [[nodiscard]] std::vector<StoreWrite> final_records() { return buckets_.final_records(); }

private:
  [[nodiscard]] policy::Quota& quota(const std::string& model, Instant now);
  void apply_spending(policy::Quota& quota, Instant now) const;
  void restore_spending(const std::string& record);
  void spending_refused(const policy::RefusalReading& reading);
  void spending_allowed();
  void refused(const std::string& model, const policy::RefusalReading& reading, Instant now);

  std::string record_prefix_;
  Persist persist_;
  QuotaBuckets buckets_;
  /// What Google refuses to a whole project, whatever the model.
  policy::Circuit spending_{policy::spend_circuit};
  std::string spending_reason_;
};

} // namespace geminid::actors
