// Where one owner's requests are counted: each model in a bucket of its own, until Google says in a refusal that it
// counts the model together with others (gemini-wire.md, section 6). Keeps the disk informed of all of it. Belongs to
// the actor that holds it.
#pragma once

#include "actors/day_journal.hpp"
#include "actors/quota_record.hpp"
#include "shared/store.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace geminid::actors {

/// What is counted together.
struct QuotaBucket {
  explicit QuotaBucket(DayJournal::Write write) : journal(quota.day, std::move(write)) {}

  policy::Quota quota;
  DayJournal journal;
  policy::MinuteBlock ahead; // what is left of the minute's block; below zero: more was used than the disk knows
  bool noting = false;       // a record of its minute is on its way
  bool unnoted = false;      // and something has followed it
};

class QuotaBuckets {
public:
  /// Writes durably, then calls back in the same actor with whether it worked.
  using Persist = std::function<void(std::vector<StoreWrite>, std::function<void(bool)>)>;

  QuotaBuckets(std::string record_prefix, Persist persist)
      : prefix_(std::move(record_prefix)), persist_(std::move(persist)) {}

  /// Takes over the records of a former run, `stored` by their names without the prefix.
  void restore(const std::vector<StoreEntry>& stored, Instant now);

  /// Where the model is counted, advanced to `now`, with what keeps the model alone from being used.
  [[nodiscard]] QuotaBucket& of(const std::string& model, Instant now);
  /// The same as it was left by `of`.
  [[nodiscard]] const QuotaBucket& of(const std::string& model) const { return buckets_.at(name_of(model)); }
  [[nodiscard]] QuotaBucket& of(const std::string& model) { return buckets_.at(name_of(model)); }
  [[nodiscard]] bool knows(const std::string& model) const { return models_.contains(model); }
  [[nodiscard]] std::vector<std::string> models() const;
  /// The other models in the same bucket.
  [[nodiscard]] std::vector<std::string> counted_with(const std::string& model) const;

  /// Google counts the model under this name; its own means by itself.
  void join(const std::string& model, const std::string& family);
  /// The owner's project lacks the model.
  void lacks(const std::string& model, policy::Hold hold) { models_[model].missing = std::move(hold); }
  /// Lifts every hold of every model.
  void lift_holds(Instant now);

  /// After a reservation under a minute's limit: when the block on disk is used up, the disk hears of the next at once,
  /// so that a crash makes no new minute. Nobody waits for that.
  void note_minute(const std::string& model, std::int64_t tokens, const policy::Limits& limits, Instant now);
  /// A request took so many tokens more than were reserved. What it took less stays in the block: on disk it is of the
  /// time when it was reserved.
  void note_tokens(const std::string& model, std::int64_t more) {
    of(model).ahead.tokens -= std::max<std::int64_t>(0, more);
  }
  /// Writes what is known of the model.
  void remember(const std::string& model);
  /// Exact counts instead of reserved ones, for a last record.
  [[nodiscard]] std::vector<StoreWrite> final_records();

private:
  [[nodiscard]] QuotaBucket& place(const std::string& name);
  [[nodiscard]] const std::string& name_of(const std::string& model) const;
  [[nodiscard]] bool is_family(const std::string& name) const;
  void move_in(const std::string& model, const std::string& family, Instant now);
  void forget_idle();
  void note(const std::string& name);
  [[nodiscard]] StoreWrite record(const std::string& name);
  [[nodiscard]] StoreWrite record(const std::string& name, std::int64_t day_reserved);

  std::string prefix_;
  Persist persist_;
  std::map<std::string, QuotaBucket> buckets_; // by model, or by the family's name
  std::map<std::string, ModelFacts> models_;
  bool has_families_ = false; // ever had
};

} // namespace geminid::actors
