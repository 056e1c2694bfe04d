#include "tools/load_test/schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace geminid::load::schedule_test {
namespace {

std::vector<double> all(ArrivalTimes times) {
  std::vector<double> out;
  while (const auto at = times.next())
    out.push_back(at->count());
  return out;
}

const Profile steady{{{10, 10, Seconds{3}}}};
const Profile ramp{{{0, 10, Seconds{2}}, {10, 10, Seconds{3}}, {10, 0, Seconds{4}}}};

TEST(LoadProfile, RisesStaysAndFalls) {
  const std::pair<double, double> table[] = {{-1, 0}, {0, 0}, {1, 5}, {2, 10}, {4, 10},
                                             {5, 10}, {7, 5}, {9, 0}, {20, 0}};
  for (const auto& [at, level] : table)
    EXPECT_DOUBLE_EQ(ramp.level(Seconds{at}), level) << at;
  EXPECT_DOUBLE_EQ(ramp.end().count(), 9);
  EXPECT_DOUBLE_EQ(ramp.total(), 10 + 30 + 20);
}

TEST(LoadProfile, TellsWhenSoManyAreDue) {
  const std::pair<double, double> table[] = {{0, 0}, {2.5, 1}, {10, 2}, {20, 3}, {40, 5}, {55, 7}};
  for (const auto& [due, at] : table) {
    ASSERT_TRUE(ramp.when(due).has_value()) << due;
    EXPECT_NEAR(ramp.when(due)->count(), at, 1e-9) << due;
  }
  EXPECT_EQ(ramp.when(60), std::nullopt);
}

TEST(LoadProfile, OpensAConnectionWhenTheLevelExceedsItsNumber) {
  EXPECT_NEAR(ramp.next_over(0, Seconds{0})->count(), 0, 1e-6);
  EXPECT_NEAR(ramp.next_over(5, Seconds{0})->count(), 1, 1e-6);
  EXPECT_NEAR(ramp.next_over(9, Seconds{0})->count(), 1.8, 1e-6);
  EXPECT_EQ(ramp.next_over(10, Seconds{0}), std::nullopt);
  EXPECT_DOUBLE_EQ(ramp.next_over(5, Seconds{3})->count(), 3);
  EXPECT_EQ(ramp.next_over(5, Seconds{7.5}), std::nullopt) << "the level has fallen below and does not rise again";
  const Profile waves{{{4, 4, Seconds{1}}, {0, 0, Seconds{1}}, {4, 4, Seconds{1}}}};
  EXPECT_DOUBLE_EQ(waves.next_over(3, Seconds{1.5})->count(), 2);
  EXPECT_GT(ramp.level(*ramp.next_over(7, Seconds{0})), 7) << "who comes at that moment finds the level over it";
}

TEST(LoadArrivals, OfAConstantRateAreEvenlySpaced) {
  const auto times = all({steady, Arrivals::constant, 1});
  ASSERT_EQ(times.size(), 30U);
  for (std::size_t i = 0; i < times.size(); ++i)
    EXPECT_NEAR(times[i], static_cast<double>(i) / 10, 1e-9);
}

TEST(LoadArrivals, OfARampComeEverFaster) {
  const auto times = all({Profile{{{0, 100, Seconds{2}}}}, Arrivals::constant, 1});
  ASSERT_EQ(times.size(), 100U);
  for (std::size_t i = 2; i < times.size(); ++i)
    EXPECT_LT(times[i] - times[i - 1], times[i - 1] - times[i - 2]);
  EXPECT_NEAR(times[25], 1, 1e-9) << "a quarter of the requests are due in the first half";
}

TEST(LoadArrivals, AtRandomAreTheSameForTheSameSeedOnly) {
  const auto times = all({steady, Arrivals::poisson, 42});
  EXPECT_EQ(times, all({steady, Arrivals::poisson, 42}));
  EXPECT_NE(times, all({steady, Arrivals::poisson, 43}));
}

TEST(LoadArrivals, AtRandomHaveTheRateAndTheSpreadOfAPoissonProcess) {
  const auto times = all({Profile{{{1'000, 1'000, Seconds{100}}}}, Arrivals::poisson, 3});
  // 100,000 are expected, with a deviation of 316: five of them are one case in two million, and the seed is fixed.
  EXPECT_NEAR(static_cast<double>(times.size()), 100'000, 1'600);
  double sum = 0;
  double squares = 0;
  std::size_t over_mean = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const double gap = times[i] - times[i - 1];
    ASSERT_GE(gap, 0);
    sum += gap;
    squares += gap * gap;
    over_mean += gap > 1e-3 ? 1 : 0;
  }
  const auto count = static_cast<double>(times.size() - 1);
  const double mean = sum / count;
  EXPECT_NEAR(std::sqrt(squares / count - mean * mean) / mean, 1, 0.02) << "gaps deviate by as much as they last";
  EXPECT_NEAR(static_cast<double>(over_mean) / count, std::exp(-1), 0.01);
}

TEST(LoadArrivals, AtRandomFollowARamp) {
  const auto times = all({Profile{{{0, 2'000, Seconds{10}}}}, Arrivals::poisson, 5});
  const auto first_half = std::count_if(times.begin(), times.end(), [](double at) { return at < 5; });
  EXPECT_NEAR(static_cast<double>(first_half) / static_cast<double>(times.size()), 0.25, 0.02);
}

} // namespace
} // namespace geminid::load::schedule_test
