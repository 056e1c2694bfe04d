#include "actors/policy/lane.hpp"

#include <gtest/gtest.h>

#include <map>

namespace geminid::lane_test {
namespace {

using namespace geminid::policy;
using Slot = Lane::Slot;

const Instant now{Duration{1'000'000'000}};
constexpr std::int64_t plenty = 1'000'000;

Offer offer(double weight = 1, double share = 0, double step = 0, std::int64_t free = plenty) {
  Offer result;
  result.usable = true;
  result.weight = weight;
  result.standing.requests_free = free;
  result.standing.tokens_free = plenty;
  result.standing.tokens_max = plenty;
  result.standing.share = share;
  result.standing.share_step = step;
  result.standing.ready_at = now;
  return result;
}

std::map<Slot, int> spread(Lane& lane, int requests) {
  std::map<Slot, int> counts;
  for (int i = 0; i < requests; ++i) {
    const auto slot = lane.pick(1, {});
    if (!slot)
      break;
    lane.take(*slot, 1);
    ++counts[*slot];
  }
  return counts;
}

TEST(Lane, RoundRobinFollowsTheWeightsExactly) {
  Lane lane{Strategy::round_robin, 100};
  lane.set(0, offer(5));
  lane.set(1, offer(1));
  lane.set(2, offer(4));
  EXPECT_EQ(spread(lane, 1000), (std::map<Slot, int>{{0, 500}, {1, 100}, {2, 400}}));
}

TEST(Lane, RoundRobinIsSmooth) {
  Lane lane{Strategy::round_robin, 100};
  lane.set(0, offer(2));
  lane.set(1, offer(1));
  lane.set(2, offer(1));
  for (int round = 0; round < 10; ++round)
    EXPECT_EQ(spread(lane, 4), (std::map<Slot, int>{{0, 2}, {1, 1}, {2, 1}}));
}

TEST(Lane, PrefersASlotOnlyWhereNobodyGoesBeforeIt) {
  Lane lane{Strategy::least_used, 80};
  lane.set(0, offer(1, 0.1));
  lane.set(1, offer(1, 0.7));
  EXPECT_TRUE(lane.may_prefer(1, 1)); // more used, but that is a matter of turns
  EXPECT_FALSE(lane.may_prefer(1, plenty + 1));
  EXPECT_FALSE(lane.may_prefer(9, 1));

  auto paid = offer();
  paid.priority = 1;
  lane.set(2, paid);
  EXPECT_FALSE(lane.may_prefer(2, 1)); // while a free key has room
  auto guarded = offer(1, 0.9);
  guarded.standing.usage_percent = 90;
  lane.set(1, guarded);
  EXPECT_FALSE(lane.may_prefer(1, 1));
  lane.set(1, offer(1, 0, 0, 0));
  EXPECT_FALSE(lane.may_prefer(1, 1));
}

TEST(Lane, KnowsTheLargestRequestThatAnyUsableKeyCanEverServe) {
  Lane lane{Strategy::round_robin, 100};
  EXPECT_EQ(lane.tokens_max(), 0);
  auto small = offer();
  small.standing.tokens_max = 100;
  auto large = offer();
  large.standing.tokens_max = 900;
  lane.set(0, small);
  lane.set(1, large);
  EXPECT_EQ(lane.tokens_max(), 900);
  large.usable = false;
  lane.set(1, large);
  EXPECT_EQ(lane.tokens_max(), 100);
  lane.clear(0);
  EXPECT_EQ(lane.tokens_max(), 0);
}

TEST(Lane, ABarredSlotServesNobodyUntilTheBarIsLifted) {
  Lane lane{Strategy::round_robin, 100};
  lane.set(0, offer());
  lane.bar(0, now + std::chrono::minutes{15});
  lane.set(0, offer());
  EXPECT_FALSE(lane.pick(1, {}));
  EXPECT_EQ(lane.blocked(Block::location), 1U);
  EXPECT_EQ(lane.earliest_ready(), now + std::chrono::minutes{15});
  lane.bar(0, {});
  EXPECT_EQ(lane.pick(1, {}), 0U);
  EXPECT_EQ(lane.blocked(Block::location), 0U);
}

TEST(Lane, AKeyThatComesBackDoesNotCatchUp) {
  Lane lane{Strategy::round_robin, 100};
  lane.set(0, offer());
  lane.set(1, offer(1, 0, 0, 0)); // no room
  EXPECT_EQ(spread(lane, 100), (std::map<Slot, int>{{0, 100}}));
  lane.set(1, offer());
  EXPECT_EQ(spread(lane, 100), (std::map<Slot, int>{{0, 50}, {1, 50}}));
}

TEST(Lane, LeastUsedTakesTheLowestShareDividedByWeight) {
  Lane lane{Strategy::least_used, 100};
  lane.set(0, offer(1, 0.5));
  lane.set(1, offer(1, 0.3));
  lane.set(2, offer(4, 0.8)); // 0.2
  EXPECT_EQ(lane.pick(1, {}), 2U);
}

TEST(Lane, LeastUsedCountsWhatWasHandedOutBeforeTheKeySpokeAgain) {
  Lane lane{Strategy::least_used, 100};
  for (Slot slot = 0; slot < 5; ++slot)
    lane.set(slot, offer(1, 0, 1));
  const auto counts = spread(lane, 100);
  for (Slot slot = 0; slot < 5; ++slot)
    EXPECT_EQ(counts.at(slot), 20);
}

TEST(Lane, NeverHandsOutMoreThanAKeyOffered) {
  Lane lane{Strategy::round_robin, 100};
  for (Slot slot = 0; slot < 3; ++slot)
    lane.set(slot, offer(1, 0, 0, 5));
  EXPECT_EQ(spread(lane, 99), (std::map<Slot, int>{{0, 5}, {1, 5}, {2, 5}}));
  auto again = offer(1, 0, 0, 1); // it answered all five, and a place came free
  again.handled = 5;
  lane.set(1, again);
  EXPECT_EQ(spread(lane, 99), (std::map<Slot, int>{{1, 1}}));
}

TEST(Lane, UsesTheNextPriorityOnlyWhenTheFormerHasNoRoom) {
  Lane lane{Strategy::least_used, 100};
  auto paid = offer();
  paid.priority = 1;
  lane.set(0, paid);
  lane.set(1, offer(1, 0.9, 0, 2));
  EXPECT_EQ(lane.pick(1, {}), 1U);
  EXPECT_EQ(spread(lane, 3), (std::map<Slot, int>{{0, 1}, {1, 2}}));
}

TEST(Lane, UsesAKeyOverTheProtectionThresholdOnlyWhenNoOtherHasRoom) {
  Lane lane{Strategy::least_used, 80};
  auto nearly_full = offer(1, 0.85);
  nearly_full.standing.usage_percent = 85;
  auto paid = offer(1, 0.5, 0, 1);
  paid.priority = 7;
  lane.set(0, nearly_full);
  lane.set(1, paid);
  EXPECT_EQ(lane.pick(1, {}), 1U);
  EXPECT_EQ(spread(lane, 2), (std::map<Slot, int>{{0, 1}, {1, 1}}));
}

TEST(Lane, PassesOverExcludedKeysAndThoseWithTooFewTokens) {
  Lane lane{Strategy::round_robin, 100};
  auto few_tokens = offer();
  few_tokens.standing.tokens_free = 99;
  lane.set(0, few_tokens);
  lane.set(1, offer());
  lane.set(2, offer());
  const std::vector<Slot> excluded{1};
  EXPECT_EQ(lane.pick(100, excluded), 2U);
  EXPECT_EQ(lane.pick(99, {}), 0U); // nothing was changed by passing over
}

TEST(Lane, CountsUsableAndBlockedKeys) {
  Lane lane{Strategy::round_robin, 100};
  EXPECT_EQ(lane.pick(1, {}), std::nullopt);
  auto exhausted = offer(1, 1, 0, 0);
  exhausted.standing.block = Block::exhausted;
  exhausted.standing.ready_at = now + std::chrono::hours{3};
  lane.set(0, exhausted);
  lane.set(1, {}); // disabled
  EXPECT_EQ(lane.usable(), 1U);
  EXPECT_EQ(lane.blocked(Block::exhausted), 1U);
  EXPECT_EQ(lane.earliest_ready(), now + std::chrono::hours{3});
  lane.clear(0);
  EXPECT_EQ(lane.usable(), 0U);
  EXPECT_EQ(lane.blocked(Block::exhausted), 0U);
  EXPECT_EQ(lane.earliest_ready(), Instant::max());
}

TEST(Lane, TellsOfALargeRequestWhenTheFirstKeyHasRoomForIt) {
  Lane lane{Strategy::least_used, 100};
  EXPECT_EQ(lane.ready_at(500), Instant::max());
  auto soon = offer();
  soon.standing.tokens_max = 800;
  soon.standing.ready_at = now + std::chrono::seconds{1};
  soon.standing.eighths_ready_at.fill(now + std::chrono::seconds{50});
  auto late = soon;
  late.standing.ready_at = now + std::chrono::seconds{20};
  late.standing.eighths_ready_at.fill(now + std::chrono::seconds{30});
  lane.set(0, soon);
  lane.set(1, late);
  EXPECT_EQ(lane.ready_at(1), now + std::chrono::seconds{1});
  EXPECT_EQ(lane.ready_at(500), now + std::chrono::seconds{30});
  lane.bar(1, now + std::chrono::seconds{40});
  EXPECT_EQ(lane.ready_at(500), now + std::chrono::seconds{40});
  late.usable = false;
  lane.set(1, late);
  EXPECT_EQ(lane.ready_at(500), now + std::chrono::seconds{50});
  EXPECT_EQ(lane.ready_at(801), Instant::max());
}

} // namespace
} // namespace geminid::lane_test
