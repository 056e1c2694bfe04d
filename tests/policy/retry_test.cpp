#include "actors/policy/retry.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace geminid::retry_test {
namespace {

using namespace geminid::policy;
using namespace std::chrono_literals;

// How many attempts are made when every one fails alike.
int attempts_of(std::optional<Refusal> refusal, std::uint32_t attempts_max) {
  RetryState state;
  const AttemptFailure failure{refusal};
  for (int attempts = 1;; ++attempts) {
    note_failure(state, failure);
    if (!next_attempt(state, failure, {attempts_max}, 0.5))
      return attempts;
  }
}

TEST(Retry, GoesOnToOtherKeysWhenTheKeyOrItsQuotaIsToBlame) {
  for (const auto refusal :
       {Refusal::key_invalid, Refusal::key_suspect, Refusal::minute_limit, Refusal::token_limit, Refusal::day_limit,
        Refusal::not_in_tier, Refusal::spend_limit, Refusal::model_closed, Refusal::credit_empty})
    EXPECT_EQ(attempts_of(refusal, 4), 4) << to_string(refusal);
}

TEST(Retry, NeverRepeatsWhatTheClientGotWrong) {
  for (const auto refusal : {Refusal::client_fault, Refusal::not_permitted, Refusal::gateway_fault,
                             Refusal::signature_refused, Refusal::field_unsupported})
    EXPECT_EQ(attempts_of(refusal, 4), 1) << to_string(refusal);
}

TEST(Retry, TriesElsewhereWhenUpstreamIsOverloadedOrTheWireBreaks) {
  EXPECT_EQ(attempts_of(Refusal::overloaded, 5), 5);
  EXPECT_EQ(attempts_of(Refusal::server_error, 5), 5);
  EXPECT_EQ(attempts_of(std::nullopt, 5), 5);
}

TEST(Retry, TriesAMissingModelOnOneOtherKeyAndABareLimitOnTwo) {
  EXPECT_EQ(attempts_of(Refusal::model_missing, 9), 2);
  EXPECT_EQ(attempts_of(Refusal::location_unsupported, 9), 2);
  EXPECT_EQ(attempts_of(Refusal::bare_limit, 9), 3);
}

TEST(Retry, BacksOffFromATenthOfASecondToFour) {
  RetryState state;
  const AttemptFailure overloaded{Refusal::overloaded};
  std::vector<Duration> pauses;
  for (int i = 0; i < 8; ++i) {
    note_failure(state, overloaded);
    pauses.push_back(*next_attempt(state, overloaded, {20}, 1.0));
  }
  EXPECT_EQ(pauses.front(), 100ms);
  EXPECT_EQ(pauses.back(), 4s);
  EXPECT_TRUE(std::is_sorted(pauses.begin(), pauses.end()));
}

TEST(Retry, WaitsHalfASecondAtLeastAfterAnInternalError) {
  RetryState state;
  const AttemptFailure failure{Refusal::server_error};
  note_failure(state, failure);
  EXPECT_GE(*next_attempt(state, failure, {3}, 0.0), 500ms);
}

TEST(Retry, AsksAnotherModelAfterOverloadAndExhaustionOnly) {
  for (const auto refusal : {Refusal::overloaded, Refusal::day_limit, Refusal::minute_limit, Refusal::bare_limit,
                             Refusal::not_in_tier, Refusal::model_missing})
    EXPECT_TRUE(another_model_may_serve(refusal)) << to_string(refusal);
  for (const auto refusal : {Refusal::client_fault, Refusal::key_invalid, Refusal::location_unsupported,
                             Refusal::spend_limit, Refusal::signature_refused})
    EXPECT_FALSE(another_model_may_serve(refusal)) << to_string(refusal);
}

} // namespace
} // namespace geminid::retry_test
