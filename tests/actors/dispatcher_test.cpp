#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

#include <map>

namespace geminid::dispatcher_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

Rules limited(std::int64_t rpm, policy::Strategy strategy = policy::Strategy::least_used) {
  Rules rules;
  rules.strategy = strategy;
  rules.models["flash"].limits.rpm = {policy::LimitSetting::Kind::value, rpm};
  return rules;
}

LeaseOutcome served(std::int64_t prompt_tokens = 1) {
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::served;
  outcome.prompt_tokens = prompt_tokens;
  return outcome;
}

LeaseOutcome refusal(policy::Refusal why, std::optional<Instant> until = std::nullopt) {
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::refused;
  outcome.reading.refusal = why;
  outcome.reading.until = until;
  outcome.reading.reason = policy::to_string(why);
  return outcome;
}

TEST(Dispatcher, RefusesAtOnceWithoutAnyKey) {
  ActorWorld world{noon};
  EXPECT_EQ(refused(world.acquire("flash", 5s)), NoRoom::no_keys);
}

TEST(Dispatcher, ThreeKeysAtFiveAMinuteGiveFifteenRequestsAndTheSixteenthGets429) {
  ActorWorld world{noon, limited(5)};
  world.add_keys({"a", "b", "c"});
  std::map<std::string, int> spread;
  for (int i = 0; i < 15; ++i) {
    const auto lease = granted(world.acquire("flash"));
    ASSERT_TRUE(lease) << i;
    ++spread[lease->secret()];
    lease->settle(served());
    world.advance(100ms);
  }
  EXPECT_EQ(spread, (std::map<std::string, int>{{"a", 5}, {"b", 5}, {"c", 5}}));
  const auto sixteenth = world.acquire("flash", 5s);
  ASSERT_EQ(refused(sixteenth), NoRoom::busy);
  EXPECT_EQ((*sixteenth->value)->retry_at, noon + 60s);
}

TEST(Dispatcher, TenKeysGiveTenTimesOneKey) {
  for (const int keys : {1, 10}) {
    ActorWorld world{noon, limited(7)};
    std::vector<std::string> secrets;
    for (int i = 0; i < keys; ++i)
      secrets.push_back("key" + std::to_string(i));
    world.add_keys(secrets);
    int requests = 0;
    for (int second = 0; second < 600; ++second) {
      while (const auto lease = granted(world.acquire("flash"))) {
        lease->settle(served());
        ++requests;
      }
      world.advance(1s);
    }
    EXPECT_EQ(requests, 10 * 7 * keys);
  }
}

TEST(Dispatcher, ARequestWaitsForRoomAndGetsItTheMomentItReturns) {
  ActorWorld world{noon, limited(1)};
  world.add_keys({"only"});
  granted(world.acquire("flash"))->settle(served());
  world.advance(57s);
  const auto waits = world.acquire("flash", 5s);
  EXPECT_TRUE(waiting(waits));
  world.advance(2'999ms);
  EXPECT_TRUE(waiting(waits));
  world.advance(1ms);
  EXPECT_TRUE(granted(waits));
}

TEST(Dispatcher, ALeaseThatWasNeverUsedFreesItsPlaceForWhoWaits) {
  ActorWorld world{noon, limited(1)};
  world.add_keys({"only"});
  auto unused = granted(world.acquire("flash"));
  world.advance(58s);
  auto waits = world.acquire("flash", 5s);
  EXPECT_TRUE(waiting(waits));
  unused.reset();
  world.run();
  EXPECT_TRUE(granted(waits));
}

TEST(Dispatcher, WaitersAreServedByUsersInTurnAndInOrderWithinOne) {
  ActorWorld world{noon, limited(1)};
  world.add_keys({"only"});
  granted(world.acquire("flash"))->settle(served());
  world.advance(59s);
  const auto greedy_first = world.acquire("flash", 200s, 1, "greedy");
  const auto greedy_second = world.acquire("flash", 200s, 1, "greedy");
  const auto modest = world.acquire("flash", 200s, 1, "modest");
  world.advance(1s);
  EXPECT_TRUE(granted(greedy_first));
  EXPECT_TRUE(waiting(modest));
  granted(greedy_first)->settle(served());
  world.advance(60s);
  EXPECT_TRUE(granted(modest));
  EXPECT_TRUE(waiting(greedy_second));
}

TEST(Dispatcher, AWaiterThatLeavesIsAnsweredAndForgotten) {
  ActorWorld world{noon, limited(1)};
  world.add_keys({"only"});
  granted(world.acquire("flash"))->settle(served());
  world.advance(58s);
  const auto ticket = world.next_ticket;
  const auto leaves = world.acquire("flash", 5s);
  caf::anon_send(world.dispatcher, CancelWait{ticket});
  world.run();
  EXPECT_EQ(refused(leaves), NoRoom::cancelled);
  EXPECT_EQ(**world.ask(world.dispatcher, GetQueueDepth{})->value, 0U);
}

TEST(Dispatcher, ARequestThatIsTooLargeForTheRoomHoldsUpNobody) {
  Rules rules;
  rules.models["flash"].limits.tpm = {policy::LimitSetting::Kind::value, 1000};
  ActorWorld world{noon, rules};
  world.add_keys({"only"});
  granted(world.acquire("flash", 0s, 500))->settle(served(500));
  world.advance(1s);
  const auto large = world.acquire("flash", 100s, 900);
  ASSERT_TRUE(waiting(large));
  const auto medium = world.acquire("flash", 100s, 400);
  EXPECT_TRUE(granted(medium));
  const auto small = world.acquire("flash", 100s, 450);
  ASSERT_TRUE(waiting(small));
  world.advance(59s);
  EXPECT_TRUE(granted(small)); // behind `large`, of the same user
  EXPECT_TRUE(waiting(large));
}

TEST(Dispatcher, AFullQueueTurnsAwayWhoComesAndNotWhoWaits) {
  ActorWorld world{noon, limited(2), nullptr, DispatcherLimits{2, 256}};
  world.add_keys({"only"});
  const auto first = granted(world.acquire("flash"));
  granted(world.acquire("flash"))->settle(served());
  world.advance(58s);
  const auto a = world.acquire("flash", 5s);
  const auto b = world.acquire("flash", 5s);
  EXPECT_EQ(refused(world.acquire("flash", 5s)), NoRoom::queue_full);
  first->settle(served(7)); // the key speaks
  world.run();
  EXPECT_TRUE(waiting(a));
  EXPECT_TRUE(waiting(b));
  world.advance(2s);
  EXPECT_TRUE(granted(a));
  EXPECT_TRUE(granted(b));
}

TEST(Dispatcher, GivesUpWaitingAtTheDeadline) {
  ActorWorld world{noon, limited(1)};
  const auto ids = world.add_keys({"only"});
  granted(world.acquire("flash"))->settle(served());
  world.advance(59s);
  const auto waits = world.acquire("flash", 5s); // would be served in a second
  ASSERT_TRUE(waiting(waits));
  const auto tuned =
      world.ask(world.pool, PatchKey{ids[0], [](KeyConfig& config) {
                                       config.limits["flash"].rpm = {policy::LimitSetting::Kind::value, 0};
                                     }});
  ASSERT_TRUE(*tuned->value);
  world.advance(5s);
  EXPECT_TRUE(refused(waits));
}

TEST(Dispatcher, ARequestMakesEachAttemptOnAnotherKey) {
  ActorWorld world{noon};
  world.add_keys({"a", "b"});
  const auto first = granted(world.acquire("flash"));
  ASSERT_TRUE(first);
  const auto second = granted(world.acquire("flash", 5s, 1, "user", {first->slot()}));
  ASSERT_TRUE(second);
  EXPECT_NE(first->slot(), second->slot());
  EXPECT_EQ(refused(world.acquire("flash", 5s, 1, "user", {first->slot(), second->slot()})), NoRoom::busy);
}

TEST(Dispatcher, ARefusalTouchesOnlyThatKeyAndThatModel) {
  ActorWorld world{noon};
  world.add_keys({"a", "b"});
  const auto lease = granted(world.acquire("flash"));
  const auto limited_secret = lease->secret();
  lease->settle(refusal(policy::Refusal::minute_limit, noon + 38s));
  world.run();
  for (int i = 0; i < 4; ++i) {
    const auto other = granted(world.acquire("flash"));
    ASSERT_TRUE(other);
    EXPECT_NE(other->secret(), limited_secret);
    other->settle(served());
  }
  std::map<std::string, int> other_model;
  for (int i = 0; i < 10; ++i) {
    const auto of_other_model = granted(world.acquire("pro"));
    ++other_model[of_other_model->secret()];
    of_other_model->settle(served());
    world.run();
  }
  EXPECT_EQ(other_model, (std::map<std::string, int>{{"a", 5}, {"b", 5}}));
  world.advance(38s);
  std::map<std::string, int> again;
  for (int i = 0; i < 10; ++i) {
    const auto l = granted(world.acquire("flash"));
    ++again[l->secret()];
    l->settle(served());
    world.run();
  }
  EXPECT_GT(again[limited_secret], 0);
}

TEST(Dispatcher, RefusesAtOnceWhatIsTooLargeForAnyKeysMinute) {
  Rules rules;
  rules.models["flash"].limits.tpm = {policy::LimitSetting::Kind::value, 1000};
  ActorWorld world{noon, rules};
  world.add_keys({"a", "b"});
  EXPECT_EQ(refused(world.acquire("flash", 5s, 1001)), NoRoom::too_large);
  EXPECT_TRUE(granted(world.acquire("flash", 5s, 1000)));
}

TEST(Dispatcher, SaysWhyNobodyServes) {
  ActorWorld world{noon};
  world.add_keys({"a", "b"});
  for (int i = 0; i < 2; ++i)
    granted(world.acquire("pro"))->settle(refusal(policy::Refusal::not_in_tier, noon + 24h)), world.run();
  EXPECT_EQ(refused(world.acquire("pro", 5s)), NoRoom::unavailable);
  const auto midnight = *parse_rfc3339("2026-11-24T08:00:00Z");
  for (int i = 0; i < 2; ++i)
    granted(world.acquire("flash"))->settle(refusal(policy::Refusal::day_limit, midnight)), world.run();
  const auto exhausted = world.acquire("flash", 5s);
  EXPECT_EQ(refused(exhausted), NoRoom::exhausted);
  EXPECT_EQ((*exhausted->value)->retry_at, midnight);
  world.advance(midnight - world.now());
  EXPECT_TRUE(granted(world.acquire("flash")));
}

TEST(Dispatcher, AnInvalidKeyIsNeverUsedAgain) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"dead", "good"});
  for (int i = 0; i < 20; ++i) {
    const auto lease = granted(world.acquire("flash"));
    ASSERT_TRUE(lease);
    lease->settle(lease->secret() == "dead" ? refusal(policy::Refusal::key_invalid) : served());
    world.run();
  }
  EXPECT_EQ(world.key(ids[0]).totals.requests, 1);
  EXPECT_EQ(world.key(ids[0]).state, KeyState::invalid);
  EXPECT_EQ(world.key(ids[1]).totals.requests, 19);
}

TEST(Dispatcher, ChangesItsStrategyAndLimitsWhileItRuns) {
  ActorWorld world{noon, limited(2, policy::Strategy::round_robin)};
  world.add_keys({"only"});
  for (int i = 0; i < 2; ++i)
    granted(world.acquire("flash"))->settle(served()), world.run();
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::busy);
  world.set_rules(limited(3));
  EXPECT_TRUE(granted(world.acquire("flash")));
}

TEST(Dispatcher, AHundredRequestsAtOnceAreSplitEvenlyOverFiveKeys) {
  ActorWorld world{noon};
  world.add_keys({"a", "b", "c", "d", "e"});
  std::vector<ActorWorld::LeaseAnswer> answers;
  for (int i = 0; i < 100; ++i)
    answers.push_back(world.acquire("flash"));
  std::map<std::string, int> spread;
  for (const auto& answer : answers)
    ++spread[granted(answer)->secret()];
  for (const auto& [secret, count] : spread)
    EXPECT_EQ(count, 20) << secret;
}

} // namespace
} // namespace geminid::dispatcher_test
