#include "shared/price_dto.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace geminid::price_dto_test {
using namespace geminid::dto;

namespace {

const Prices prices{{"plain", {0.3, 2.5, {}}}, {"cached", {1.25, 10, 0.125}}, {"free", {0, 0, {}}}};

TEST(Prices, CostWhatTheTokensCost) {
  struct Case {
    const char* what;
    const char* model;
    LogTokens tokens; // prompt, completion, thinking, cached
    std::optional<std::int64_t> nano_dollars;
  };
  const Case cases[] = {
      {"a million of each", "plain", {1'000'000, 1'000'000, 0, 0}, 2'800'000'000},
      {"one token", "plain", {1, 0, 0, 0}, 300},
      {"thinking is output, and counted once", "plain", {0, 100, 90, 0}, 250'000},
      {"cached input at its own price", "cached", {1'000, 0, 0, 800}, 200 * 1'250 + 800 * 125},
      {"cached input without a price of its own", "plain", {1'000, 0, 0, 800}, 300'000},
      {"more cached than there was", "cached", {10, 0, 0, 20}, 10 * 125},
      {"nothing", "plain", {}, 0},
      {"a free model", "free", {1'000, 1'000, 0, 0}, 0},
      {"a model without a price", "other", {1'000, 1'000, 0, 0}, std::nullopt},
  };
  for (const auto& c : cases)
    EXPECT_EQ(cost_of(prices, c.model, c.tokens), c.nano_dollars) << c.what;
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  EXPECT_GT(cost_of({{"m", {1'000'000, 1'000'000, {}}}}, "m", {most, most, 0, 0}), 0);
}

TEST(Prices, ArePutOnARecordAndOnEachOfItsAttempts) {
  LogRecord record;
  record.upstream_model = "plain";
  record.tokens = {30, 0, 0, 0};
  record.attempts = {{"m", "k1", 503, 1, "", {}}, {"m", "k2", 200, 1, "", {30, 0, 0, 0}}};
  set_costs(record, prices);
  EXPECT_EQ(record.cost, 9'000);
  EXPECT_EQ(record.attempts[0].cost, 0);
  EXPECT_EQ(record.attempts[1].cost, 9'000);
  EXPECT_EQ(parse_log_record(*parse_document(to_text(record)))->cost, 9'000);
  set_costs(record, {});
  EXPECT_EQ(record.cost, std::nullopt);
}

TEST(Prices, ComeBackFromTheTextOfARecordToTheBillionthOfADollar) {
  for (const std::int64_t cost : {0LL, 1LL, 999'999'999LL, 1'000'000'000LL, 12'345'678'901'234LL}) {
    LogRecord record;
    record.cost = cost;
    EXPECT_EQ(parse_log_record(*parse_document(to_text(record)))->cost, cost);
  }
}

} // namespace
} // namespace geminid::price_dto_test
