#include "actors/policy/quota.hpp"

#include <gtest/gtest.h>

namespace geminid::quota_test {
namespace {

using namespace geminid::policy;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z"); // in Los Angeles

Limits limits(std::optional<std::int64_t> rpm, std::optional<std::int64_t> tpm = {},
              std::optional<std::int64_t> rpd = {}) {
  return {{rpm, LimitSource::set}, {tpm, LimitSource::set}, {rpd, LimitSource::set}};
}

Quota fresh(Instant now = noon) {
  Quota quota;
  advance(quota, now);
  return quota;
}

TEST(Quota, HasRoomForExactlyItsRequestsAMinute) {
  auto quota = fresh();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(standing(quota, limits(5), noon).requests_free, 5 - i);
    (void)reserve(quota, 1, noon);
  }
  const auto full = standing(quota, limits(5), noon);
  EXPECT_EQ(full.requests_free, 0);
  EXPECT_EQ(full.ready_at, noon + 60s);
  EXPECT_EQ(full.next_change, noon + 60s);
  EXPECT_DOUBLE_EQ(full.share, 1);
  advance(quota, noon + 60s);
  EXPECT_EQ(standing(quota, limits(5), noon + 60s).requests_free, 5);
}

TEST(Quota, TellsWhatKeepsAProjectFromTheModel) {
  const auto kept_by = [](Block kind, bool missing = false) {
    auto quota = fresh();
    auto& hold = missing ? quota.missing : quota.named;
    hold.kind = kind;
    hold.until = noon + 1h;
    return bar(quota, standing(quota, limits(5), noon));
  };
  EXPECT_EQ(bar(fresh(), standing(fresh(), limits(5), noon)), Bar::none);
  EXPECT_EQ(kept_by(Block::cooling), Bar::cooling);
  EXPECT_EQ(kept_by(Block::exhausted), Bar::exhausted);
  EXPECT_EQ(kept_by(Block::unavailable), Bar::not_in_tier);
  EXPECT_EQ(kept_by(Block::unavailable, true), Bar::missing);
  auto used_up = fresh();
  (void)reserve(used_up, 1, noon);
  EXPECT_EQ(bar(used_up, standing(used_up, limits({}, {}, 1), noon)), Bar::exhausted) << "no refusal is needed";
}

TEST(Quota, IsUnlimitedUntilALimitIsKnown) {
  auto quota = fresh();
  for (int i = 0; i < 100; ++i)
    (void)reserve(quota, 1'000'000, noon);
  const auto open = standing(quota, {}, noon);
  EXPECT_GT(open.requests_free, 1'000'000);
  EXPECT_DOUBLE_EQ(open.share, 100); // requests of today
  EXPECT_DOUBLE_EQ(open.usage_percent, 0);
}

TEST(Quota, FindsALimitThatGoogleNamedOutAnewAfterAWeek) {
  auto quota = fresh();
  quota.learned.rpm = 10;
  quota.learned_at = noon;
  advance(quota, noon + learned_for - 1ms);
  EXPECT_EQ(quota.learned.rpm, 10);
  advance(quota, noon + learned_for);
  EXPECT_EQ(quota.learned, LearnedLimits{});
}

TEST(Quota, ReturnsAfterADaysLimitAtMidnightInLosAngeles) {
  auto quota = fresh();
  (void)reserve(quota, 1, noon);
  (void)reserve(quota, 1, noon);
  const auto used_up = standing(quota, limits({}, {}, 2), noon);
  EXPECT_EQ(used_up.requests_free, 0);
  EXPECT_EQ(used_up.block, Block::exhausted);
  EXPECT_EQ(to_rfc3339(used_up.ready_at), "2026-11-24T08:00:00.000Z");
  advance(quota, used_up.ready_at);
  EXPECT_EQ(standing(quota, limits({}, {}, 2), used_up.ready_at).requests_free, 2);
}

TEST(Quota, TellsWhenALargeRequestFitsToAnEighthOfTheMinutesTokens) {
  auto quota = fresh();
  for (int i = 0; i < 4; ++i)
    (void)reserve(quota, 200, noon + i * 10s);
  const auto at = noon + 30s;
  const auto full = standing(quota, limits({}, 800), at);
  const auto exact = [&](std::int64_t tokens) { return ready_at(quota, limits({}, 800), tokens, at); };
  for (const std::int64_t tokens : {1, 100, 200, 300, 400, 500, 600, 700, 800}) // where the steps are
    EXPECT_EQ(ready_at(full, tokens), exact(tokens)) << tokens;
  for (std::int64_t tokens = 1; tokens <= 800; ++tokens) {
    EXPECT_GE(ready_at(full, tokens), exact(tokens)) << tokens;
    EXPECT_LE(ready_at(full, tokens), exact(std::min<std::int64_t>(800, tokens + 100))) << tokens;
  }
  EXPECT_EQ(ready_at(full, 801), Instant::max());
}

TEST(Quota, TellsOfALargeRequestThatAHoldOrTheDayKeepsItOutForLonger) {
  auto quota = fresh();
  (void)reserve(quota, 800, noon);
  block(quota, {Block::cooling, noon + 5min, "why"});
  EXPECT_EQ(ready_at(standing(quota, limits({}, 800), noon), 500), noon + 5min);
  EXPECT_EQ(ready_at(standing(quota, limits({}, 800, 1), noon), 500), next_pacific_midnight(noon));
  EXPECT_EQ(ready_at(standing(quota, limits({}, 800, 0), noon), 500), Instant::max());
}

TEST(Quota, TellsOfALargeRequestThatTheRequestsOfTheMinuteKeepItOut) {
  auto quota = fresh();
  (void)reserve(quota, 1, noon);
  EXPECT_EQ(ready_at(standing(quota, limits(1, 800), noon), 500), noon + 60s);
}

TEST(Quota, ReservesTokensByEstimateAndSettlesByCount) {
  auto quota = fresh();
  const auto reservation = reserve(quota, 600, noon);
  EXPECT_EQ(standing(quota, limits({}, 1000), noon).tokens_free, 400);
  EXPECT_EQ(ready_at(quota, limits({}, 1000), 500, noon), noon + 60s);
  settle(quota, reservation, 100);
  EXPECT_EQ(standing(quota, limits({}, 1000), noon).tokens_free, 900);
  EXPECT_EQ(ready_at(quota, limits({}, 1000), 500, noon), noon);
  EXPECT_EQ(ready_at(quota, limits({}, 1000), 1001, noon), Instant::max());
}

TEST(Quota, GivesBackARequestThatWasNeverSent) {
  auto quota = fresh();
  const auto reservation = reserve(quota, 10, noon);
  give_back(quota, reservation);
  EXPECT_EQ(quota.day.used, 0);
  EXPECT_EQ(quota.minute.requests(), 0);
}

TEST(Quota, NeverShortensABlockAndLiftsItInTime) {
  auto quota = fresh();
  block(quota, {Block::exhausted, noon + 1h, "day"});
  block(quota, {Block::cooling, noon + 1min, "minute"});
  advance(quota, noon + 59min);
  EXPECT_EQ(standing(quota, {}, noon + 59min).block, Block::exhausted);
  EXPECT_EQ(standing(quota, {}, noon + 59min).requests_free, 0);
  advance(quota, noon + 1h);
  EXPECT_EQ(standing(quota, {}, noon + 1h).block, Block::none);
}

TEST(Quota, OfAFamilyCountsWhatItsModelsUsedAndHoldsWhatHeldThem) {
  auto family = fresh();
  auto model = fresh();
  (void)reserve(family, 10, noon);
  (void)reserve(model, 20, noon + 1s);
  (void)reserve(model, 20, noon + 2s);
  family.learned.rpm = 9;
  family.learned_at = noon;
  model.learned.rpm = 10;
  model.learned_at = noon + 2s;
  block(model, {Block::cooling, noon + 40s, "because"});
  absorb(family, model);
  EXPECT_EQ(family.minute.requests(), 3);
  EXPECT_EQ(family.minute.tokens(), 50);
  EXPECT_EQ(family.day.used, 3);
  EXPECT_EQ(family.learned.rpm, 10);
  EXPECT_EQ(held(family).until, noon + 40s);
}

TEST(Quota, OfAFamilyTakesOverNothingOfAnotherDay) {
  auto family = fresh(noon + 24h);
  auto model = fresh();
  (void)reserve(model, 20, noon);
  absorb(family, model);
  EXPECT_EQ(family.day.used, 0);
  auto old = fresh();
  (void)reserve(old, 20, noon);
  auto young = fresh(noon + 24h);
  (void)reserve(young, 20, noon + 24h);
  absorb(old, young);
  EXPECT_EQ(old.day.used, 1);
  EXPECT_EQ(old.day.day, young.day.day);
}

TEST(Quota, ALimitOfZeroIsNeverReady) {
  EXPECT_EQ(ready_at(fresh(), limits(0), 1, noon), Instant::max());
  EXPECT_EQ(standing(fresh(), limits(0), noon).requests_free, 0);
}

TEST(Quota, AsksTheDiskInBlocksOfAtMostOnePercent) {
  EXPECT_EQ(day_block(1), 1);
  EXPECT_EQ(day_block(199), 1);
  EXPECT_EQ(day_block(1000), 10);
  EXPECT_EQ(day_block(1099), 10);
  EXPECT_EQ(minute_block(99, 99, noon), (MinuteBlock{0, 0, noon + 5s}));
  EXPECT_EQ(minute_block(1000, 250'000, noon), (MinuteBlock{10, 2500, noon + 5s}));
}

TEST(Quota, AMinutesBlockIsUsedUpByRequestsByTokensAndByTime) {
  EXPECT_FALSE(used_up({0, 0, noon + 5s}, noon));
  EXPECT_TRUE(used_up({-1, 0, noon + 5s}, noon));
  EXPECT_TRUE(used_up({0, -1, noon + 5s}, noon));
  EXPECT_TRUE(used_up({10, 2500, noon + 5s}, noon + 5s));
}

TEST(Quota, PausesLongerAfterEachRefusalThatNamesNoLimit) {
  auto quota = fresh();
  EXPECT_EQ(bare_refusal_pause(quota), 30s);
  EXPECT_EQ(bare_refusal_pause(quota), 60s);
  EXPECT_EQ(bare_refusal_pause(quota), 120s);
  EXPECT_EQ(bare_refusal_pause(quota), 120s);
}

TEST(Quota, ABareBlockGivesWayToOneThatHasAReason) {
  auto quota = fresh();
  block(quota, {Block::bare, noon + 120s, "bare"});
  block(quota, {Block::cooling, noon + 38s, "minute"});
  EXPECT_EQ(held(quota).kind, Block::cooling);
  EXPECT_EQ(held(quota).until, noon + 38s);
}

TEST(Quota, LiftingABareBlockOrTheProjectsSpendingLeavesTheNamedOne) {
  auto quota = fresh();
  block(quota, {Block::cooling, noon + 38s, "minute"});
  block(quota, {Block::bare, noon + 120s, "bare"});
  block(quota, {Block::spending, noon + 600s, "spending"});
  EXPECT_EQ(held(quota).kind, Block::spending);
  quota.spending = {};
  EXPECT_EQ(held(quota).kind, Block::bare);
  quota.bare = {};
  EXPECT_EQ(held(quota).kind, Block::cooling);
  advance(quota, noon + 38s);
  EXPECT_EQ(held(quota).kind, Block::none);
}

TEST(Quota, AKeyThatCoolsDownHasNoRoomUntilItIsBack) {
  const auto open = standing(fresh(), limits(5), noon);
  const auto cooling = while_cooling(open, noon + 30s, noon);
  EXPECT_EQ(cooling.requests_free, 0);
  EXPECT_EQ(cooling.block, Block::cooling);
  EXPECT_EQ(cooling.ready_at, noon + 30s);
  EXPECT_EQ(cooling.next_change, noon + 30s);
  EXPECT_EQ(while_cooling(open, noon, noon), open);
}

} // namespace
} // namespace geminid::quota_test
