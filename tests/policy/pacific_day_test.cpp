#include "actors/policy/pacific_day.hpp"

#include <gtest/gtest.h>

namespace geminid::pacific_day_test {
using geminid::Instant;
using geminid::parse_rfc3339;
using geminid::to_rfc3339;
using geminid::policy::next_pacific_midnight;
using geminid::policy::pacific_day;

namespace {

struct Case {
  const char* now;
  const char* midnight;
};

class PacificMidnight : public testing::TestWithParam<Case> {};

TEST_P(PacificMidnight, FollowsTheClockOfLosAngeles) {
  const auto now = parse_rfc3339(GetParam().now);
  ASSERT_TRUE(now);
  EXPECT_EQ(to_rfc3339(next_pacific_midnight(*now)), GetParam().midnight);
}

INSTANTIATE_TEST_SUITE_P(
    Table, PacificMidnight,
    testing::Values(Case{"2026-11-23T10:00:00Z", "2026-11-24T08:00:00.000Z"},       // standard time
                    Case{"2026-07-01T06:59:59Z", "2026-07-01T07:00:00.000Z"},       // daylight time
                    Case{"2026-07-01T07:00:00Z", "2026-07-02T07:00:00.000Z"},       // midnight itself begins the day
                    Case{"2026-03-08T08:00:00Z", "2026-03-09T07:00:00.000Z"},       // a day of 23 hours
                    Case{"2026-03-07T09:00:00Z", "2026-03-08T08:00:00.000Z"},       // the eve of it
                    Case{"2026-11-01T07:00:00Z", "2026-11-02T08:00:00.000Z"},       // a day of 25 hours
                    Case{"2026-10-31T08:00:00Z", "2026-11-01T07:00:00.000Z"},       // the eve of it
                    Case{"2027-01-01T07:59:59.999Z", "2027-01-01T08:00:00.000Z"})); // still last year there

TEST(PacificDay, ChangesExactlyAtEachMidnightOfAYear) {
  auto now = *parse_rfc3339("2026-01-01T08:00:00Z");
  for (int day = 0; day < 400; ++day) {
    const auto midnight = next_pacific_midnight(now);
    EXPECT_EQ(pacific_day(midnight), pacific_day(now) + 1);
    EXPECT_EQ(pacific_day(midnight - geminid::Duration{1}), pacific_day(now));
    now = midnight;
  }
}

} // namespace
} // namespace geminid::pacific_day_test
