#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace geminid::affinity_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

LeaseOutcome served() {
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::served;
  return outcome;
}

TEST(Affinity, PrefersTheKeyThatHasTheCacheWhileItHasRoom) {
  Rules rules;
  rules.strategy = policy::Strategy::round_robin;
  rules.models["flash"].limits.rpm = {policy::LimitSetting::Kind::value, 3};
  ActorWorld world{noon, rules};
  world.add_keys({"a", "b"});
  const auto first = granted(world.acquire("flash"));
  const auto slot = first->slot();
  first->settle(served());
  world.run();
  for (int i = 0; i < 2; ++i) {
    const auto again = granted(world.acquire_preferring(slot, "flash"));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->slot(), slot);
    again->settle(served());
    world.run();
  }
  const auto elsewhere = granted(world.acquire_preferring(slot, "flash"));
  ASSERT_TRUE(elsewhere) << "affinity never delays or fails a request";
  EXPECT_NE(elsewhere->slot(), slot);
}

} // namespace
} // namespace geminid::affinity_test
