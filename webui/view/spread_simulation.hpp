// How requests would be spread over the keys: the server's own policy (actors/policy), run in a time that is only
// counted. Pure. What it leaves out: affinity, failures, and what other models use.
#pragma once

#include "actors/policy/lane.hpp"
#include "actors/policy/limits.hpp"
#include "shared/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace geminid::webui {

/// A key as it stands for one model when the simulation begins.
struct SimulatedKey {
  std::string project; // empty: a project of its own
  bool usable = true;  // enabled and valid
  std::int32_t priority = 0;
  double weight = 1;
  policy::Limits limits;
  /// Used within the last minute, taken as spread evenly over it, and since midnight Pacific. Keys of one project tell
  /// of the same use; the first one's counts.
  std::int64_t requests_of_minute = 0;
  std::int64_t tokens_of_minute = 0;
  std::int64_t requests_of_day = 0;
  /// Of the project for this model, and of the key itself; in the past: none.
  Instant blocked_until{};
  Instant cooling_until{};
};

/// What is asked of the keys, and by which settings they are chosen.
struct SpreadScenario {
  policy::Strategy strategy = policy::Strategy::least_used;
  double warning_percent = 80;
  double protection_percent = 100;
  Duration wait_max{5'000};
  /// Evenly over the time, from the first moment on. At most `simulated_requests_max` are simulated, in less time then.
  std::int64_t requests_per_minute = 60;
  std::int64_t tokens_per_request = 1'000; // input
  Duration span{60'000};
};

inline constexpr std::int64_t simulated_requests_max = 4'000;
inline constexpr std::size_t simulated_keys_max = 1'000;

/// What became of one key. Moments count from the beginning.
struct KeySpread {
  std::int64_t served = 0;
  /// Greatest used/limit in percent that it came to; 0 without a known limit.
  double usage_percent = 0;
  std::optional<Duration> warned_after;
  /// From then on it was used only when no other had room.
  std::optional<Duration> protected_after;
  /// When it had no more room, for the first time.
  std::optional<Duration> full_after;

  bool operator==(const KeySpread&) const = default;
};

struct Spread {
  std::vector<KeySpread> keys; // as they were given
  Duration span{};             // what was simulated
  std::int64_t requests = 0;
  std::int64_t served = 0;
  std::int64_t waited = 0;  // of those served
  std::int64_t refused = 0; // after the longest wait
  Duration longest_wait{};
  std::optional<Duration> refused_after;

  bool operator==(const Spread&) const = default;
};

/// Only the first `simulated_keys_max` of the keys take part.
[[nodiscard]] Spread simulate_spread(std::span<const SimulatedKey> keys, const SpreadScenario& scenario, Instant now);

} // namespace geminid::webui
