#include "actors/policy/tally.hpp"

#include <gtest/gtest.h>

namespace geminid::policy::tally_test {
namespace {

const Instant noon = *parse_rfc3339("2026-11-23T12:00:00Z");

dto::LogRecord served() {
  dto::LogRecord record;
  record.surface = "chat";
  record.user_id = "u1";
  record.model = "alias";
  record.upstream_model = "gemini-2.5-flash";
  record.status = 200;
  record.first_byte_ms = 20;
  record.latency_ms = 100;
  record.tokens = {10, 7, 4, 3};
  record.attempts = {{"AI…1", "k1", 429, 5, "rate limited"}, {"AI…2", "k2", 200, 90, "", record.tokens, "", 50}};
  record.cost = 50;
  return record;
}

TEST(Tally, CountsARequestOnceHoweverManyAttemptsItTook) {
  Tally tally;
  tally.add(served(), noon);
  const Counters request{1, 0, 2, 10, 7, 4, 3, 50};
  EXPECT_EQ(tally.total, request);
  EXPECT_EQ(tally.models, (CountersByName{{"gemini-2.5-flash", request}}));
  EXPECT_EQ(tally.users, (CountersByName{{"u1", request}}));
  EXPECT_EQ(tally.surfaces, (CountersByName{{"chat", request}}));
  EXPECT_EQ(tally.points, (std::map<Instant, Counters>{{noon, request}}));
  EXPECT_TRUE(tally.errors.empty());
}

TEST(Tally, CountsTheAttemptsOfEachKeyAndTheTokensWhereTheyWereSpent) {
  Tally tally;
  tally.add(served(), noon);
  EXPECT_EQ(tally.keys, (CountersByName{{"k1", {1, 1, 1, 0, 0, 0, 0}}, {"k2", {1, 0, 1, 10, 7, 4, 3, 50}}}));
}

TEST(Tally, CallsFailedOnlyWhatIsNotTheClientsFault) {
  const std::pair<int, int> failures[] = {{200, 0}, {400, 0}, {401, 0}, {404, 0},
                                          {413, 0}, {429, 1}, {500, 1}, {503, 1}};
  for (const auto& [status, failed] : failures) {
    auto record = served();
    record.status = status;
    Tally tally;
    tally.add(record, noon);
    EXPECT_EQ(tally.total.failures, failed) << status;
  }
}

TEST(Tally, CountsErrorsByTheirCode) {
  auto record = served();
  record.status = 429;
  record.error = "Try later.";
  record.error_code = "rate_limit_exceeded";
  Tally tally;
  tally.add(record, noon);
  tally.add(record, noon);
  EXPECT_EQ(tally.errors, (decltype(tally.errors){{"rate_limit_exceeded", 2}}));
}

TEST(Tally, HasNoRowForStrangers) {
  dto::LogRecord record;
  record.surface = "chat";
  record.status = 401;
  Tally tally;
  tally.add(record, noon);
  EXPECT_EQ(tally.total.requests, 1);
  EXPECT_TRUE(tally.users.empty());
  EXPECT_TRUE(tally.models.empty());
}

TEST(Tally, CountsTogetherWhatIsOverItsRoomAndLosesNothing) {
  Tally tally;
  for (std::size_t i = 0; i < 3 * tally_names_max; ++i) {
    auto record = served();
    record.user_id = "u" + std::to_string(i);
    tally.add(record, noon);
  }
  EXPECT_EQ(tally.users.size(), tally_names_max + 1);
  Counters sum;
  for (const auto& [name, counters] : tally.users)
    sum += counters;
  EXPECT_EQ(sum, tally.total);
}

TEST(Tally, OfTwoSpansIsThatOfBoth) {
  Tally a;
  Tally b;
  Tally both;
  for (int i = 0; i < 20; ++i) {
    auto record = served();
    record.user_id = "u" + std::to_string(i % 3);
    record.latency_ms = i * 100;
    (i % 2 == 0 ? a : b).add(record, noon + std::chrono::minutes{i % 4});
    both.add(record, noon + std::chrono::minutes{i % 4});
  }
  a += b;
  EXPECT_EQ(a, both);
}

} // namespace
} // namespace geminid::policy::tally_test
