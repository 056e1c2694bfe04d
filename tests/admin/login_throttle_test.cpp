#include "server/admin/login_throttle.hpp"

#include <gtest/gtest.h>

namespace geminid::admin::login_throttle_test {
namespace {

using namespace std::chrono_literals;

const Instant start = *parse_rfc3339("2026-11-23T12:00:00Z");

void fail(LoginThrottle& throttle, const std::string& address, unsigned times, Instant now = start) {
  for (unsigned i = 0; i < times; ++i)
    throttle.failed(address, now);
}

TEST(LoginThrottle, LetsSomeMistakesPass) {
  LoginThrottle throttle;
  fail(throttle, "a", LoginThrottle::free_failures);
  EXPECT_EQ(throttle.refused_until("a", start), std::nullopt);
}

TEST(LoginThrottle, DoublesThePauseWithEachFurtherOne) {
  LoginThrottle throttle;
  fail(throttle, "a", LoginThrottle::free_failures + 1);
  EXPECT_EQ(throttle.refused_until("a", start), start + 1s);
  EXPECT_EQ(throttle.refused_until("a", start + 1s), std::nullopt);
  fail(throttle, "a", 1, start + 1s);
  EXPECT_EQ(throttle.refused_until("a", start + 1s), start + 3s);
  fail(throttle, "a", 40, start + 3s);
  EXPECT_EQ(throttle.refused_until("a", start + 3s), start + 3s + LoginThrottle::pause_max);
}

TEST(LoginThrottle, HoldsUpOneAddressOnly) {
  LoginThrottle throttle;
  fail(throttle, "a", 20);
  EXPECT_EQ(throttle.refused_until("b", start), std::nullopt);
}

TEST(LoginThrottle, ForgivesAfterASuccessAndAfterAnHour) {
  LoginThrottle throttle;
  fail(throttle, "a", 20);
  throttle.succeeded("a", start);
  EXPECT_EQ(throttle.refused_until("a", start), std::nullopt);
  fail(throttle, "b", 6);
  fail(throttle, "b", LoginThrottle::free_failures, start + 1h);
  EXPECT_EQ(throttle.refused_until("b", start + 1h), std::nullopt);
}

TEST(LoginThrottle, HoldsUpStrangersWhenManyAddressesGuess) {
  LoginThrottle throttle;
  throttle.succeeded("operator", start);
  for (std::size_t i = 0; i < LoginThrottle::failures_a_minute_max; ++i)
    fail(throttle, "10.0.0." + std::to_string(i), 1, start + Duration{i});
  EXPECT_EQ(throttle.refused_until("stranger", start + 1s), start + 60s);
  EXPECT_EQ(throttle.refused_until("operator", start + 1s), std::nullopt);
  EXPECT_EQ(throttle.refused_until("stranger", start + 60s), std::nullopt);
}

TEST(LoginThrottle, SeesOneNeighbourInAnIPv6Network) {
  LoginThrottle throttle;
  for (int i = 0; i < 6; ++i)
    fail(throttle, "2001:db8:0:1:" + std::to_string(i) + "::9", 1);
  EXPECT_NE(throttle.refused_until("2001:db8:0:1:ffff::1", start), std::nullopt);
  EXPECT_EQ(throttle.refused_until("2001:db8:0:2::1", start), std::nullopt);
}

TEST(LoginThrottle, TellsIPv6NetworksApartHoweverTheyAreWritten) {
  LoginThrottle throttle;
  fail(throttle, "2001:db8::5", 6);
  EXPECT_NE(throttle.refused_until("2001:db8:0:0:1::", start), std::nullopt);
  EXPECT_EQ(throttle.refused_until("2001:db8:0:1::5", start), std::nullopt);
}

TEST(LoginThrottle, HoldsNobodyUpWhomATokenLetIn) {
  LoginThrottle throttle;
  throttle.met("script", start);
  for (std::size_t i = 0; i < LoginThrottle::failures_a_minute_max; ++i)
    fail(throttle, "10.0.0." + std::to_string(i), 1);
  EXPECT_EQ(throttle.refused_until("script", start), std::nullopt);
  fail(throttle, "script", 6);
  throttle.met("script", start);
  EXPECT_NE(throttle.refused_until("script", start), std::nullopt); // its own mistakes are another matter
}

TEST(LoginThrottle, KeepsGuessesFromFillingTheAuditLog) {
  LoginThrottle throttle;
  std::size_t recorded = 0;
  for (int i = 0; i < 6; ++i)
    recorded += throttle.failed("a", start) ? 1 : 0;
  EXPECT_EQ(recorded, 2U); // the first, and the one that begins the pauses
  for (int i = 0; i < 1'000; ++i)
    recorded += throttle.failed("b" + std::to_string(i), start) ? 1 : 0;
  EXPECT_EQ(recorded, LoginThrottle::recorded_an_hour_max);
  EXPECT_TRUE(throttle.failed("c", start + 1h));
}

TEST(LoginThrottle, RemembersTheOperatorHoweverManyStrangersCome) {
  LoginThrottle throttle;
  throttle.succeeded("operator", start);
  for (std::size_t i = 0; i < LoginThrottle::addresses_max + 100; ++i)
    throttle.failed("a" + std::to_string(i), start + 1s);
  EXPECT_EQ(throttle.refused_until("operator", start + 1s), std::nullopt);
  EXPECT_NE(throttle.refused_until("stranger", start + 1s), std::nullopt);
}

} // namespace
} // namespace geminid::admin::login_throttle_test
