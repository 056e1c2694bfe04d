#include "tests/support/actor_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace geminid::circuits_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

LeaseOutcome served() {
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::served;
  return outcome;
}

/// As the gateway tells a refusal: what blames neither key nor quota is inconclusive.
LeaseOutcome refused_by(policy::Refusal why, Instant now) {
  LeaseOutcome outcome;
  outcome.kind = policy::blames_key(why) || policy::blames_quota(why) ? LeaseOutcome::Kind::refused
                                                                      : LeaseOutcome::Kind::inconclusive;
  outcome.reading.refusal = why;
  outcome.reading.reason = policy::to_string(why);
  if (why == policy::Refusal::spend_limit)
    outcome.reading.until = now + 10min;
  return outcome;
}

class CircuitsTest : public testing::Test {
protected:
  /// The secret of the key that was refused; empty when nobody served.
  std::string refuse(policy::Refusal why, const std::string& model = "flash") {
    const auto lease = granted(world.acquire(model));
    if (!lease)
      return {};
    auto secret = lease->secret();
    lease->settle(refused_by(why, world.now()));
    world.run();
    return secret;
  }
  bool serve(const std::string& model = "flash") {
    const auto lease = granted(world.acquire(model));
    if (lease)
      lease->settle(served());
    world.run();
    return lease != nullptr;
  }
  std::vector<CircuitView> circuits() { return (*world.ask(world.dispatcher, GetCircuits{})->value)->open; }

  ActorWorld world{noon};
};

TEST_F(CircuitsTest, ThreeBareRefusalsOfThreeProjectsOpenTheModelsAndBlameNobody) {
  const auto ids = world.add_keys({"a", "b", "c", "d"});
  for (int i = 0; i < 3; ++i)
    ASSERT_NE(refuse(policy::Refusal::bare_limit), "");
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::throttled);
  ASSERT_THAT(circuits(), SizeIs(1));
  EXPECT_EQ(circuits()[0].model, "flash");
  EXPECT_EQ(circuits()[0].state, policy::CircuitState::open);
  EXPECT_EQ(circuits()[0].until, noon + 15s);
  for (const auto& id : ids)
    EXPECT_EQ(world.key(id).state, KeyState::healthy) << id;
  EXPECT_TRUE(serve("another-model"));
}

TEST_F(CircuitsTest, TwoBareRefusalsOnlyRestTheirKeys) {
  const auto ids = world.add_keys({"a", "b", "c"});
  const std::set resting{refuse(policy::Refusal::bare_limit), refuse(policy::Refusal::bare_limit)};
  EXPECT_THAT(resting, SizeIs(2));
  EXPECT_THAT(circuits(), IsEmpty());
  for (int i = 0; i < 5; ++i) {
    const auto lease = granted(world.acquire("flash"));
    ASSERT_TRUE(lease);
    EXPECT_FALSE(resting.contains(lease->secret()));
    lease->settle(served());
    world.run();
  }
}

TEST_F(CircuitsTest, AHalfOpenCircuitLetsOneProbePassAndClosesWhenItIsServed) {
  world.add_keys({"a", "b", "c", "d"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  world.advance(15s);
  const auto probe = granted(world.acquire("flash"));
  ASSERT_TRUE(probe);
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::throttled);
  probe->settle(served());
  world.run();
  EXPECT_THAT(circuits(), IsEmpty());
  EXPECT_TRUE(serve());
  EXPECT_TRUE(serve());
}

// The next request may come before the key's word of the answer: by whatever way that the word takes.
TEST_F(CircuitsTest, WhoComesWhileAProbeIsUnderWayWaitsForItsAnswer) {
  world.add_keys({"a", "b", "c", "d"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  world.advance(15s);
  const auto probe = granted(world.acquire("flash"));
  ASSERT_TRUE(probe);
  const auto next = world.acquire("flash", 3s); // gone before another probe may pass
  EXPECT_TRUE(waiting(next));
  world.advance(2s);
  probe->settle(served());
  world.run();
  EXPECT_TRUE(granted(next));
}

TEST_F(CircuitsTest, WhoWaitsForAProbeIsToldAtOnceThatItWasRefused) {
  world.add_keys({"a", "b", "c", "d"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  world.advance(15s);
  const auto probe = granted(world.acquire("flash"));
  ASSERT_TRUE(probe);
  const auto next = world.acquire("flash", 5s);
  probe->settle(refused_by(policy::Refusal::bare_limit, world.now()));
  world.run();
  EXPECT_EQ(refused(next), NoRoom::throttled);
  EXPECT_EQ((*next->value)->retry_at, noon + 15s + 30s);
}

TEST_F(CircuitsTest, WhoWaitsForAProbeInVainIsToldWhenTheNextPasses) {
  world.add_keys({"a", "b", "c", "d"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  world.advance(15s);
  const auto probe = granted(world.acquire("flash"));
  ASSERT_TRUE(probe);
  const auto next = world.acquire("flash", 3s);
  world.advance(3s);
  EXPECT_EQ(refused(next), NoRoom::throttled);
  EXPECT_EQ((*next->value)->retry_at, noon + 20s);
}

TEST_F(CircuitsTest, AProbeThatIsRefusedOpensItForTwiceAsLongAndStillBlamesNobody) {
  const auto ids = world.add_keys({"a", "b", "c", "d"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  world.advance(15s);
  ASSERT_NE(refuse(policy::Refusal::bare_limit), "");
  EXPECT_EQ(circuits()[0].until, noon + 45s);
  world.advance(29s);
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::throttled);
  for (const auto& id : ids)
    EXPECT_EQ(world.key(id).state, KeyState::healthy) << id;
  world.advance(1s);
  EXPECT_TRUE(serve());
}

TEST_F(CircuitsTest, WhoWaitsIsServedWhenTheCircuitLetsSomebodyPass) {
  world.add_keys({"a", "b", "c", "d"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  const auto first = world.acquire("flash", 30s);
  const auto second = world.acquire("flash", 30s);
  const auto impatient = world.acquire("flash", 5s);
  EXPECT_TRUE(waiting(first));
  EXPECT_EQ(refused(impatient), NoRoom::throttled);
  world.advance(15s);
  ASSERT_TRUE(granted(first));
  EXPECT_TRUE(waiting(second));
  granted(first)->settle(served());
  world.run();
  EXPECT_TRUE(granted(second));
}

TEST_F(CircuitsTest, SpendingOverItsLimitRestsTheProjectForEveryModelAndThenTriesOneRequest) {
  KeyConfig shared;
  shared.project = "team";
  const auto ids = world.add_keys({"a", "b"}, shared);
  ASSERT_NE(refuse(policy::Refusal::spend_limit), "");
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::busy);
  EXPECT_EQ(refused(world.acquire("pro")), NoRoom::busy);
  for (const auto& id : ids) {
    const auto key = world.key(id);
    EXPECT_EQ(key.state, KeyState::cooling_down);
    ASSERT_TRUE(key.spending);
    EXPECT_EQ(key.spending->state, policy::CircuitState::open);
    EXPECT_EQ(key.spending->until, noon + 10min);
  }
  world.advance(10min);
  const auto probe = granted(world.acquire("flash"));
  ASSERT_TRUE(probe);
  EXPECT_TRUE(refused(world.acquire("pro")));
  EXPECT_EQ(world.key(ids[0]).spending->state, policy::CircuitState::half_open);
  probe->settle(served());
  world.run();
  EXPECT_TRUE(serve("pro"));
  EXPECT_EQ(world.key(ids[0]).state, KeyState::healthy);
  EXPECT_FALSE(world.key(ids[0]).spending);
}

TEST_F(CircuitsTest, AnotherProjectServesWhileOnesSpendingRests) {
  world.add_keys({"a", "b"});
  const auto resting = refuse(policy::Refusal::spend_limit);
  for (int i = 0; i < 4; ++i) {
    const auto lease = granted(world.acquire("pro"));
    ASSERT_TRUE(lease);
    EXPECT_NE(lease->secret(), resting);
    lease->settle(served());
    world.run();
  }
}

TEST_F(CircuitsTest, ALocationThatGoogleDoesNotServeRestsTheRefusedKeysAndNoOthers) {
  const auto ids = world.add_keys({"free", "paid"});
  std::string refused_key;
  while (refused_key != "free") { // the paid one is served meanwhile
    const auto lease = granted(world.acquire("flash"));
    ASSERT_TRUE(lease);
    refused_key = lease->secret() == "free" ? lease->secret() : "";
    lease->settle(refused_key.empty() ? served() : refused_by(policy::Refusal::location_unsupported, world.now()));
    world.run();
  }
  for (int i = 0; i < 4; ++i) {
    const auto lease = granted(world.acquire(i % 2 ? "flash" : "pro"));
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->secret(), "paid");
    lease->settle(served());
    world.run();
  }
  EXPECT_EQ(world.key(ids[0]).state, KeyState::healthy);
  ASSERT_THAT(circuits(), SizeIs(1));
  EXPECT_EQ(circuits()[0].scope, CircuitView::Scope::location);
  EXPECT_EQ(circuits()[0].keys, 1U);
}

TEST_F(CircuitsTest, WhereNoKeyIsServedTheClientIsToldAndOneKeyTriesAfterAQuarterOfAnHour) {
  world.add_keys({"a", "b"});
  const auto first = refuse(policy::Refusal::location_unsupported);
  const auto second = refuse(policy::Refusal::location_unsupported);
  EXPECT_NE(first, second);
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::location);
  world.advance(15min);
  EXPECT_TRUE(serve());
  EXPECT_THAT(circuits(), IsEmpty());
  std::set<std::string> serving;
  for (int i = 0; i < 4; ++i) {
    const auto lease = granted(world.acquire("flash"));
    ASSERT_TRUE(lease);
    serving.insert(lease->secret());
    lease->settle(served());
    world.run();
  }
  EXPECT_THAT(serving, SizeIs(2));
}

TEST_F(CircuitsTest, ABannedKeyThatIsNotUsedKeepsNoOtherFromTrying) {
  const auto ids = world.add_keys({"a", "b"});
  refuse(policy::Refusal::location_unsupported);
  refuse(policy::Refusal::location_unsupported);
  world.ask(world.pool, BulkKeys{{ids[0]}, std::nullopt, BulkAction::disable});
  world.advance(16min);
  EXPECT_TRUE(serve());
  EXPECT_THAT(circuits(), IsEmpty());
}

TEST_F(CircuitsTest, AKeyThatTakesTheSlotOfABannedOneIsNotBanned) {
  const auto ids = world.add_keys({"a"});
  refuse(policy::Refusal::location_unsupported);
  ASSERT_EQ(refused(world.acquire("flash")), NoRoom::location);
  world.ask(world.pool, BulkKeys{{ids[0]}, std::nullopt, BulkAction::remove});
  world.add_keys({"b"});
  EXPECT_TRUE(serve());
}

} // namespace
} // namespace geminid::circuits_test
