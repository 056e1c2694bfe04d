// The moments for which an actor has asked to be woken. It asks again only when none comes in time: a timer for
// midnight that a nearer one outran is not asked for a second time, so their number stays small however busy the actor
// is.
#pragma once

#include "shared/time.hpp"

#include <set>

namespace geminid::actors {

class WakeUps {
public:
  /// True when a message must be scheduled, which then is `due`'s; Instant::max() needs none.
  [[nodiscard]] bool ask(Instant due) {
    if (due == Instant::max() || (!pending_.empty() && *pending_.begin() <= due))
      return false;
    pending_.insert(due);
    return true;
  }
  /// A message has come.
  void woken(Instant now) { pending_.erase(pending_.begin(), pending_.upper_bound(now)); }

private:
  std::set<Instant> pending_;
};

} // namespace geminid::actors
