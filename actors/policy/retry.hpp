// Whether and when a client request makes another upstream attempt (INTERFACE.md, Routing; gemini-wire.md, section 7).
#pragma once

#include "actors/policy/refusal.hpp"
#include "shared/time.hpp"

#include <cstdint>
#include <optional>

namespace geminid::policy {

/// What happened to one attempt.
struct AttemptFailure {
  /// Absent: the wire broke before an answer (connect, TLS, timeout, reset).
  std::optional<Refusal> refusal;
};

struct RetryRules {
  std::uint32_t attempts_max = 3;
};

/// Failed attempts so far, in all and of the kinds that end earlier than `attempts_max`.
struct RetryState {
  std::uint32_t attempts = 0;
  std::uint32_t models_missing = 0;
  std::uint32_t bare_limits = 0;
};

/// Counts the attempt and its failure.
void note_failure(RetryState& state, const AttemptFailure& failure);

/// How long to wait before the next attempt, or nothing when this failure is final. `jitter` is in [0, 1).
[[nodiscard]] std::optional<Duration> next_attempt(const RetryState& state, const AttemptFailure& failure,
                                                   const RetryRules& rules, double jitter);

/// Whether another model may serve what this one did not: overload and exhaustion are the model's, everything else
/// would meet its fallbacks too.
[[nodiscard]] bool another_model_may_serve(Refusal refusal);

} // namespace geminid::policy
