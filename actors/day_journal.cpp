#include "actors/day_journal.hpp"

#include <algorithm>
#include <utility>

namespace geminid::actors {

void DayJournal::extend(std::optional<std::int64_t> limit) {
  if (covered())
    return;
  block_ = policy::day_block(limit);
  if (!writing_)
    write_block();
  if (!limit)
    day_.reserved = day_.used - 1 + block_; // nobody waits for the disk
}

void DayJournal::when_covered(Done done) {
  waiting_.push_back({day_.day, day_.used, std::move(done)});
}

std::int64_t DayJournal::promise() {
  return promise(std::max(day_.reserved, day_.used));
}

std::int64_t DayJournal::close() {
  day_.reserved = day_.used;
  promised_ = 0;
  return promise();
}

void DayJournal::write_block() {
  writing_ = true;
  auto up_to = day_.used - 1 + block_;
  // What was given back meanwhile has made `used` fall behind who waits.
  for (const auto& waiting : waiting_)
    if (waiting.day == day_.day)
      up_to = std::max(up_to, waiting.number);
  const auto reserved = promise(up_to);
  write_(reserved, [this, day = day_.day, reserved](bool ok) { written(day, reserved, ok); });
}

void DayJournal::written(policy::PacificDay day, std::int64_t reserved, bool ok) {
  writing_ = false;
  const bool still_on_disk = reserved <= promised_; // else a last record has followed it
  if (ok && day_.day == day && still_on_disk)
    day_.reserved = std::max(day_.reserved, reserved);
  if (!ok) // what was counted without waiting is owed to the disk: the next request writes again
    day_.reserved = std::min(day_.reserved, day_.used);
  for (auto& waiting : std::exchange(waiting_, {})) {
    // Whoever waits over midnight belongs to a day whose count no longer matters.
    if (!ok || waiting.day != day_.day || waiting.number <= day_.reserved)
      waiting.done(ok);
    else
      waiting_.push_back(std::move(waiting));
  }
  const bool outrun = ok && day_.used > (promised_for_ == day_.day ? promised_ : 0); // by who did not wait
  if ((!waiting_.empty() || outrun) && !writing_)
    write_block();
}

std::int64_t DayJournal::promise(std::int64_t reserved) {
  if (promised_for_ != day_.day)
    promised_ = 0;
  promised_for_ = day_.day;
  return promised_ = std::max(promised_, reserved);
}

} // namespace geminid::actors
