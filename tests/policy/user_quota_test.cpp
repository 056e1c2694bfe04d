#include "actors/policy/rate_limit_headers.hpp"
#include "actors/policy/user_quota.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::user_quota_test {
namespace {

using namespace geminid::policy;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z"); // in Los Angeles
const Instant midnight = *parse_rfc3339("2026-11-24T08:00:00Z");

constexpr UserLimits open{};
constexpr UserLimits per_minute{.rpm = 2};
constexpr UserLimits per_day{.rpd = 2};
constexpr UserLimits tokens{.tpm = 1000};
constexpr UserLimits at_once{.concurrent = 2};

UserQuota fresh(Instant now = noon) {
  UserQuota quota;
  policy::advance(quota, now);
  return quota;
}

/// A quota that has admitted requests of `tokens` each at noon, with what they took.
struct Used {
  explicit Used(std::initializer_list<std::int64_t> each) : quota(fresh()) {
    for (const auto size : each)
      reservations.push_back(*admit(quota, open, size, noon));
  }
  UserQuota quota;
  std::vector<Reservation> reservations;
};

TEST(UserQuota, NamesTheLimitInTheWayAndWhenItYields) {
  struct Case {
    const char* what;
    UserLimits limits;
    std::int64_t tokens;
    std::optional<UserLimit> limit; // nothing: admitted
    Instant retry_at;
  };
  const auto later = noon + 10s;
  const Case cases[] = {
      {"no limit", {}, 1'000'000, {}, {}},
      {"room in all", {3, 1500, 3, 3}, 500, {}, {}},
      {"requests of the minute", {.rpm = 2}, 1, UserLimit::requests_per_minute, noon + 60s},
      {"tokens of the minute", {.tpm = 1499}, 500, UserLimit::tokens_per_minute, noon + 60s},
      {"more tokens than ever", {.tpm = 499}, 500, UserLimit::tokens_per_minute, Instant::max()},
      {"requests of the day", {.rpd = 2}, 1, UserLimit::requests_per_day, midnight},
      {"requests at a time", {.concurrent = 2}, 1, UserLimit::concurrent_requests, later + concurrency_retry},
      {"the minute before the place", {.rpm = 2, .concurrent = 2}, 1, UserLimit::requests_per_minute, noon + 60s},
      {"the day before the minute", {2, 1000, 2, 2}, 500, UserLimit::requests_per_day, midnight},
      {"a limit of nothing", {.rpm = 0}, 1, UserLimit::requests_per_minute, Instant::max()},
      {"a day's limit of nothing", {.rpd = 0}, 1, UserLimit::requests_per_day, Instant::max()},
  };
  for (const auto& c : cases) {
    auto quota = Used{500, 500}.quota;
    policy::advance(quota, later);
    const auto admitted = admit(quota, c.limits, c.tokens, later);
    EXPECT_EQ(admitted.ok(), !c.limit) << c.what;
    if (!admitted.ok()) {
      EXPECT_EQ(admitted.error().limit, c.limit) << c.what;
      EXPECT_EQ(admitted.error().retry_at, c.retry_at) << c.what;
    }
    // A refusal counts nothing.
    EXPECT_EQ(quota.minute.requests(), c.limit ? 2 : 3) << c.what;
    EXPECT_EQ(quota.day.used, c.limit ? 2 : 3) << c.what;
    EXPECT_EQ(quota.concurrent, c.limit ? 2 : 3) << c.what;
  }
}

TEST(UserQuota, SaysHowMuchIsAllowed) {
  auto quota = Used{1, 1}.quota;
  EXPECT_EQ(admit(quota, per_minute, 1, noon).error().allowed, 2);
}

TEST(UserQuota, AdmitsAgainWhenItSaidThatItWould) {
  for (const auto& limits : {per_minute, per_day, UserLimits{.tpm = 2}}) {
    auto quota = Used{1, 1}.quota;
    const auto retry_at = admit(quota, limits, 1, noon).error().retry_at;
    policy::advance(quota, retry_at - 1ms);
    EXPECT_FALSE(admit(quota, limits, 1, retry_at - 1ms).ok());
    policy::advance(quota, retry_at);
    EXPECT_TRUE(admit(quota, limits, 1, retry_at).ok());
  }
}

TEST(UserQuota, ARequestThatEndedStaysCountedButLeavesItsPlace) {
  Used used{1, 1};
  end(used.quota, used.reservations[0], {});
  EXPECT_TRUE(admit(used.quota, at_once, 1, noon).ok());
  EXPECT_EQ(used.quota.minute.requests(), 3);
  EXPECT_EQ(used.quota.day.used, 3);
}

TEST(UserQuota, SettlesTheEstimateToWhatUpstreamCounted) {
  Used used{900};
  end(used.quota, used.reservations[0], 100);
  EXPECT_TRUE(admit(used.quota, tokens, 900, noon).ok());
  EXPECT_FALSE(admit(used.quota, tokens, 1, noon).ok());
}

TEST(UserQuota, KeepsTheEstimateWhereNothingWasCounted) {
  Used used{900};
  end(used.quota, used.reservations[0], {});
  EXPECT_FALSE(admit(used.quota, tokens, 101, noon).ok());
}

TEST(UserQuota, ARequestThatWasWithdrawnCountsNothing) {
  Used used{900};
  withdraw(used.quota, used.reservations[0]);
  EXPECT_EQ(used.quota.concurrent, 0);
  EXPECT_EQ(used.quota.day.used, 0);
  EXPECT_EQ(used.quota.minute.requests(), 0);
  EXPECT_EQ(used.quota.minute.tokens(), 0);
}

TEST(UserQuota, SpendsABudgetOnInputAndOutputForGood) {
  UserQuota quota = fresh();
  const UserLimits limits{.token_budget = 100};
  const auto first = admit(quota, limits, 40, noon);
  ASSERT_TRUE(first);
  EXPECT_EQ(quota.spent, 40); // by estimate while it is under way
  end(quota, *first, 30, 50);
  EXPECT_EQ(quota.spent, 80);
  const auto withdrawn = admit(quota, limits, 20, noon);
  ASSERT_TRUE(withdrawn);
  withdraw(quota, *withdrawn);
  EXPECT_EQ(quota.spent, 80);
  const auto refused = admit(quota, {.rpm = 0, .token_budget = 100}, 21, noon);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().limit, UserLimit::token_budget);
  EXPECT_EQ(refused.error().allowed, 100);
  EXPECT_EQ(refused.error().retry_at, Instant::max());
  const auto last = admit(quota, limits, 20, noon);
  ASSERT_TRUE(last);
  end(quota, *last, {}, 7); // nothing was counted of the input: the estimate stays
  EXPECT_EQ(quota.spent, 107);
  policy::advance(quota, midnight);
  EXPECT_FALSE(admit(quota, limits, 0, midnight).ok());
  EXPECT_TRUE(admit(quota, {.token_budget = 108}, 0, midnight).ok());
}

TEST(UserQuota, ANewDayForgetsTheCountsButNotWhoIsStillThere) {
  Used used{1, 1};
  policy::advance(used.quota, midnight);
  EXPECT_TRUE(admit(used.quota, per_day, 1, midnight).ok());
  EXPECT_EQ(used.quota.concurrent, 3);
}

TEST(Allowances, TellWhatIsLeftAndWhenAllOfItIsBack) {
  struct Case {
    const char* what;
    UserLimits limits;
    std::optional<Allowance> requests, tokens;
  };
  const Case cases[] = {
      {"nothing limited", {}, {}, {}},
      {"only places are limited", {.concurrent = 9}, {}, {}},
      {"the minute", {.rpm = 5}, Allowance{5, 3, 50s}, {}},
      {"the day", {.rpd = 5}, Allowance{5, 3, midnight - noon - 10s}, {}},
      {"the minute has less left", {.rpm = 5, .rpd = 6}, Allowance{5, 3, 50s}, {}},
      {"the day has less left", {.rpm = 5, .rpd = 4}, Allowance{4, 2, midnight - noon - 10s}, {}},
      {"used beyond a lowered limit", {.rpm = 1}, Allowance{1, 0, 50s}, {}},
      {"tokens", {.tpm = 1000}, {}, Allowance{1000, 400, 50s}},
      {"used beyond the tokens", {.tpm = 500}, {}, Allowance{500, 0, 50s}},
  };
  for (const auto& c : cases) {
    auto quota = Used{300, 300}.quota;
    policy::advance(quota, noon + 10s);
    const auto told = allowances(quota, c.limits, noon + 10s);
    EXPECT_EQ(told.requests, c.requests) << c.what;
    EXPECT_EQ(told.tokens, c.tokens) << c.what;
  }
}

TEST(Allowances, HaveNothingToResetWhenNothingIsUsed) {
  EXPECT_EQ(allowances(fresh(), {.rpm = 5, .rpd = 9}, noon).requests, (Allowance{5, 5, 0s}));
}

TEST(RateLimitHeaders, AreThreeForEachThatIsLimited) {
  EXPECT_THAT(rate_limit_headers({}), ElementsAre());
  EXPECT_THAT(rate_limit_headers({Allowance{60, 59, 1s}, Allowance{150'000, 149'984, 6min}}),
              ElementsAre(Pair("x-ratelimit-limit-requests", "60"), Pair("x-ratelimit-remaining-requests", "59"),
                          Pair("x-ratelimit-reset-requests", "1s"), Pair("x-ratelimit-limit-tokens", "150000"),
                          Pair("x-ratelimit-remaining-tokens", "149984"), Pair("x-ratelimit-reset-tokens", "6m0s")));
}

TEST(RateLimitHeaders, WriteDurationsAsOpenAiDoes) {
  const std::pair<Duration, const char*> cases[] = {
      {0ms, "0s"},    {1ms, "1s"},           {1000ms, "1s"},    {1001ms, "2s"},   {59s, "59s"},  {60s, "1m0s"},
      {6min, "6m0s"}, {3599001ms, "1h0m0s"}, {3661s, "1h1m1s"}, {24h, "24h0m0s"}, {61s, "1m1s"},
  };
  for (const auto& [duration, text] : cases)
    EXPECT_EQ(duration_text(duration), text);
}

} // namespace
} // namespace geminid::user_quota_test
