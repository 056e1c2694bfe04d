// Keeps the disk ahead of what a user key has spent of its token budget: by a block of at most 1 % of the budget, which
// after a crash counts as spent. A request is carried out once its estimate is durable; what its answer costs more is
// written behind it. Belongs to the actor that holds the count and writes the record.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <utility>

namespace geminid::actors {

class SpendJournal {
public:
  using Done = std::function<void(bool ok)>;

  /// `spent` belongs to the owner and outlives the journal.
  explicit SpendJournal(const std::int64_t& spent) : spent_(spent) {}
  SpendJournal(const SpendJournal&) = delete;
  SpendJournal& operator=(const SpendJournal&) = delete;

  /// Without a budget the count is only a statistic, and nobody waits for the disk.
  void budget(std::optional<std::int64_t> tokens);
  /// What the disk holds already.
  void stored(std::int64_t spent) { durable_ = promised_ = spent; }

  /// What has been spent is covered on disk; else `done(ok)` is called later.
  [[nodiscard]] bool covered() const { return block_ == 0 || spent_ <= durable_; }
  void when_covered(Done done) { waiting_.emplace_back(spent_, std::move(done)); }
  /// A record must be written, for none on its way covers what has been spent.
  [[nodiscard]] bool behind() const { return block_ > 0 && spent_ > promised_; }

  /// What the record says that is written now.
  [[nodiscard]] std::int64_t promise();
  /// The same for a last record, which gives the rest of the block back.
  [[nodiscard]] std::int64_t close();
  /// That record has been written, or not. Records are written in order.
  void written(std::int64_t promised, bool ok);

private:
  const std::int64_t& spent_;
  std::int64_t block_ = 0;
  std::int64_t durable_ = 0;
  std::int64_t promised_ = 0;
  std::deque<std::pair<std::int64_t, Done>> waiting_; // for what
};

} // namespace geminid::actors
