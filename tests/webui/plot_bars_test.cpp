#include "webui/plot/bars.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

namespace geminid::webui::plot::plot_bars_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Step, IsTheLeastDistance) {
  EXPECT_EQ(step_of(std::array<std::int64_t, 4>{0, 60, 180, 240}), 60);
  EXPECT_EQ(step_of(std::array<std::int64_t, 3>{5, 5, 25}), 20) << "two at once are no distance";
  EXPECT_EQ(step_of(std::array<std::int64_t, 1>{5}), 60'000);
  EXPECT_EQ(step_of({}, 0), 1) << "a bar always stands for some time";
}

TEST(BarSlots, AreOneAPointWhileThereIsRoom) {
  EXPECT_THAT(bar_slots(std::array{3.0, gap, 5.0}, 3),
              ElementsAre(BarSlot{0, 1, 0}, BarSlot{1, 1, 1}, BarSlot{2, 1, 2}));
  EXPECT_THAT(bar_slots({}, 10), IsEmpty());
}

TEST(BarSlots, ShowTheHighestOfThoseThatShareOne) {
  EXPECT_THAT(bar_slots(std::array{1.0, 9.0, 2.0, gap, 4.0, 3.0, 5.0}, 3),
              ElementsAre(BarSlot{0, 3, 1}, BarSlot{3, 3, 4}, BarSlot{6, 1, 6}));
}

TEST(BarSlots, AreNeverMoreThanThereIsRoomFor) {
  const std::vector<double> heights(1'440, 1);
  for (const std::size_t slots_max :
       {std::size_t{0}, std::size_t{1}, std::size_t{7}, std::size_t{333}, std::size_t{1'439}})
    EXPECT_LE(bar_slots(heights, slots_max).size(), std::max<std::size_t>(slots_max, 1));
}

TEST(Bar, LiesWithinItsSlotOnWholePixels) {
  for (const double width : {2.0, 3.0, 5.5, 7.0, 12.3, 40.0, 400.0}) {
    const Extent bar = bar_in_slot({100.4, 100.4 + width});
    EXPECT_EQ(bar.begin, std::round(bar.begin)) << width;
    EXPECT_EQ(bar.end, std::round(bar.end)) << width;
    EXPECT_GE(bar.begin, 100.4 - 0.5) << width;
    EXPECT_LE(bar.end, 100.4 + width + 0.5) << width;
    EXPECT_LE(bar.length(), 28) << width;
  }
}

TEST(Bar, IsAtLeastAPixelWide) {
  EXPECT_EQ(bar_in_slot({10, 10.2}).length(), 1);
  EXPECT_EQ(bar_in_slot({10, 4}).length(), 1);
  EXPECT_EQ(bar_in_slot({10, 100}, 0).length(), 1);
}

TEST(BarShare, IsOfTheHighest) {
  EXPECT_EQ(bar_share(25, 100), 0.25);
  EXPECT_EQ(bar_share(250, 100), 1);
  EXPECT_EQ(bar_share(0, 100, 0.1), 0);
  EXPECT_EQ(bar_share(1, 100, 0.1), 0.1) << "what there is, is seen";
  for (const auto& [value, high] : {std::pair{5.0, 0.0}, {-5.0, 10.0}, {gap, 10.0}, {5.0, gap}, {5.0, -1.0}})
    EXPECT_EQ(bar_share(value, high), 0) << value << " of " << high;
}

TEST(Histogram, LeavesOutEmptyBucketsAtBothEnds) {
  const Histogram histogram =
      fold_buckets(std::array{1.0, 2.0, 4.0, 8.0, 16.0}, std::array{0.0, 0.0, 3.0, 0.0, 0.0}, 10);
  EXPECT_EQ(histogram.lower, 2);
  EXPECT_THAT(histogram.buckets, ElementsAre(Bucket{4, 3}));
}

TEST(Histogram, AddsNeighboursUpAndLosesNone) {
  std::vector<double> uppers;
  for (int i = 0; i < 84; ++i)
    uppers.push_back(std::pow(2, (i + 1) / 4.0));
  const std::vector<double> counts(84, 5);
  const Histogram histogram = fold_buckets(uppers, counts, 20);
  EXPECT_LE(histogram.buckets.size(), 20U);
  EXPECT_EQ(histogram.buckets.back().upper, uppers.back());
  EXPECT_EQ(std::accumulate(histogram.buckets.begin(), histogram.buckets.end(), 0.0,
                            [](double sum, const Bucket& bucket) { return sum + bucket.count; }),
            84 * 5);
}

TEST(Histogram, BeginsAboveZeroWhereItsFirstBucketDoes) {
  EXPECT_EQ(fold_buckets(std::array{10.0, 20.0}, std::array{1.0, 1.0}, 10).lower, 5);
  EXPECT_EQ(fold_buckets(std::array{10.0}, std::array{1.0}, 10).lower, 5);
}

TEST(Histogram, IsEmptyOfNothing) {
  EXPECT_THAT(fold_buckets({}, {}, 10).buckets, IsEmpty());
  EXPECT_THAT(fold_buckets(std::array{1.0, 2.0, 3.0}, std::array{gap, -4.0, 0.0}, 10).buckets, IsEmpty());
  EXPECT_THAT(fold_buckets(std::array{1.0}, std::array{0.0, 7.0}, 10).buckets, IsEmpty())
      << "counts beyond the buckets";
}

} // namespace
} // namespace geminid::webui::plot::plot_bars_test
