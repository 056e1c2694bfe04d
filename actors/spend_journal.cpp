#include "actors/spend_journal.hpp"

#include <algorithm>

namespace geminid::actors {

void SpendJournal::budget(std::optional<std::int64_t> tokens) {
  block_ = tokens ? std::max<std::int64_t>(1, *tokens / 100) : 0;
}

std::int64_t SpendJournal::promise() {
  return promised_ = std::max(promised_, spent_ + block_);
}

std::int64_t SpendJournal::close() {
  durable_ = std::min(durable_, spent_);
  return promised_ = spent_;
}

void SpendJournal::written(std::int64_t promised, bool ok) {
  if (!ok)
    promised_ = durable_;         // the next one writes again
  else if (promised <= promised_) // else a last record has followed it
    durable_ = std::max(durable_, promised);
  for (auto& [spent, done] : std::exchange(waiting_, {})) {
    if (!ok || spent <= durable_)
      done(ok);
    else
      waiting_.emplace_back(spent, std::move(done));
  }
}

} // namespace geminid::actors
