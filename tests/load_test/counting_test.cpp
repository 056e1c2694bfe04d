// What is counted: the tally of a run, its course over time, thresholds, a process, the keys.
#include "tests/load_test/report_fixture.hpp"
#include "tools/load_test/process_watch.hpp"
#include "tools/load_test/series.hpp"
#include "tools/load_test/threshold.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <unistd.h>

namespace geminid::load::counting_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using namespace std::chrono_literals;

Outcome outcome_of(const std::string& error, int status = 200) {
  Outcome outcome;
  outcome.error = error;
  outcome.status = status;
  outcome.total = 5ms;
  return outcome;
}

TEST(LoadTally, TellsErrorsByKindWithTheFirstExample) {
  Tally tally{1};
  auto first = outcome_of("http 429", 429);
  first.detail = "first";
  tally.add(first);
  first.detail = "second";
  tally.add(first);
  tally.add(outcome_of("connect", 0));
  tally.add(outcome_of(""));
  EXPECT_EQ(tally.errors.at("http 429").count, 2U);
  EXPECT_EQ(tally.errors.at("http 429").example, "first");
  EXPECT_EQ(tally.errors.at("connect").count, 1U);
  EXPECT_THAT(tally.statuses, ElementsAre(Pair(0, 1), Pair(200, 1), Pair(429, 2)));
  EXPECT_EQ(tally.served, 1U);
  EXPECT_EQ(tally.failed, 3U);
}

TEST(LoadTally, CountsWhatWasBrokenOffAsNeitherServedNorFailed) {
  Tally tally{1};
  auto broken_off = outcome_of("cancelled", 0);
  broken_off.cancelled = true;
  tally.add(broken_off);
  EXPECT_EQ(tally.finished(), 0U);
  EXPECT_EQ(tally.cancelled, 1U);
  EXPECT_TRUE(tally.errors.empty());
}

TEST(LoadTally, OfManyThreadsIsTheirSum) {
  Tally one{1};
  Tally other{1};
  one.add(outcome_of("http 429", 429));
  one.add(outcome_of(""));
  other.add(outcome_of("http 429", 429));
  other.add(outcome_of("tls", 0));
  Tally sum{1};
  sum += one;
  sum += other;
  EXPECT_EQ(sum.errors.at("http 429").count, 2U);
  EXPECT_EQ(sum.errors.at("tls").count, 1U);
  EXPECT_EQ(sum.finished(), 4U);
  EXPECT_EQ(sum.kinds.at(0).failed, 3U);
  EXPECT_EQ(sum.total.count(), 1U);
}

TEST(LoadTally, HoldsNoMoreKindsOfErrorsThanItsBoundWhateverPeersInvent) {
  Tally tally{1};
  for (int i = 0; i < 10'000; ++i)
    tally.add(outcome_of("kind " + std::to_string(i)));
  EXPECT_LE(tally.errors.size(), 65U);
  EXPECT_EQ(tally.errors.at("other").count, 10'000U - 64U);
}

Interval interval_of(std::uint64_t served, std::chrono::nanoseconds total) {
  Interval interval;
  interval.served = served;
  interval.total.add(total);
  return interval;
}

TEST(LoadSeries, HasAPointForEachInterval) {
  Series series;
  series.add(Seconds{1}, interval_of(10, 5ms), 100);
  series.add(Seconds{2.5}, {}, std::nullopt);
  ASSERT_EQ(series.points().size(), 2U);
  EXPECT_EQ(series.points()[0].p99, 5ms);
  EXPECT_DOUBLE_EQ(series.points()[1].length.count(), 1.5);
  EXPECT_EQ(series.points()[1].p50, std::nullopt);
}

TEST(LoadSeries, JoinsTheShortRestAtTheEndToThePointBefore) {
  Series series;
  series.add(Seconds{0.2}, interval_of(3, 1ms), std::nullopt);
  series.add(Seconds{1}, interval_of(10, 5ms), std::nullopt);
  series.add(Seconds{1.01}, interval_of(2, 9ms), std::nullopt);
  ASSERT_EQ(series.points().size(), 2U);
  EXPECT_EQ(series.points()[1].served, 12U);
  EXPECT_DOUBLE_EQ(series.points()[1].length.count(), 0.81);
  EXPECT_EQ(series.points()[1].p99, 9ms);
}

TEST(LoadSeries, StaysBoundedAndLosesNeitherCountsNorPeaks) {
  Series series{10};
  for (int i = 1; i <= 1'000; ++i)
    series.add(Seconds{i}, interval_of(1, i == 500 ? 90ms : 1ms), i);
  EXPECT_LE(series.points().size(), 10U);
  std::uint64_t served = 0;
  std::chrono::nanoseconds highest{0};
  double length = 0;
  for (const auto& point : series.points()) {
    served += point.served;
    highest = std::max(highest, *point.p99);
    length += point.length.count();
  }
  EXPECT_EQ(served, 1'000U);
  EXPECT_EQ(highest, 90ms);
  EXPECT_DOUBLE_EQ(length, 1'000);
}

TEST(LoadThreshold, FailsTheRunThatBreaksIt) {
  const std::pair<const char*, bool> table[] = {
      {"p99 > 50ms", true},
      {"p99 > 150ms", false},
      {"total.max > 98ms", true},
      {"p50 < 10ms", false},
      {"first_byte.p50 > 20 ms", true},
      {"between_chunks.max > 3ms", false},
      {"errors > 0", true},
      {"errors > 1", false},
      {"errors > 0.5%", true},
      {"errors > 1 %", false},
      {"rate < 51", true},
      {"rate < 50.5", true},
      {"rate < 49", false},
      {"mean > 49.9ms", true},
      {"p99.9 > 0.01s", true},
      {"mean > 60000us", false},
  };
  const auto report = sample_report();
  for (const auto& [text, broken] : table) {
    const auto threshold = Threshold::parse(text);
    ASSERT_TRUE(threshold) << text;
    EXPECT_EQ(threshold->broken_by(report).has_value(), broken) << text;
  }
  EXPECT_EQ(Threshold::parse("errors > 0.5%")->broken_by(report), "errors > 0.5%: it is 1 %");
}

TEST(LoadThreshold, FailsWhenThereIsNothingToMeasure) {
  Report report;
  report.scenario = sample_report().scenario;
  EXPECT_EQ(Threshold::parse("p99 > 50ms")->broken_by(report), "p99 > 50ms: nothing was measured");
}

TEST(LoadThreshold, SaysHowItIsWrittenWhenItIsNot) {
  for (const auto* text : {"", "p99", "p99 50ms", "p98 > 1ms", "p99 > 1", "p99 > x", "p99 > 1min", "errors > 1ms",
                           "rate < 1%", "p99 > -1ms", "total. > 1ms", "what.p99 > 1ms"}) {
    const auto threshold = Threshold::parse(text);
    ASSERT_FALSE(threshold) << text;
    EXPECT_THAT(threshold.error().message, HasSubstr("expected METRIC > VALUE"));
  }
}

TEST(LoadProcessWatch, ReadsTheKernelsLineWhateverTheProgramIsCalled) {
  const std::string line = "42 (a) R (b c) S 1 2 3 4 5 6 7 8 9 10 250 150 13 14 15 16 17 18 19 20 700 22\n";
  const auto sample = parse_process_stat(line, 100, 4'096);
  ASSERT_TRUE(sample.has_value());
  EXPECT_DOUBLE_EQ(sample->cpu_seconds, 4);
  EXPECT_EQ(sample->resident_bytes, 700 * 4'096);
  for (const auto* wrong : {"", "42", "42 (x) S 1 2", "42 (x) S 1 2 3 4 5 6 7 8 9 10 a 150 13 14 15 16 17 18 19 20 7"})
    EXPECT_EQ(parse_process_stat(wrong, 100, 4'096), std::nullopt) << wrong;
}

TEST(LoadProcessWatch, TellsItsOwnCpuFinerThanInTicks) {
  const auto before = sample_self();
  auto after = sample_self();
  while (after.cpu_seconds == before.cpu_seconds)
    after = sample_self();
  EXPECT_LT(after.cpu_seconds - before.cpu_seconds, 0.01);
  EXPECT_GT(after.resident_bytes, 1'000'000);
}

TEST(LoadProcessWatch, SeesThisProcessAndNoneThatIsNot) {
  const auto sample = sample_process(::getpid());
  ASSERT_TRUE(sample.has_value());
  EXPECT_GT(sample->resident_bytes, 1'000'000);
  EXPECT_EQ(sample_process(0x7fffffff), std::nullopt);
}

TEST(LoadKeySpread, IsWhatTheKeysDidMeanwhile) {
  KeyTotals before;
  KeyTotals after;
  before["a"] = {"AIza…a", 100, 1};
  before["b"] = {"AIza…b", 50, 0};
  before["gone"] = {"AIza…gone", 5, 0};
  after["a"] = {"AIza…a", 130, 3};
  after["b"] = {"AIza…b", 60, 0};
  after["c"] = {"AIza…c", 20, 0};
  after["d"] = {"AIza…d", 0, 0};
  const auto spread = spread_between(before, after);
  ASSERT_EQ(spread.keys.size(), 4U);
  EXPECT_EQ(spread.keys[0].id, "a");
  EXPECT_EQ(spread.keys[0].attempts, 30);
  EXPECT_EQ(spread.keys[0].failures, 2);
  EXPECT_EQ(spread.keys[0].name, "AIza…a");
  EXPECT_EQ(spread.attempts, 60);
  EXPECT_EQ(spread.used, 3U);
  EXPECT_EQ(spread.least, 10);
  EXPECT_EQ(spread.median, 20);
  EXPECT_EQ(spread.most, 30);
}

TEST(LoadAdminWatch, ReadsWhatItNeedsAndNothingElse) {
  KeyTotals totals;
  const auto page = nlohmann::json::parse(R"({"keys": [{"id": "a", "name": "", "masked": "AIza…1", "news": 1,
    "totals": {"requests": 7, "failures": 2}}, {"id": "b", "name": "paid"}], "next_cursor": "b"})");
  EXPECT_EQ(*add_key_page(page, totals), "b");
  EXPECT_EQ(totals.at("a").name, "AIza…1");
  EXPECT_EQ(totals.at("a").attempts, 7);
  EXPECT_EQ(totals.at("a").failures, 2);
  EXPECT_EQ(totals.at("b").name, "paid");
  const auto logs =
      nlohmann::json::parse(R"({"logs": [{"attempts": [{}, {}, {}]}, {"attempts": [{}]}, {"attempts": []}]})");
  EXPECT_EQ(read_retries(logs)->tried_again, 1);
  EXPECT_EQ(read_retries(logs)->attempts_most, 3);
  for (const auto* wrong : {"[]", "{}", R"({"keys": 1, "logs": 1})", R"({"keys": [1], "logs": [1]})"}) {
    EXPECT_FALSE(add_key_page(nlohmann::json::parse(wrong), totals).ok()) << wrong;
    EXPECT_FALSE(read_retries(nlohmann::json::parse(wrong)).ok()) << wrong;
  }
}

} // namespace
} // namespace geminid::load::counting_test
