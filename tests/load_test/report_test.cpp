#include "tests/load_test/report_fixture.hpp"
#include "tools/load_test/progress.hpp"
#include "tools/load_test/svg_chart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

namespace geminid::load::report_test {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

TEST(LoadReport, AsATableTellsWhatAReaderAsksFirst) {
  const auto table = report_table(sample_report());
  for (const auto* line : {
           "sample: http://localhost:8080, open loop, 50 requests/s at random (Poisson)\n",
           "requests        100, 50.0/s: 99 served, 1 failed (1.000 %)\n",
           "tokens          990 in, 495 out\n",
           "         1  http 503: overloaded <b>&\n",
           "keys            2 of 2 used; attempts a key: 50 to 60, median 60\n",
           "attempts        110 for 110 requests, 1 of them held against a key\n",
           "tried again     1 of the last 110 requests, 2 attempts at most\n",
           "server          200.0 µs of CPU a request; resident 19.1 MiB idle, 30.0 MiB at most, 28.6 MiB at the end\n",
           "load_test       50.0 µs of CPU a request, 0.25 of the server's; 1 thread\n",
       })
    EXPECT_THAT(table, HasSubstr(line));
  EXPECT_TRUE(std::regex_search(table, std::regex{"total +(49.|50.)[0-9]* ms .* 99.0 ms"})) << table;
}

TEST(LoadReport, LeavesRefusalsOutOfTheLatencies) {
  const auto report = sample_report();
  EXPECT_EQ(report.tally.total.max(), 99ms);
  EXPECT_EQ(report.tally.total.count(), 99U);
}

TEST(LoadReport, AsJsonHasTheSameNumbersForPrograms) {
  const auto document = report_json(sample_report());
  EXPECT_EQ(document["served"], 99);
  EXPECT_EQ(document["failed"], 1);
  EXPECT_EQ(document["requests_per_second"], 50);
  EXPECT_NEAR(document["latency_ms"]["total"]["p90"].get<double>(), 90, 0.9);
  EXPECT_NEAR(document["latency_ms"]["between_chunks"]["max"].get<double>(), 2, 0.02);
  EXPECT_EQ(document["statuses"]["200"], 99);
  EXPECT_EQ(document["errors"][0]["kind"], "http 503");
  EXPECT_EQ(document["mix"][1]["name"], "streamed");
  EXPECT_EQ(document["mix"][1]["served"], 50);
  EXPECT_NEAR(document["server"]["cpu_us_per_request"].get<double>(), 200, 1e-6);
  EXPECT_EQ(document["keys"]["keys"][0]["attempts"], 60);
  EXPECT_EQ(document["retries"]["tried_again"], 1);
  EXPECT_EQ(document["series"].size(), 2U);
}

TEST(LoadReport, AsAPageLoadsNothingRunsNothingAndEscapesWhatPeersSaid) {
  auto report = sample_report();
  report.scenario.name = "<script>alert('x')</script>";
  const auto page = report_html(report);
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
  EXPECT_THAT(page, HasSubstr("overloaded &lt;b&gt;&amp;"));
  EXPECT_FALSE(std::regex_search(page, std::regex{"(src|href)=|url\\(|@import| style=| on[a-z]+="}));
  for (const auto* title : {"Requests a second", "Latency over time", "Latency by percentile", "In flight",
                            "Attempts by key", "The server&#39;s memory"})
    EXPECT_THAT(page, HasSubstr(title));
}

TEST(LoadReport, IsWholeAlsoWhenNothingHappened) {
  Report report;
  report.scenario = sample_report().scenario;
  report.tally = Tally{2};
  EXPECT_THAT(report_table(report), HasSubstr("requests        0, 0.0/s: 0 served, 0 failed (0.000 %)"));
  EXPECT_THAT(report_html(report), HasSubstr("</html>"));
  EXPECT_EQ(report_json(report)["server"], nullptr);
}

TEST(LoadReport, TellsTimesSizesAndCountsShortly) {
  const std::pair<std::chrono::nanoseconds, const char*> times[] = {
      {0ns, "0 µs"},         {1500ns, "2 µs"},      {980us, "980 µs"},   {1234us, "1.23 ms"},
      {12'345us, "12.3 ms"}, {123'456us, "123 ms"}, {12'340ms, "12.3 s"}};
  for (const auto& [took, text] : times)
    EXPECT_EQ(duration_text(took), text);
  EXPECT_EQ(bytes_text(1'000), "1000 B");
  EXPECT_EQ(bytes_text(20'480), "20.0 KiB");
  const std::pair<std::uint64_t, const char*> counts[] = {
      {0, "0"}, {999, "999"}, {1'000, "1,000"}, {1'234'567, "1,234,567"}};
  for (const auto& [count, text] : counts)
    EXPECT_EQ(count_text(count), text);
}

TEST(LoadProgress, IsOneLine) {
  Interval interval;
  interval.served = 90;
  interval.failed = 10;
  interval.in_flight = 1'234;
  interval.total.add(5ms);
  EXPECT_EQ(progress_line(Seconds{12}, Seconds{2}, interval, 10),
            "12 s  50 requests/s  1,234 in flight  p50 5.00 ms  p99 5.00 ms  10 failed");
  EXPECT_EQ(progress_line(Seconds{1}, Seconds{1}, {}, 0), "1 s  0 requests/s  0 in flight");
}

TEST(LoadChart, DrawsWithinItsFrameAndLeavesGaps) {
  LineChart chart;
  chart.title = "t";
  chart.xs = {0, 1, 2, 3};
  chart.lines = {{"line", {1, webui::plot::gap, 3, 4}}};
  const auto svg = svg_lines(chart);
  const std::regex coordinate{"c[xy]=\"([0-9.]+)\""};
  std::size_t points = 0;
  for (std::sregex_iterator at{svg.begin(), svg.end(), coordinate}, end; at != end; ++at, ++points)
    EXPECT_LE(std::stod((*at)[1]), 720);
  EXPECT_EQ(points, 6U) << "two coordinates of three points";
  EXPECT_TRUE(std::regex_search(svg, std::regex{"class=\"line c0\"><path d=\"M[^M\"L]+M[^M\"L]+L[^M\"L]+\"/>"}))
      << "a point, and behind the gap a line: " << svg;
}

TEST(LoadChart, ShowsThePeakWhereThereAreMorePointsThanColumns) {
  LineChart chart;
  for (int i = 0; i < 10'000; ++i) {
    chart.xs.push_back(i);
  }
  chart.lines = {{"line", std::vector<double>(10'000, 1)}};
  chart.lines[0].values[4'321] = 77;
  const auto svg = svg_lines(chart);
  EXPECT_THAT(svg, HasSubstr("line: 77<"));
  EXPECT_LT(svg.size(), 40'000U);
}

} // namespace
} // namespace geminid::load::report_test
