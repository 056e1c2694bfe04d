#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace geminid::key_actor_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

LeaseOutcome outcome(LeaseOutcome::Kind kind, policy::Refusal refusal = policy::Refusal::server_error) {
  LeaseOutcome result;
  result.kind = kind;
  result.reading.refusal = refusal;
  result.reading.reason = policy::to_string(refusal);
  return result;
}

const ModelUse& model(const KeySnapshot& key, const std::string& name) {
  for (const auto& use : key.models)
    if (use.model == name)
      return use;
  static const ModelUse none;
  ADD_FAILURE() << "the key says nothing of " << name;
  return none;
}

TEST(KeyActor, CountsRequestsAndSettlesTokens) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  const auto lease = granted(world.acquire("flash", 0s, 500));
  EXPECT_EQ(model(world.key(ids[0]), "flash").tpm.used, 500);
  auto served = outcome(LeaseOutcome::Kind::served);
  served.prompt_tokens = 42;
  served.completion_tokens = 7;
  lease->settle(served);
  world.run();
  const auto key = world.key(ids[0]);
  EXPECT_EQ(model(key, "flash").rpm.used, 1);
  EXPECT_EQ(model(key, "flash").tpm.used, 42);
  EXPECT_EQ(model(key, "flash").rpd.used, 1);
  EXPECT_EQ(key.totals.requests, 1);
  EXPECT_EQ(key.totals.prompt_tokens, 42);
  EXPECT_EQ(key.totals.completion_tokens, 7);
  EXPECT_EQ(key.totals.failures, 0);
  EXPECT_EQ(key.last_used_at, noon);
}

TEST(KeyActor, CountsAsFailuresOnlyRefusalsThatItIsToBlameFor) {
  using Kind = LeaseOutcome::Kind;
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  for (const auto& ended : {outcome(Kind::served), outcome(Kind::inconclusive),
                            outcome(Kind::refused, policy::Refusal::key_suspect), outcome(Kind::unused)}) {
    granted(world.acquire("flash"))->settle(ended);
    world.run();
  }
  EXPECT_EQ(world.key(ids[0]).totals.requests, 3);
  EXPECT_EQ(world.key(ids[0]).totals.failures, 1);
}

TEST(KeyActor, TellsWhenItWasTriedInTheLastHour) {
  using Kind = LeaseOutcome::Kind;
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  for (const auto kind : {Kind::served, Kind::inconclusive, Kind::unused}) {
    granted(world.acquire("flash"))->settle(outcome(kind));
    world.run();
  }
  EXPECT_EQ(world.key(ids[0]).activity[29], 2) << "what never reached Google was no attempt";
  world.advance(4min);
  granted(world.acquire("flash"))->settle(outcome(Kind::served));
  world.run();
  const auto activity = world.key(ids[0]).activity;
  EXPECT_EQ(activity[27], 2);
  EXPECT_EQ(activity[28], 0);
  EXPECT_EQ(activity[29], 1);
  world.advance(58min);
  EXPECT_EQ(world.key(ids[0]).activity[0], 1);
  world.advance(2min);
  EXPECT_EQ(world.key(ids[0]).activity, policy::Activity::Counts{});
}

TEST(KeyActor, OverloadAndBrokenConnectionsNeverTouchItsState) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  for (int i = 0; i < 50; ++i) {
    granted(world.acquire("flash"))->settle(outcome(LeaseOutcome::Kind::inconclusive));
    world.run();
  }
  EXPECT_EQ(world.key(ids[0]).state, KeyState::healthy);
  EXPECT_TRUE(granted(world.acquire("flash")));
}

TEST(KeyActor, CoolsAfterRepeatedUnexplainedRefusalsAndComesBackByItself) {
  Rules rules;
  rules.strikes = {3, 60s};
  ActorWorld world{noon, rules};
  const auto ids = world.add_keys({"only"});
  for (int i = 0; i < 3; ++i) {
    granted(world.acquire("flash"))->settle(outcome(LeaseOutcome::Kind::refused, policy::Refusal::key_suspect));
    world.run();
  }
  EXPECT_EQ(world.key(ids[0]).state, KeyState::cooling_down);
  EXPECT_EQ(world.key(ids[0]).next_change_at, noon + 60s);
  const auto refused_now = world.acquire("flash");
  EXPECT_EQ(refused(refused_now), NoRoom::busy);
  EXPECT_EQ((*refused_now->value)->retry_at, noon + 60s);
  world.advance(60s);
  EXPECT_EQ(world.key(ids[0]).state, KeyState::healthy);
  EXPECT_TRUE(granted(world.acquire("flash")));
}

TEST(KeyActor, WarnsNearALimitAndSaysWhenADaysLimitEnds) {
  Rules rules;
  rules.models["flash"].limits.rpd = {policy::LimitSetting::Kind::value, 5};
  ActorWorld world{noon, rules};
  const auto ids = world.add_keys({"only"});
  const auto serve = [&] {
    granted(world.acquire("flash"))->settle(outcome(LeaseOutcome::Kind::served));
    world.run();
  };
  for (int i = 0; i < 3; ++i)
    serve();
  EXPECT_EQ(world.key(ids[0]).state, KeyState::healthy);
  serve();
  EXPECT_EQ(world.key(ids[0]).state, KeyState::warning);
  serve();
  const auto key = world.key(ids[0]);
  EXPECT_EQ(key.state, KeyState::exhausted);
  EXPECT_EQ(to_rfc3339(*key.next_change_at), "2026-11-24T08:00:00.000Z");
  EXPECT_EQ(model(key, "flash").rpd.limit.source, policy::LimitSource::set);
}

TEST(KeyActor, LearnsALimitFromARefusalAndObeysIt) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  auto limited = outcome(LeaseOutcome::Kind::refused, policy::Refusal::minute_limit);
  limited.reading.until = noon + 10s;
  limited.reading.learned.rpm = 2;
  granted(world.acquire("flash"))->settle(limited);
  world.advance(61s);
  EXPECT_EQ(model(world.key(ids[0]), "flash").rpm.limit, (policy::Limit{2, policy::LimitSource::learned}));
  for (int i = 0; i < 2; ++i) {
    granted(world.acquire("flash"))->settle(outcome(LeaseOutcome::Kind::served));
    world.run();
  }
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::busy);
}

TEST(KeyActor, ASpendingLimitTouchesEveryModelOfTheProject) {
  ActorWorld world{noon};
  world.add_keys({"only"});
  auto spent = outcome(LeaseOutcome::Kind::refused, policy::Refusal::spend_limit);
  spent.reading.until = noon + 10min;
  granted(world.acquire("flash"))->settle(spent);
  world.run();
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::busy);
  EXPECT_EQ(refused(world.acquire("another")), NoRoom::busy);
  world.advance(10min);
  const auto probe = granted(world.acquire("flash"));
  ASSERT_TRUE(probe);
  probe->settle(outcome(LeaseOutcome::Kind::served));
  world.run();
  EXPECT_TRUE(granted(world.acquire("another")));
}

TEST(KeyActor, AResetForgetsEveryReasonNotToUseTheKey) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  granted(world.acquire("flash"))->settle(outcome(LeaseOutcome::Kind::refused, policy::Refusal::key_invalid));
  world.run();
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::no_keys);
  const auto changed = world.ask(world.pool, BulkKeys{ids, std::nullopt, BulkAction::reset});
  ASSERT_TRUE(*changed->value);
  EXPECT_EQ(world.key(ids[0]).state, KeyState::healthy);
  EXPECT_TRUE(granted(world.acquire("flash")));
}

TEST(KeyActor, HasAsManyTimersAsItNeedsHoweverMuchItDoes) {
  Rules rules;
  rules.models["flash"].limits.rpm = {policy::LimitSetting::Kind::value, 30};
  for (const auto* project : {"", "alpha"}) {
    ActorWorld world{noon, rules};
    KeyConfig like;
    like.project = project;
    world.add_keys({"only"}, like);
    for (int i = 0; i < 500; ++i) {
      if (const auto lease = granted(world.acquire("flash")))
        lease->settle(outcome(LeaseOutcome::Kind::served));
      world.advance(i % 10 == 0 ? 61s : 700ms);
    }
    EXPECT_LT(world.scheduler().clock().schedule().size(), 10U) << project;
  }
}

} // namespace
} // namespace geminid::key_actor_test
