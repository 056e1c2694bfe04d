#include "actors/policy/lockstep.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace geminid::lockstep_test {
namespace {

using namespace geminid::policy;
using namespace std::chrono_literals;

const Instant morning = *parse_rfc3339("2026-11-23T16:00:00Z");
const std::string model = "gemini-2.5-flash";

RefusalReading minute_refusal(std::int64_t limit) {
  RefusalReading reading;
  reading.refusal = Refusal::minute_limit;
  reading.learned.rpm = limit;
  return reading;
}

std::vector<std::vector<std::string>> subjects(const Lockstep& lockstep, Instant now) {
  std::vector<std::vector<std::string>> all;
  for (const auto& group : lockstep.groups(now))
    all.push_back(group.subjects);
  return all;
}
using Groups = std::vector<std::vector<std::string>>;

TEST(Lockstep, FindsTwoKeysThatAreRefusedTogetherAgainAndAgain) {
  Lockstep lockstep;
  for (int i = 0; i < 4; ++i) {
    lockstep.note(model, "a", morning + i * 10min);
    lockstep.note(model, "b", morning + i * 10min + 3s);
  }
  const LockstepGroup expected{model, {"a", "b"}, 4, morning, morning + 30min};
  EXPECT_EQ(lockstep.groups(morning + 1h), std::vector{expected});
}

TEST(Lockstep, SaysNothingBeforeTheyWereRefusedOftenEnough) {
  Lockstep lockstep;
  for (int i = 0; i < 3; ++i) {
    lockstep.note(model, "a", morning + i * 10min);
    lockstep.note(model, "b", morning + i * 10min + 3s);
  }
  EXPECT_EQ(subjects(lockstep, morning + 1h), Groups{});
}

TEST(Lockstep, SaysNothingWhenOneWasRefusedWithoutTheOther) {
  Lockstep lockstep;
  for (int i = 0; i < 10; ++i) {
    lockstep.note(model, "a", morning + i * 10min);
    if (i != 5)
      lockstep.note(model, "b", morning + i * 10min + 3s);
  }
  EXPECT_EQ(subjects(lockstep, morning + 2h), Groups{});
}

TEST(Lockstep, TellsTwoProjectsApartAndLeavesAStrangerOut) {
  Lockstep lockstep;
  for (int i = 0; i < 6; ++i) {
    const auto at = morning + i * 10min;
    lockstep.note(model, "a1", at);
    lockstep.note(model, "a2", at + 1s);
    lockstep.note(model, "a3", at + 2s);
    lockstep.note(model, "alone", at + 2min);
    lockstep.note(model, "b1", at + 5min);
    lockstep.note(model, "b2", at + 5min + 1s);
  }
  const Groups expected{{"a1", "a2", "a3"}, {"b1", "b2"}};
  auto found = subjects(lockstep, morning + 2h);
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, expected);
}

TEST(Lockstep, ForgetsWhatIsADayAgo) {
  Lockstep lockstep;
  for (int i = 0; i < 4; ++i) {
    lockstep.note(model, "a", morning + i * 10min);
    lockstep.note(model, "b", morning + i * 10min + 3s);
  }
  EXPECT_EQ(subjects(lockstep, morning + 25h), Groups{});
}

TEST(Lockstep, SaysNothingOfAMomentThatMeetsACrowd) {
  Lockstep lockstep;
  for (int i = 0; i < 20; ++i)
    for (int key = 0; key < 200; ++key)
      lockstep.note(model, std::to_string(key), morning + i * 10min + key * 50ms);
  EXPECT_EQ(subjects(lockstep, morning + 10h), Groups{});
}

TEST(Lockstep, SaysNothingOfTwentyThousandKeysThatAreRefusedHereAndThere) {
  Lockstep lockstep;
  std::mt19937 random{7}; // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
  for (auto at = morning; at < morning + 24h; at += 200ms)
    lockstep.note(model, std::to_string(random() % 20'000), at);
  EXPECT_EQ(subjects(lockstep, morning + 24h), Groups{});
}

TEST(Lockstep, LooksAtEachModelByItself) {
  Lockstep lockstep;
  for (int i = 0; i < 4; ++i) {
    lockstep.note("m1", "a", morning + i * 10min);
    lockstep.note("m2", "b", morning + i * 10min + 3s);
  }
  EXPECT_EQ(subjects(lockstep, morning + 1h), Groups{});
}

TEST(Lockstep, RemembersABoundedNumberOfModels) {
  Lockstep lockstep;
  for (int i = 0; i < 4; ++i)
    for (const auto* key : {"a", "b"})
      lockstep.note("old", key, morning + i * 1min);
  for (std::size_t i = 0; i < Lockstep::models_max; ++i)
    lockstep.note("m" + std::to_string(i), "a", morning + 10min);
  EXPECT_EQ(subjects(lockstep, morning + 1h), Groups{});
}

TEST(UnforeseenRefusal, IsOneThatComesFarBelowTheLimitThatItNames) {
  EXPECT_TRUE(unforeseen(minute_refusal(10), 5, 0, 0));
}

// All keys are hot at the day's end: each has used up what it has, so none tells of a stranger.
TEST(UnforeseenRefusal, IsNotOneOfAKeyThatTheGatewayItselfUsedUp) {
  RefusalReading day;
  day.refusal = Refusal::day_limit;
  day.learned.rpd = 250;
  for (const std::int64_t used : {225, 249, 250, 251})
    EXPECT_FALSE(unforeseen(day, 3, 0, used));
  EXPECT_FALSE(unforeseen(minute_refusal(10), 9, 0, 100));
}

TEST(UnforeseenRefusal, IsNoneThatNamesNoLimitOrOneOfNothing) {
  RefusalReading bare;
  bare.refusal = Refusal::bare_limit;
  EXPECT_FALSE(unforeseen(bare, 0, 0, 0));
  EXPECT_FALSE(unforeseen(minute_refusal(0), 0, 0, 0));
  RefusalReading unnamed;
  unnamed.refusal = Refusal::minute_limit;
  EXPECT_FALSE(unforeseen(unnamed, 0, 0, 0));
}

} // namespace
} // namespace geminid::lockstep_test
