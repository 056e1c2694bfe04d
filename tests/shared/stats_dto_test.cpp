#include "shared/stats_dto.hpp"

#include <gtest/gtest.h>

namespace geminid::stats_dto_test {
using namespace geminid::dto;

namespace {

TEST(StatsDto, ComesBackFromItsOwnDocument) {
  const StatsCounters counters{7, 1, 9, 100, 50, 20, 10, 1'234'567};
  const auto noon = *geminid::parse_rfc3339("2026-11-23T12:00:00Z");
  const Stats stats{StatsWindow::week,
                    noon,
                    counters,
                    {10, 20, std::nullopt},
                    {100, 200, 300},
                    {{"k1", counters}, {"", counters}},
                    {{"gemini-2.5-flash", counters}},
                    {{"u1", counters}},
                    {{"chat", counters}},
                    {{"rate_limit_exceeded", 3}},
                    3'600,
                    {{noon, counters}, {noon + std::chrono::hours{1}, {}}},
                    {"gemini-2.5-flash"}};
  const auto again = parse_stats(to_json(stats));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, stats);
}

} // namespace
} // namespace geminid::stats_dto_test
