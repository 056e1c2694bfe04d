#include "actors/policy/latency_histogram.hpp"

#include <gtest/gtest.h>

namespace geminid::policy::latency_histogram_test {
namespace {

TEST(LatencyHistogram, HasNoPercentileOfNothing) {
  EXPECT_EQ(LatencyHistogram{}.percentile(0.5), std::nullopt);
}

TEST(LatencyHistogram, IsAtMostAFifthTooLongAndNeverTooShort) {
  for (const std::int64_t ms : {1, 2, 3, 7, 10, 99, 100, 1'000, 1'001, 59'999, 600'000, 1'700'000}) {
    LatencyHistogram histogram;
    histogram.add(Duration{ms});
    const auto shown = histogram.percentile(0.99)->count();
    EXPECT_GE(shown, ms);
    EXPECT_LE(static_cast<double>(shown), static_cast<double>(ms) * 1.2 + 1) << ms;
  }
}

TEST(LatencyHistogram, PutsThePercentilesWhereTheyAre) {
  LatencyHistogram histogram;
  for (int i = 0; i < 90; ++i)
    histogram.add(Duration{10});
  for (int i = 0; i < 10; ++i)
    histogram.add(Duration{5'000});
  EXPECT_LT(*histogram.percentile(0.5), Duration{13});
  EXPECT_LT(*histogram.percentile(0.9), Duration{13});
  EXPECT_GE(*histogram.percentile(0.91), Duration{5'000});
  EXPECT_GE(*histogram.percentile(1), Duration{5'000});
}

TEST(LatencyHistogram, TakesWhatIsTooShortAndTooLong) {
  LatencyHistogram histogram;
  histogram.add(Duration{-5});
  histogram.add(Duration{0});
  EXPECT_EQ(histogram.percentile(1), Duration{1});
  histogram.add(Duration{std::chrono::hours{24}});
  EXPECT_GT(*histogram.percentile(1), Duration{std::chrono::minutes{25}});
}

TEST(LatencyHistogram, OfTwoSpansIsThatOfBoth) {
  LatencyHistogram a;
  LatencyHistogram b;
  LatencyHistogram both;
  for (int ms = 1; ms < 2'000; ms += 7) {
    (ms % 2 == 0 ? a : b).add(Duration{ms});
    both.add(Duration{ms});
  }
  a += b;
  EXPECT_EQ(a, both);
}

} // namespace
} // namespace geminid::policy::latency_histogram_test
