// What one project has used of one model, and when it may use more. A named project's quota belongs to its ledger
// actor, a key's own to the key actor.
#pragma once

#include "actors/policy/counts.hpp"
#include "actors/policy/limits.hpp"
#include "shared/time.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace geminid::policy {

/// Why a (project, model) is not used at present. The numbers are stored.
enum class Block : std::uint8_t {
  none,
  cooling,
  exhausted,
  unavailable,
  bare,     // cooling after a refusal that named no limit: forgiven when everybody meets it
  spending, // the project's spending, whatever the model
  location, // the gateway's address, whatever the key; never of a quota
};
inline constexpr std::size_t block_kinds = 7;

struct Hold {
  Block kind = Block::none;
  Instant until{};
  std::string reason;
};

struct Quota : Counts {
  LearnedLimits learned;
  Instant learned_at{}; // when Google last named one
  /// By a refusal that named its reason, by one that named none, by the project's spending, and because the project
  /// lacks the model: each ends, or is lifted, without the others.
  Hold named, bare, spending, missing;
  /// Refusals in a row that named no limit.
  std::uint32_t bare_refusals = 0;
};

/// What is left, and how much of the limits is used.
struct Standing {
  std::int64_t requests_free = 0;
  std::int64_t tokens_free = 0;
  /// The largest request that can ever be served.
  std::int64_t tokens_max = 0;
  /// Greatest used/limit over the known limits; without any known limit, the requests of today.
  double share = 0;
  /// What one more request adds to `share`.
  double share_step = 0;
  /// Greatest used/limit in percent; 0 when no limit is known.
  double usage_percent = 0;
  /// What keeps the project from the model, a used-up day included.
  Block block = Block::none;
  /// When a request of one token fits; `now` when it does already.
  Instant ready_at{};
  /// When any of this changes by time alone; Instant::max() when never.
  Instant next_change = Instant::max();
  /// When a request of one eighth of `tokens_max` fits, of two eighths, ...; only where tokens are limited.
  std::array<Instant, 8> eighths_ready_at{};

  bool operator==(const Standing&) const = default;
};

/// What keeps a project from a model, as people tell it apart.
enum class Bar : std::uint8_t { none, cooling, exhausted, not_in_tier, missing };

/// Google may allow more by now, and only a refusal tells how much: after this a limit that it named is found out anew.
inline constexpr Duration learned_for{7 * 24 * 3'600'000};

/// Lets time pass: as for its counts, an ended block is lifted, and an old learned limit forgotten.
void advance(Quota& quota, Instant now);

/// The functions below expect a quota advanced to `now`.
[[nodiscard]] Standing standing(const Quota& quota, const Limits& limits, Instant now);
/// The standing for a key that itself cools down until `until`; as it is when that has passed.
[[nodiscard]] Standing while_cooling(Standing standing, Instant until, Instant now);
/// When a request of `tokens` fits; Instant::max() when it can never.
[[nodiscard]] Instant ready_at(const Quota& quota, const Limits& limits, std::int64_t tokens, Instant now);
/// The same as far as a standing tells: not too early, and later by the time that an eighth of the minute's tokens
/// takes to leave the window at most.
[[nodiscard]] Instant ready_at(const Standing& standing, std::int64_t tokens);
/// Until `until` nothing is sent; a longer hold of its sort is never shortened, but a bare one gives way to a named
/// one.
void block(Quota& quota, Hold hold);
/// Counts together what was counted apart.
void absorb(Quota& into, const Quota& from);
/// The one that lasts longest; Block::none when nothing keeps the project from the model.
[[nodiscard]] const Hold& held(const Quota& quota);
/// `standing` is the quota's.
[[nodiscard]] Bar bar(const Quota& quota, const Standing& standing);
/// How long a refusal that names no limit keeps the project from the model: 30 s, 60 s, then 120 s (gemini-wire.md,
/// section 7). Counts the refusal.
[[nodiscard]] Duration bare_refusal_pause(Quota& quota);

} // namespace geminid::policy
