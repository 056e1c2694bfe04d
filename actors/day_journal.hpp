// Keeps the disk ahead of a day's count by blocks: a request is carried out once its number is durable, and after a
// crash the block in use counts as used. Plumbing that every owner of a day's count has in common; belongs to the
// actor that holds it.
#pragma once

#include "actors/policy/counts.hpp"

#include <deque>
#include <functional>
#include <optional>

namespace geminid::actors {

class DayJournal {
public:
  using Done = std::function<void(bool ok)>;
  /// Writes the owner's record with `reserved` as its day's count, durably, then calls back in the same actor.
  using Write = std::function<void(std::int64_t reserved, Done done)>;

  /// `day` belongs to the owner, who counts in it; it outlives the journal, which stays where it is while it writes.
  DayJournal(policy::DayCount& day, Write write) : day_(day), write_(std::move(write)) {}
  DayJournal(const DayJournal&) = delete;
  DayJournal& operator=(const DayJournal&) = delete;

  /// After a request was counted: reserves the next block when the present one is used up. Without a limit the count is
  /// only a statistic: it counts as covered at once.
  void extend(std::optional<std::int64_t> limit);
  /// Whether the last request that was counted is covered on disk; else `done(ok)` is called later.
  [[nodiscard]] bool covered() const { return day_.used <= day_.reserved; }
  void when_covered(Done done);

  [[nodiscard]] bool writing() const { return writing_; }
  /// The `reserved` of a record that is written for another reason: it must take back nothing that is under way.
  [[nodiscard]] std::int64_t promise();
  /// Gives the rest of the block back: the exact count, for a last record. The next request needs a new block.
  [[nodiscard]] std::int64_t close();

private:
  struct Waiting {
    policy::PacificDay day;
    std::int64_t number; // of the day
    Done done;
  };

  void write_block();
  void written(policy::PacificDay day, std::int64_t reserved, bool ok);
  [[nodiscard]] std::int64_t promise(std::int64_t reserved);

  policy::DayCount& day_;
  Write write_;
  std::int64_t block_ = 1;
  bool writing_ = false;
  std::int64_t promised_ = 0; // the highest reserved count sent to the disk today, acknowledged or not
  policy::PacificDay promised_for_ = 0;
  std::deque<Waiting> waiting_;
};

} // namespace geminid::actors
