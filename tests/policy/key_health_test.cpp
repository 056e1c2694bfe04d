#include "actors/policy/key_health.hpp"

#include <gtest/gtest.h>

namespace geminid::key_health_test {
namespace {

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
  invalidate(health, "Google does not know the key", now);
  served(health);
  EXPECT_FALSE(usable(health, now + 24h * 365));
  revive(health);
  EXPECT_TRUE(usable(health, now));
  EXPECT_EQ(health, KeyHealth{});
}

TEST(KeyHealth, IsInvalidSinceTheFirstRefusalWithoutABreak) {
  KeyHealth health;
  invalidate(health, "unknown", now);
  invalidate(health, "unknown", now + 24h);
  EXPECT_EQ(health.invalid_since, now);
  revive(health);
  invalidate(health, "unknown", now + 48h);
  EXPECT_EQ(health.invalid_since, now + 48h);
}

TEST(KeyHealth, IsLongInvalidFromTheAllowedTimeOn) {
  EXPECT_FALSE(long_invalid(now, 24h * 30, now + 24h * 30 - 1ms));
  EXPECT_TRUE(long_invalid(now, 24h * 30, now + 24h * 30));
}

TEST(KeyHealth, IsNeverLongInvalidWhenItIsNotInvalidOrNothingIsToBeDeleted) {
  EXPECT_FALSE(long_invalid(std::nullopt, 24h, now + 24h * 365));
  EXPECT_FALSE(long_invalid(now, Duration{0}, now + 24h * 365));
}

TEST(KeyHealth, IsNotLongInvalidWhenTheClockWasSetBack) {
  EXPECT_FALSE(long_invalid(now, 24h, now - 24h * 365));
}

} // namespace
} // namespace geminid::key_health_test
