// Finds keys that claim different projects and yet are refused together, again and again, never one without the other:
// they probably share one project at Google. A hint for people; routing does not follow it.
//
// What counts is only a refusal by a limit that the gateway's own use is far from (`unforeseen`). So keys that are all
// at their limits because the gateway used them evenly, at a busy day's end, say nothing here.
#pragma once

#include "actors/policy/refusal.hpp"
#include "shared/time.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace geminid::policy {

/// Whether somebody else must have used what the refusal says is used up. `rpm`, `tpm` and `rpd` are what the gateway
/// has used itself.
[[nodiscard]] bool unforeseen(const RefusalReading& reading, std::int64_t rpm, std::int64_t tpm, std::int64_t rpd);

struct LockstepGroup {
  std::string model;
  std::vector<std::string> subjects; // at least two, in order
  std::size_t times = 0;             // that they were refused together
  Instant first{};
  Instant last{};

  bool operator==(const LockstepGroup&) const = default;
};

/// Remembers the last unforeseen refusals, model by model. One belongs to a moment: what follows the moment's first
/// within `moment_length`. The work is in proportion to the refusals, whatever the number of keys.
class Lockstep {
public:
  static constexpr Duration moment_length{20'000};
  static constexpr Duration remembered{24 * 3'600'000};
  /// Of a model; the oldest makes room.
  static constexpr std::size_t moments_max = 64;
  /// A moment that meets more says nothing of any: Google has trouble, or everybody is new.
  static constexpr std::size_t subjects_max = 16;
  static constexpr std::size_t models_max = 64;
  /// That they must have been refused together.
  static constexpr std::size_t times_min = 4;

  /// `subject`: whatever has a quota of its own, a named project or a key without one. True when it began a moment, so
  /// that the one before is complete.
  bool note(const std::string& model, const std::string& subject, Instant now);
  /// The moment that may still be growing is left out.
  [[nodiscard]] std::vector<LockstepGroup> groups(Instant now) const;

private:
  struct Moment {
    Instant begin{};
    std::set<std::string> subjects;
    [[nodiscard]] bool crowded() const { return subjects.size() > subjects_max; }
  };
  using Moments = std::deque<Moment>;

  Moments& moments_of(const std::string& model);

  std::map<std::string, Moments> models_;
};

} // namespace geminid::policy
