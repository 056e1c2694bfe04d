#include "shared/time.hpp"
#include "webui/plot/axis.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>

namespace geminid::webui::plot::plot_axis_test {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pointwise;

std::int64_t at(std::string_view rfc3339) {
  return parse_rfc3339(rfc3339).value().time_since_epoch().count();
}

std::vector<std::string> told(const std::vector<TimeTick>& ticks) {
  std::vector<std::string> moments;
  for (const TimeTick& tick : ticks)
    moments.push_back(to_rfc3339(Instant{Duration{tick.at_ms}}).substr(0, 16));
  return moments;
}

TEST(ValueAxis, StepsByOneTwoOrFive) {
  EXPECT_THAT(value_axis({0, 4.7}, {}).ticks, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(value_axis({0, 9.6}, {}).ticks, ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(value_axis({0, 2'400}, {}).ticks, ElementsAre(0, 500, 1'000, 1'500, 2'000, 2'500));
}

TEST(ValueAxis, LeavesOutALastStepThatWouldStayEmpty) {
  const ValueAxis axis = value_axis({0, 415}, {.steps_max = 3});
  EXPECT_THAT(axis.ticks, ElementsAre(0, 200, 400));
  EXPECT_GT(axis.range.high, 415);
  EXPECT_LT(axis.range.high, 500);
}

TEST(ValueAxis, ReachesAsHighAsItMust) {
  const ValueAxis axis = value_axis({0, 0.12}, {.high = 1});
  EXPECT_EQ(axis.range, (Range{0, 1}));
  EXPECT_GE(value_axis({0, 3}, {.high = 1}).range.high, 3);
}

TEST(ValueAxis, HasNoHalvesOfWhatIsCounted) {
  EXPECT_THAT(value_axis({0, 2}, {.whole = true}).ticks, ElementsAre(0, 1, 2));
  EXPECT_THAT(value_axis({0, 0}, {.whole = true}).ticks, ElementsAre(0, 1));
}

TEST(ValueAxis, HoldsZeroAndWhatIsBelow) {
  EXPECT_EQ(value_axis({300, 400}, {}).range.low, 0);
  const ValueAxis axis = value_axis({-3, 8}, {});
  EXPECT_LE(axis.range.low, -3);
  EXPECT_THAT(axis.ticks, ::testing::Contains(0));
}

TEST(ValueAxis, IsNeverOfNoHeightNorOfManyTicks) {
  const double infinite = std::numeric_limits<double>::infinity();
  for (const Range values : {Range{0, 0}, Range{gap, gap}, Range{infinite, infinite}, Range{1e-300, 1e-300},
                             Range{-1e300, 1e300}, Range{-5, -5}, Range{7, 3}, Range{-1e-3, 1e12}})
    for (const std::size_t steps_max : {std::size_t{0}, std::size_t{1}, std::size_t{5}}) {
      const ValueAxis axis = value_axis(values, {.steps_max = steps_max});
      EXPECT_GT(axis.range.high, axis.range.low) << values.low << ' ' << values.high;
      EXPECT_GT(axis.step, 0);
      EXPECT_GE(axis.ticks.size(), 2U);
      EXPECT_LE(axis.ticks.size(), std::max<std::size_t>(steps_max, 2) + 1);
    }
}

TEST(ValuePosition, StaysWithinTheAxis) {
  EXPECT_EQ(position(Range{0, 10}, 2.5), 0.25);
  EXPECT_EQ(position(Range{0, 10}, 1e300), 1);
  EXPECT_EQ(position(Range{0, 10}, -4), 0);
  EXPECT_EQ(position(Range{0, 10}, gap), 0);
  EXPECT_EQ(position(Range{5, 5}, 5), 0);
}

TEST(LogAxis, HasAsManyTicksAsThereIsRoomFor) {
  EXPECT_THAT(log_axis({8, 60}, 0.1).ticks, Pointwise(DoubleNear(1e-6), {10, 20, 50}));
  EXPECT_THAT(log_axis({1, 1'000}, 0.12).ticks, Pointwise(DoubleNear(1e-6), {1, 3, 10, 30, 100, 300, 1'000}));
  EXPECT_THAT(log_axis({1, 1'000}, 0.3).ticks, Pointwise(DoubleNear(1e-6), {1, 10, 100, 1'000}));
  EXPECT_THAT(log_axis({1, 10'000}, 0.5).ticks, Pointwise(DoubleNear(1e-6), {1, 100, 10'000}));
}

TEST(LogAxis, RepairsWhatHasNoLogarithm) {
  for (const Range values : {Range{0, 0}, Range{-5, 7}, Range{gap, gap}, Range{10, 10}, Range{1e300, 1e300}}) {
    const LogAxis axis = log_axis(values, 0.1);
    EXPECT_GT(axis.range.low, 0);
    EXPECT_GT(axis.range.high, axis.range.low);
    EXPECT_LE(axis.ticks.size(), 12U);
  }
}

TEST(LogPosition, IsEvenByFactors) {
  EXPECT_DOUBLE_EQ(log_position({1, 10'000}, 100), 0.5);
  EXPECT_EQ(log_position({1, 100}, 0), 0);
  EXPECT_EQ(log_position({1, 100}, gap), 0);
  EXPECT_EQ(log_position({1, 100}, 1e9), 1);
  EXPECT_EQ(log_position({0, 0}, 5), 0);
}

TEST(TimeTicks, AreAtRoundLocalTimes) {
  const TimeSpan span{at("2026-11-27T10:07:00Z"), at("2026-11-27T10:58:00Z")};
  EXPECT_THAT(told(time_ticks(span, 6, 0)), ElementsAre("2026-11-27T10:10", "2026-11-27T10:20", "2026-11-27T10:30",
                                                        "2026-11-27T10:40", "2026-11-27T10:50"));
  // Kathmandu is 5:45 ahead: its full hours are at a quarter past in UTC.
  const TimeSpan day{at("2026-11-27T00:00:00Z"), at("2026-11-27T12:00:00Z")};
  EXPECT_THAT(told(time_ticks(day, 4, 345)), ElementsAre("2026-11-27T00:15", "2026-11-27T06:15"));
}

TEST(TimeTicks, TellTheDayWhereOneBegins) {
  const TimeSpan span{at("2026-11-26T13:00:00Z"), at("2026-11-27T02:00:00Z")};
  const auto ticks = time_ticks(span, 5, 480);
  ASSERT_EQ(told(ticks), (std::vector<std::string>{"2026-11-26T13:00", "2026-11-26T16:00", "2026-11-26T19:00",
                                                   "2026-11-26T22:00", "2026-11-27T01:00"}));
  EXPECT_EQ(ticks[0].detail, TimeDetail::minute);
  EXPECT_EQ(ticks[1].detail, TimeDetail::day);
}

TEST(TimeTicks, GoFromSecondsToMonths) {
  const TimeSpan minute{at("2026-11-27T10:00:03Z"), at("2026-11-27T10:01:02Z")};
  EXPECT_EQ(time_ticks(minute, 5, 0).front(), (TimeTick{at("2026-11-27T10:00:15Z"), TimeDetail::second}));
  const TimeSpan month{at("2026-10-28T00:00:00Z"), at("2026-11-27T00:00:00Z")};
  EXPECT_THAT(told(time_ticks(month, 6, 0)),
              ElementsAre("2026-11-02T00:00", "2026-11-09T00:00", "2026-11-16T00:00", "2026-11-23T00:00"))
      << "weeks begin on Mondays";
  const TimeSpan year{at("2025-12-15T00:00:00Z"), at("2026-12-14T00:00:00Z")};
  const auto quarters = time_ticks(year, 6, 0);
  EXPECT_THAT(told(quarters),
              ElementsAre("2026-01-01T00:00", "2026-04-01T00:00", "2026-07-01T00:00", "2026-10-01T00:00"));
  EXPECT_EQ(quarters.front().detail, TimeDetail::month);
}

TEST(TimeTicks, AreBeforeTheEpochToo) {
  const TimeSpan span{at("1969-12-31T22:30:00Z"), at("1970-01-01T01:30:00Z")};
  EXPECT_THAT(told(time_ticks(span, 4, 0)), ElementsAre("1969-12-31T23:00", "1970-01-01T00:00", "1970-01-01T01:00"));
}

TEST(TimeTicks, AreNeverMoreThanAskedForByMuch) {
  for (std::int64_t length = 0; length < 400'000'000'000; length = length * 2 + 977)
    for (const std::size_t ticks_max : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{12}})
      EXPECT_LE(time_ticks({1'795'742'630'000, 1'795'742'630'000 + length}, ticks_max, -210).size(),
                std::max<std::size_t>(ticks_max, 1) + 1)
          << length;
  EXPECT_THAT(time_ticks({5'000, 1'000}, 5, 0), IsEmpty());
}

} // namespace
} // namespace geminid::webui::plot::plot_axis_test
