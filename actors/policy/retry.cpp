#include "actors/policy/retry.hpp"

#include <algorithm>

namespace geminid::policy {
namespace {

using namespace std::chrono_literals;

// 100 ms, doubling to 4 s, of which at least half is waited (section 7: "0.1-4 s backoff").
Duration backoff(std::uint32_t failures, double jitter) {
  const auto full = std::min<Duration>(4s, 100ms * (1 << std::min(failures, 6U)));
  return std::chrono::duration_cast<Duration>(full * (0.5 + jitter / 2));
}

constexpr Duration server_error_pause = 500ms;

} // namespace

void note_failure(RetryState& state, const AttemptFailure& failure) {
  ++state.attempts;
  state.models_missing += failure.refusal == Refusal::model_missing ? 1 : 0;
  state.bare_limits += failure.refusal == Refusal::bare_limit ? 1 : 0;
}

std::optional<Duration> next_attempt(const RetryState& state, const AttemptFailure& failure, const RetryRules& rules,
                                     double jitter) {
  const auto when = [](bool condition, Duration delay) { return condition ? std::optional{delay} : std::nullopt; };
  if (state.attempts >= rules.attempts_max)
    return std::nullopt;
  if (!failure.refusal)
    return backoff(state.attempts - 1, jitter);
  switch (*failure.refusal) {
  case Refusal::key_invalid:
  case Refusal::key_suspect:
  case Refusal::model_closed:
  case Refusal::minute_limit:
  case Refusal::token_limit:
  case Refusal::day_limit:
  case Refusal::not_in_tier:
  case Refusal::spend_limit:
  case Refusal::credit_empty:
    return Duration{0};
  case Refusal::location_unsupported:
    return when(state.attempts < 2, Duration{0});
  case Refusal::model_missing:
    return when(state.models_missing < 2, Duration{0});
  case Refusal::bare_limit:
    return when(state.bare_limits < 3, Duration{0});
  case Refusal::overloaded:
  case Refusal::timeout:
    return backoff(state.attempts - 1, jitter);
  case Refusal::server_error:
    return std::max(server_error_pause, backoff(state.attempts - 1, jitter));
  case Refusal::client_fault:
  case Refusal::not_permitted:
  case Refusal::field_unsupported:
  case Refusal::signature_refused:
  case Refusal::gateway_fault:
    return std::nullopt;
  }
  return std::nullopt;
}

bool another_model_may_serve(Refusal refusal) {
  switch (refusal) {
  case Refusal::model_missing:
  case Refusal::model_closed:
  case Refusal::minute_limit:
  case Refusal::token_limit:
  case Refusal::day_limit:
  case Refusal::not_in_tier:
  case Refusal::bare_limit:
  case Refusal::overloaded:
  case Refusal::server_error:
  case Refusal::timeout:
    return true;
  default:
    return false;
  }
}

} // namespace geminid::policy
