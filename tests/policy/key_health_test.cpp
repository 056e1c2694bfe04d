#include "actors/policy/key_health.hpp"

#include <gtest/gtest.h>

namespace {

using namespace geminid;
using namespace geminid::policy;
using namespace std::chrono_literals;

const Instant now{1'000'000s};
const StrikeRules rules{3, 60s};

TEST(KeyHealth, CoolsAfterAsManyStrikesInARowAsTheThreshold) {
  KeyHealth health;
  strike(health, rules, "denied", now);
  strike(health, rules, "denied", now);
  EXPECT_TRUE(usable(health, now));
  strike(health, rules, "denied", now);
  EXPECT_FALSE(usable(health, now));
  EXPECT_FALSE(usable(health, now + 59'999ms));
  EXPECT_TRUE(usable(health, now + 60s));
}

TEST(KeyHealth, ASuccessBetweenStrikesBreaksTheRow) {
  KeyHealth health;
  for (int i = 0; i < 10; ++i) {
    strike(health, rules, "denied", now);
    strike(health, rules, "denied", now);
    served(health);
  }
  EXPECT_TRUE(usable(health, now));
}

TEST(KeyHealth, DoublesTheCooldownUpToAnHour) {
  KeyHealth health;
  auto at = now;
  for (const Duration expected : {60s, 120s, 240s, 480s, 960s, 1920s, 3600s, 3600s}) {
    for (int i = 0; i < 3; ++i)
      strike(health, rules, "denied", at);
    EXPECT_EQ(health.cooling_until - at, expected);
    at = health.cooling_until;
  }
}

TEST(KeyHealth, StaysInvalidUntilRevived) {
  KeyHealth health;
  invalidate(health, "Google does not know the key");
  served(health);
  EXPECT_FALSE(usable(health, now + 24h * 365));
  revive(health);
  EXPECT_TRUE(usable(health, now));
  EXPECT_EQ(health, KeyHealth{});
}

} // namespace
