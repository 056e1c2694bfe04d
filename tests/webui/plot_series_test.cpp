#include "webui/plot/series.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace geminid::webui::plot::plot_series_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr double infinite = std::numeric_limits<double>::infinity();

std::vector<std::int64_t> every_second(std::size_t count) {
  std::vector<std::int64_t> times;
  for (std::size_t i = 0; i < count; ++i)
    times.push_back(static_cast<std::int64_t>(i) * 1'000);
  return times;
}

TimeSpan whole(const std::vector<std::int64_t>& times) {
  return {times.front(), times.back()};
}

TEST(Series, TakesWhatIsNoNumberForAGapAndWhatIsHugeForItsLimit) {
  EXPECT_FALSE(has_value(tamed(gap)));
  EXPECT_FALSE(has_value(tamed(infinite)));
  EXPECT_FALSE(has_value(tamed(-infinite)));
  EXPECT_EQ(tamed(1e300), magnitude_max);
  EXPECT_EQ(tamed(-1e300), -magnitude_max);
  EXPECT_EQ(tamed(7.5), 7.5);
}

TEST(Series, HasAGapBeyondItsEnd) {
  const std::array values{1.0, 2.0};
  EXPECT_EQ(value_at(values, 1), 2);
  EXPECT_FALSE(has_value(value_at(values, 2)));
}

TEST(Extent, PassesGapsOver) {
  EXPECT_EQ(extent(std::array{gap, 3.0, infinite, -1.0, gap}), (Range{-1, 3}));
  EXPECT_EQ(extent(std::array{4.0}), (Range{4, 4}));
  EXPECT_EQ(extent(std::array{gap, -infinite}), std::nullopt);
  EXPECT_EQ(extent({}), std::nullopt);
}

TEST(Position, IsInTheMiddleOfASpanWithoutLength) {
  EXPECT_EQ(position(TimeSpan{1'000, 3'000}, 1'500), 0.25);
  EXPECT_EQ(position(TimeSpan{1'000, 1'000}, 1'000), 0.5);
}

TEST(Columns, KeepEveryPointWhileThereIsRoom) {
  const auto times = every_second(4);
  EXPECT_THAT(sample_columns(times, std::array{1.0, gap, 3.0, 4.0}, whole(times), 4), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(sample_columns({}, {}, TimeSpan{}, 100), IsEmpty());
}

TEST(Columns, NeverCostMoreThanFourPointsEach) {
  const auto times = every_second(100'000);
  std::vector<double> values(times.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<double>(i * 7'919 % 1'000);
  const auto indices = sample_columns(times, values, whole(times), 300);
  EXPECT_LE(indices.size(), 4U * 300U);
  EXPECT_TRUE(std::is_sorted(indices.begin(), indices.end()));
  EXPECT_EQ(std::adjacent_find(indices.begin(), indices.end()), indices.end()) << "no point is drawn twice";
}

TEST(Columns, LoseNoPeakAndNoTrough) {
  const auto times = every_second(1'440);
  std::vector<double> values(times.size(), 50);
  values[777] = 900;
  values[779] = -3;
  const auto indices = sample_columns(times, values, whole(times), 100);
  EXPECT_TRUE(std::binary_search(indices.begin(), indices.end(), 777U));
  EXPECT_TRUE(std::binary_search(indices.begin(), indices.end(), 779U));
  EXPECT_EQ(indices.front(), 0U);
  EXPECT_EQ(indices.back(), 1'439U);
}

TEST(Columns, KeepAGapThatIsAsWideAsAColumnAndBridgeOneThatIsNot) {
  const auto times = every_second(1'000);
  std::vector<double> values(times.size(), 1);
  std::fill(values.begin() + 400, values.begin() + 450, gap);
  values[800] = gap;
  const auto indices = sample_columns(times, values, whole(times), 100);
  EXPECT_EQ(runs_without_gaps(indices, values).size(), 2U);
}

TEST(Columns, LeaveOutWhatIsOutsideButForItsNeighbours) {
  const auto times = every_second(10);
  const std::vector<double> values(10, 1);
  EXPECT_THAT(sample_columns(times, values, TimeSpan{4'000, 6'000}, 100), ElementsAre(3, 4, 5, 6, 7));
  EXPECT_THAT(sample_columns(times, values, TimeSpan{20'000, 30'000}, 100), ElementsAre(9));
}

TEST(Runs, EndAtGaps) {
  const std::array values{1.0, 2.0, gap, 4.0, gap, gap, 7.0, 8.0};
  std::vector<std::size_t> indices(values.size());
  std::iota(indices.begin(), indices.end(), 0U);
  EXPECT_THAT(runs_without_gaps(indices, values), ElementsAre(IndexRun{0, 2}, IndexRun{3, 1}, IndexRun{6, 2}));
  EXPECT_THAT(runs_without_gaps(indices, {}), IsEmpty());
}

TEST(Stack, PutsEachLayerUponThoseBelow) {
  const std::array bottom{1.0, 2.0, 3.0};
  const std::array top{10.0, 0.0, 5.0};
  const std::array<std::span<const double>, 2> layers{bottom, top};
  EXPECT_THAT(stack(layers, 3), ElementsAre(ElementsAre(1, 2, 3), ElementsAre(11, 2, 8)));
}

TEST(Stack, HasAGapOnlyWhereEveryLayerHasOne) {
  const std::array bottom{gap, gap, -4.0};
  const std::array top{gap, 5.0}; // shorter
  const std::array<std::span<const double>, 2> layers{bottom, top};
  const auto tops = stack(layers, 3);
  EXPECT_FALSE(has_value(tops[0][0]));
  EXPECT_FALSE(has_value(tops[1][0]));
  EXPECT_EQ(tops[0][1], 0);
  EXPECT_EQ(tops[1][1], 5);
  EXPECT_EQ(tops[1][2], 0) << "what is below zero counts as zero";
}

TEST(Stack, NeverOverflows) {
  const std::array huge{1e308};
  const std::array<std::span<const double>, 3> layers{huge, huge, huge};
  EXPECT_EQ(stack(layers, 1).back().front(), magnitude_max);
}

TEST(Nearest, IsThePointOnEitherSide) {
  const auto times = every_second(4);
  EXPECT_EQ(nearest(times, -50'000), 0U);
  EXPECT_EQ(nearest(times, 1'400), 1U);
  EXPECT_EQ(nearest(times, 1'600), 2U);
  EXPECT_EQ(nearest(times, 90'000), 3U);
  EXPECT_EQ(nearest({}, 0), std::nullopt);
}

} // namespace
} // namespace geminid::webui::plot::plot_series_test
