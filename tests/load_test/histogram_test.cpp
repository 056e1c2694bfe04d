#include "tools/load_test/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace geminid::load::histogram_test {
namespace {

using std::chrono::nanoseconds;
using namespace std::chrono_literals;

double relative_error(nanoseconds shown, nanoseconds real) {
  return std::abs(static_cast<double>((shown - real).count())) /
         static_cast<double>(std::max<std::int64_t>(real.count(), 1));
}

TEST(LoadHistogram, ErrsByLessThanOnePercentFromANanosecondToADay) {
  static_assert(Histogram::error_max < 0.01);
  for (double value = 1; value < 86'400e9; value *= 1.0037) {
    const nanoseconds real{static_cast<std::int64_t>(value)};
    Histogram histogram;
    histogram.add(real);
    histogram.add(24h + 1s); // lest the greatest and the least, which are exact, cover the bucket up
    histogram.add(0ns);
    const auto shown = histogram.percentile(0.6);
    ASSERT_LE(relative_error(shown, real), Histogram::error_max) << real.count();
  }
}

TEST(LoadHistogram, KeepsItsBoundAtBothEndsOfEveryPowerOfTwo) {
  for (unsigned shift = 0; shift < 46; ++shift)
    for (const std::int64_t off : {-1, 0, 1}) {
      const nanoseconds real{std::max<std::int64_t>((std::int64_t{1} << shift) + off, 0)};
      Histogram histogram;
      histogram.add(real);
      histogram.add(nanoseconds{std::int64_t{1} << 47});
      histogram.add(0ns);
      EXPECT_LE(relative_error(histogram.percentile(0.6), real), Histogram::error_max) << real.count();
    }
}

TEST(LoadHistogram, AgreesWithSortedValuesAtEveryPercentile) {
  std::mt19937_64 random{7};
  std::lognormal_distribution<double> milliseconds{3, 1.5};
  std::vector<nanoseconds> values;
  Histogram histogram;
  for (int i = 0; i < 20'000; ++i) {
    values.emplace_back(static_cast<std::int64_t>(milliseconds(random) * 1e6));
    histogram.add(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const double share : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    EXPECT_LE(relative_error(histogram.percentile(share), values[rank - 1]), Histogram::error_max) << share;
  }
  EXPECT_EQ(histogram.max(), values.back());
  EXPECT_EQ(histogram.min(), values.front());
}

TEST(LoadHistogram, TakesThePercentileThatIsReachedAndNotTheNextOne) {
  Histogram histogram;
  for (const auto took : {10ns, 20ns, 30ns, 40ns})
    histogram.add(took);
  EXPECT_EQ(histogram.percentile(0), 10ns);
  EXPECT_EQ(histogram.percentile(0.25), 10ns);
  EXPECT_EQ(histogram.percentile(0.26), 20ns);
  EXPECT_EQ(histogram.percentile(0.5), 20ns);
  EXPECT_EQ(histogram.percentile(1), 40ns);
  EXPECT_EQ(histogram.mean(), 25ns);
}

TEST(LoadHistogram, MergedIsAsIfAllHadBeenAddedToOne) {
  Histogram all;
  Histogram one;
  Histogram other;
  for (int i = 1; i <= 1'000; ++i) {
    const auto took = nanoseconds{i * i * 1'000};
    all.add(took);
    (i % 3 == 0 ? one : other).add(took);
  }
  Histogram merged;
  merged += one;
  merged += other;
  merged += Histogram{};
  for (const double share : {0.0, 0.5, 0.9, 0.99, 1.0})
    EXPECT_EQ(merged.percentile(share), all.percentile(share));
  EXPECT_EQ(merged.count(), 1'000U);
  EXPECT_EQ(merged.mean(), all.mean());
  EXPECT_EQ(merged.min(), 1us);
  EXPECT_EQ(merged.max(), 1s);
}

TEST(LoadHistogram, HasNothingOfNothingAndTakesLessThanNothingForNothing) {
  Histogram histogram;
  EXPECT_EQ(histogram.percentile(0.5), 0ns);
  EXPECT_EQ(histogram.mean(), 0ns);
  histogram.add(-5ns);
  EXPECT_EQ(histogram.percentile(1), 0ns);
  EXPECT_EQ(histogram.count(), 1U);
}

} // namespace
} // namespace geminid::load::histogram_test
