// Requests that only one key may serve: the rest of an answer that it began.
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace geminid::one_key_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

Rules limited(std::int64_t rpm) {
  Rules rules;
  rules.models["flash"].limits.rpm = {policy::LimitSetting::Kind::value, rpm};
  return rules;
}

LeaseOutcome served() {
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::served;
  outcome.prompt_tokens = 1;
  return outcome;
}

TEST(OneKey, IsGivenThoughOthersAreFreer) {
  ActorWorld world{noon, limited(3)};
  world.add_keys({"a", "b"});
  const auto slot = granted(world.acquire("flash"))->slot();
  for (int i = 0; i < 3; ++i) {
    const auto lease = granted(world.acquire_only(slot, "flash", 0s));
    ASSERT_TRUE(lease) << i;
    EXPECT_EQ(lease->slot(), slot);
    lease->settle(served());
  }
  EXPECT_EQ(refused(world.acquire_only(slot, "flash", 0s)), NoRoom::busy);
  EXPECT_TRUE(granted(world.acquire("flash"))); // the other one
}

TEST(OneKey, IsWaitedForAlone) {
  ActorWorld world{noon, limited(1)};
  world.add_keys({"a", "b"});
  const auto lease = granted(world.acquire("flash"));
  const auto slot = lease->slot();
  lease->settle(served());
  EXPECT_EQ(refused(world.acquire_only(slot, "flash", 59s)), NoRoom::busy); // it would wait in vain
  const auto waiting = world.acquire_only(slot, "flash", 61s);
  EXPECT_FALSE(waiting->value);
  EXPECT_TRUE(granted(world.acquire("flash"))); // who comes later takes the other one
  EXPECT_FALSE(waiting->value);
  world.advance(60s);
  ASSERT_TRUE(waiting->value);
  EXPECT_EQ(granted(waiting)->slot(), slot);
}

TEST(OneKey, IsToldToBeGone) {
  ActorWorld world{noon, limited(1)};
  world.add_keys({"a", "b"});
  const auto lease = granted(world.acquire("flash"));
  const auto slot = lease->slot();
  const auto id = lease->key_id();
  lease->settle(served());
  const auto waiting = world.acquire_only(slot, "flash", 120s);
  EXPECT_FALSE(waiting->value);
  world.ask(world.pool, BulkKeys{{id}, std::nullopt, BulkAction::remove});
  EXPECT_EQ(refused(waiting), NoRoom::no_keys);
  EXPECT_EQ(refused(world.acquire_only(slot, "flash", 120s)), NoRoom::no_keys);
}

} // namespace
} // namespace geminid::one_key_test
