#include "actors/policy/usage_warning.hpp"

#include <gtest/gtest.h>

namespace geminid::usage_warning_test {
namespace {

using namespace geminid::policy;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z"); // in Los Angeles

class UsageWarningsOf : public testing::Test {
protected:
  std::size_t passed(UsageWindow window, std::int64_t used, Instant now) {
    return warnings.passed({{window, used, 100}}, 80, now).size();
  }
  UsageWarnings warnings;
};

TEST_F(UsageWarningsOf, AKeyBelowThePercentageAreNone) {
  EXPECT_EQ(passed(UsageWindow::rpm, 79, noon), 0U);
}

TEST_F(UsageWarningsOf, AMinuteComeOnceForAsLongAsItStaysThere) {
  EXPECT_EQ(passed(UsageWindow::rpm, 80, noon), 1U);
  for (auto at = noon; at < noon + 1h; at += 10s)
    EXPECT_EQ(passed(UsageWindow::rpm, 95, at), 0U);
}

TEST_F(UsageWarningsOf, AMinuteThatGoesUpAndDownComeOnceAMinute) {
  std::size_t told = 0;
  for (auto at = noon; at < noon + 10min; at += 1s) {
    told += passed(UsageWindow::rpm, 85, at);
    told += passed(UsageWindow::rpm, 75, at + 500ms);
  }
  EXPECT_EQ(told, 10U);
}

TEST_F(UsageWarningsOf, ADayComeOnceAPacificDayHoweverOftenItIsPassed) {
  EXPECT_EQ(passed(UsageWindow::rpd, 80, noon), 1U);
  EXPECT_EQ(passed(UsageWindow::rpd, 70, noon + 1h), 0U);
  EXPECT_EQ(passed(UsageWindow::rpd, 90, noon + 2h), 0U);
  EXPECT_EQ(passed(UsageWindow::rpd, 0, noon + 12h), 0U);
  EXPECT_EQ(passed(UsageWindow::rpd, 80, noon + 13h), 1U);
}

TEST_F(UsageWarningsOf, EachWindowComeByThemselves) {
  const auto news = warnings.passed(
      {{UsageWindow::rpm, 85, 100}, {UsageWindow::tpm, 10, 100}, {UsageWindow::rpd, 100, 100}}, 80, noon);
  ASSERT_EQ(news.size(), 2U);
  EXPECT_EQ(news[0].window, UsageWindow::rpm);
  EXPECT_EQ(news[1].window, UsageWindow::rpd);
}

TEST_F(UsageWarningsOf, NoLimitOrOneOfNothingAreNone) {
  EXPECT_FALSE(is_over(1'000'000, std::nullopt, 80));
  EXPECT_FALSE(is_over(0, 0, 80));
}

} // namespace
} // namespace geminid::usage_warning_test
