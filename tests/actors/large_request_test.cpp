#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace geminid::large_request_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

LeaseOutcome served(std::int64_t prompt_tokens) {
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::served;
  outcome.prompt_tokens = prompt_tokens;
  return outcome;
}

Rules tokens_a_minute(std::int64_t tpm) {
  Rules rules;
  rules.models["flash"].limits.tpm = {policy::LimitSetting::Kind::value, tpm};
  return rules;
}

TEST(LargeRequest, IsToldWhenItsTokensFit) {
  ActorWorld world{noon, tokens_a_minute(800)};
  world.add_keys({"only"});
  for (int i = 0; i < 4; ++i) {
    granted(world.acquire("flash", 0s, 200))->settle(served(200));
    world.advance(10s);
  }
  const auto small = world.acquire("flash", 5s, 1);
  const auto large = world.acquire("flash", 5s, 500);
  ASSERT_EQ(refused(small), NoRoom::busy);
  EXPECT_EQ((*small->value)->retry_at, noon + 60s);
  ASSERT_EQ(refused(large), NoRoom::busy);
  EXPECT_EQ((*large->value)->retry_at, noon + 80s); // the third of the four has left
}

TEST(LargeRequest, ThatWaitedInVainIsToldWhenItsTokensFit) {
  ActorWorld world{noon, tokens_a_minute(800)};
  world.add_keys({"only"});
  granted(world.acquire("flash", 0s, 700))->settle(served(700));
  const auto large = world.acquire("flash", 5s, 500);
  EXPECT_TRUE(waiting(large));
  world.advance(5s);
  ASSERT_EQ(refused(large), NoRoom::busy);
  EXPECT_EQ((*large->value)->retry_at, noon + 60s);
}

} // namespace
} // namespace geminid::large_request_test
