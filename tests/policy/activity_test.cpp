#include "actors/policy/activity.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>

namespace geminid::activity_test {
namespace {

using geminid::Duration;
using geminid::Instant;
using geminid::policy::Activity;
using namespace std::chrono_literals;

/// Since the beginning of a span.
Instant at(Duration since) {
  return Instant{Activity::span_length * 1'000'000} + since;
}

int sum(const Activity::Counts& counts) {
  return std::accumulate(counts.begin(), counts.end(), 0);
}

TEST(Activity, IsCountedInTheSpanOfItsMoment) {
  Activity activity;
  activity.note(at(0ms));
  activity.note(at(119'999ms));
  activity.note(at(120'000ms));
  const auto counts = activity.counts(at(121s));
  EXPECT_EQ(counts[28], 2);
  EXPECT_EQ(counts[29], 1);
  EXPECT_EQ(sum(counts), 3);
}

TEST(Activity, MovesBackAsTimePassesAndIsForgottenAfterAnHour) {
  Activity activity;
  activity.note(at(10s));
  EXPECT_EQ(activity.counts(at(10s))[29], 1);
  EXPECT_EQ(activity.counts(at(20min))[19], 1);
  EXPECT_EQ(activity.counts(at(59min))[0], 1);
  EXPECT_EQ(sum(activity.counts(at(60min))), 0);
  EXPECT_EQ(sum(activity.counts(at(24h))), 0);
}

TEST(Activity, OfAnHourAgoIsNotCountedAgainWhenItsPlaceIsTakenAnew) {
  Activity activity;
  for (int i = 0; i < 5; ++i)
    activity.note(at(0s));
  activity.note(at(58min));
  EXPECT_EQ(activity.counts(at(58min))[0], 5);
  activity.note(at(60min));
  EXPECT_EQ(activity.counts(at(60min))[29], 1);
  EXPECT_EQ(sum(activity.counts(at(60min))), 2);
  activity.note(at(10h));
  EXPECT_EQ(sum(activity.counts(at(10h))), 1);
}

TEST(Activity, LeavesSpansWithoutAnyAtZero) {
  Activity activity;
  activity.note(at(0s));
  activity.note(at(6min));
  const auto counts = activity.counts(at(6min));
  EXPECT_EQ(counts[26], 1);
  EXPECT_EQ(counts[27], 0);
  EXPECT_EQ(counts[28], 0);
  EXPECT_EQ(counts[29], 1);
}

TEST(Activity, StaysAtTheGreatestCount) {
  Activity activity;
  constexpr auto most = std::numeric_limits<std::uint16_t>::max();
  for (int i = 0; i < most + 10; ++i)
    activity.note(at(0s));
  EXPECT_EQ(activity.counts(at(0s))[29], most);
}

TEST(Activity, SurvivesAClockThatIsSetBack) {
  Activity activity;
  activity.note(at(10min));
  activity.note(at(0min));
  EXPECT_EQ(activity.counts(at(0min))[29], 2);
  EXPECT_EQ(sum(activity.counts(at(10min))), 2);
}

TEST(Activity, OfNothingIsNothing) {
  EXPECT_EQ(sum(Activity{}.counts(at(0s))), 0);
  EXPECT_EQ(sum(Activity{}.counts(Instant{})), 0);
}

} // namespace
} // namespace geminid::activity_test
