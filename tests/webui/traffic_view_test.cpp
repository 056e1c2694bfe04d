#include "webui/view/traffic_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace geminid::webui::traffic_view_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const Instant noon{std::chrono::hours{490'000}};

dto::Pulse pulse(Instant at, std::int64_t requests, std::int64_t failures = 0) {
  dto::Pulse made;
  made.at = at;
  made.since = at - 1s;
  made.requests = requests;
  made.failures = failures;
  return made;
}

dto::Stats hour_with_minute(std::int64_t requests) {
  dto::Stats hour;
  dto::StatsPoint point;
  point.at = noon - 1min;
  point.counters.requests = requests;
  hour.series.push_back(point);
  return hour;
}

TEST(LiveRates, AreNothingBeforeTheFirstPulse) {
  const auto rates = live_rates({}, nullptr);
  EXPECT_TRUE(rates.times_ms.empty());
  EXPECT_TRUE(rates.quiet);
}

TEST(LiveRates, AreTheRequestsOfEachFiveSecondsPerSecondWithFailuresApart) {
  std::deque<dto::Pulse> pulses;
  for (int i = 4; i >= 0; --i)
    pulses.push_back(pulse(noon - i * 1s, 10, 2));
  const auto rates = live_rates(pulses, nullptr);
  ASSERT_EQ(rates.times_ms.size(), LiveRates::bins);
  EXPECT_EQ(rates.to_ms, noon.time_since_epoch().count());
  EXPECT_DOUBLE_EQ(rates.succeeded.back(), 8);
  EXPECT_DOUBLE_EQ(rates.failed.back(), 2);
  EXPECT_DOUBLE_EQ(rates.highest, 10);
  EXPECT_DOUBLE_EQ(rates.per_second, 10);
  EXPECT_EQ(rates.last_minute, 50);
  EXPECT_FALSE(rates.quiet);
}

TEST(LiveRates, LeaveAGapWhereNobodyListened) {
  const auto rates = live_rates({pulse(noon, 1)}, nullptr);
  EXPECT_TRUE(std::isnan(rates.succeeded.front()));
}

TEST(LiveRates, TakeWhatWasBeforeTheFirstPulseFromTheMinutesOfTheStatistics) {
  const auto hour = hour_with_minute(120);
  const auto rates = live_rates({pulse(noon + 1s, 0)}, &hour);
  EXPECT_DOUBLE_EQ(rates.succeeded[rates.succeeded.size() - 5], 2);
  EXPECT_FALSE(rates.quiet);
}

TEST(LiveRates, DoNotMoveWhileNoPulseComes) {
  const std::deque pulses{pulse(noon, 3)};
  EXPECT_EQ(live_rates(pulses, nullptr).to_ms, live_rates(pulses, nullptr).to_ms);
  EXPECT_EQ(live_rates(pulses, nullptr).to_ms, live_rates({pulse(noon - 2s, 3)}, nullptr).to_ms);
}

TEST(TrafficKpis, SayThatThereWereNoRequestsRatherThanThatAllSucceeded) {
  const dto::Stats hour;
  const auto kpis = make_traffic_kpis(LiveRates{}, &hour, Locale{});
  EXPECT_EQ(kpis.success.value, "—");
  EXPECT_EQ(kpis.success.note, "No requests in the last hour");
  EXPECT_EQ(kpis.latency.first_byte[0], "—");
}

TEST(TrafficKpis, WarnByColourOfAPoorSuccessRate) {
  dto::Stats hour;
  hour.totals.requests = 100;
  hour.totals.failures = 20;
  const auto kpis = make_traffic_kpis(LiveRates{}, &hour, Locale{Language::chinese});
  EXPECT_EQ(kpis.success.value, "80%");
  EXPECT_EQ(kpis.success.tone, Tone::bad);
  EXPECT_EQ(kpis.success.note, "最近一小时 20 / 100 次失败");
}

TEST(TrafficKpis, SayHowManyRequestsWait) {
  LiveRates live;
  live.waiting = 3;
  EXPECT_THAT(make_traffic_kpis(live, nullptr, Locale{}).requests.note, HasSubstr("3 waiting"));
}

TEST(TrafficKpis, TellTheCostOnlyWhereThereIsOne) {
  dto::Stats hour;
  hour.totals.prompt_tokens = 2'000;
  EXPECT_EQ(make_traffic_kpis({}, &hour, Locale{}).tokens.note, "2k in · 0 out");
  hour.totals.cost = 1'500'000'000;
  EXPECT_EQ(make_traffic_kpis({}, &hour, Locale{}).tokens.note, "2k in · 0 out · ≈ $1.50");
}

TEST(TrafficSeries, PutsFailuresUponWhatSucceeded) {
  dto::Stats stats;
  dto::StatsPoint point;
  point.at = noon;
  point.counters.requests = 10;
  point.counters.failures = 4;
  stats.series.push_back(point);
  const auto series = make_traffic_series(stats, Locale{});
  EXPECT_EQ(series.succeeded, std::vector{6.0});
  EXPECT_EQ(series.failed, std::vector{4.0});
  EXPECT_FALSE(series.empty);
}

} // namespace
} // namespace geminid::webui::traffic_view_test
