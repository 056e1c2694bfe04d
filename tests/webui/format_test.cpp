#include "webui/core/format.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::format_test {
namespace {

using namespace std::chrono_literals;

TEST(Format, GroupsTheDigitsOfWholeNumbers) {
  EXPECT_EQ(format_integer(0), "0");
  EXPECT_EQ(format_integer(999), "999");
  EXPECT_EQ(format_integer(-1'000), "-1,000");
  EXPECT_EQ(format_integer(1'234'567), "1,234,567");
}

TEST(Format, ShortensGreatNumbersInTheUnitsOfTheLanguage) {
  EXPECT_EQ(format_compact(987, Language::english), "987");
  EXPECT_EQ(format_compact(1'234, Language::english), "1.23k");
  EXPECT_EQ(format_compact(999'999, Language::english), "1M");
  EXPECT_EQ(format_compact(45'600'000, Language::english), "45.6M");
  EXPECT_EQ(format_compact(9'999, Language::chinese), "1万");
  EXPECT_EQ(format_compact(450'000'000, Language::chinese), "4.5亿");
}

TEST(Format, NeverRoundsAFailureAway) {
  EXPECT_EQ(format_percent(0.9999), "99.9%");
  EXPECT_EQ(format_percent(1.0), "100%");
  EXPECT_EQ(format_percent(0.0001), "<0.1%");
  EXPECT_EQ(format_percent(0.0), "0%");
  EXPECT_EQ(format_percent(std::nullopt), "—");
}

TEST(Format, SaysSpansInTheirTwoGreatestUnits) {
  EXPECT_EQ(format_span(0ms, Language::english), "0 s");
  EXPECT_EQ(format_span(61s, Language::english), "1 min 1 s");
  EXPECT_EQ(format_span(26h + 5s, Language::english), "1 d 2 h");
  EXPECT_EQ(format_span(60min + 5s, Language::chinese), "1 小时");
  EXPECT_EQ(format_span(-5s, Language::english), "0 s");
}

TEST(Format, SaysHowFarAMomentIsAway) {
  const Instant now{1'000'000s};
  EXPECT_EQ(format_relative(now - 5s, now, Language::english), "5 s ago");
  EXPECT_EQ(format_relative(now + 3min + 20s, now, Language::chinese), "3 分钟后");
  EXPECT_EQ(format_relative(now, now, Language::chinese), "刚刚");
}

TEST(Format, ShowsMomentsInTheViewersZone) {
  const auto moment = parse_rfc3339("2026-11-27T22:30:05Z").value();
  const Locale shanghai{Language::chinese, 8h};
  EXPECT_EQ(format_time_of_day(moment, shanghai), "06:30:05");
  EXPECT_EQ(format_date_time(moment, shanghai), "2026-11-28 06:30");
}

TEST(Format, ChoosesTheWordThatFitsTheNumberBeforeIt) {
  constexpr auto pattern = "{} [key|keys] in {} [project|projects]";
  EXPECT_EQ(filled(pattern, {"1", "1"}), "1 key in 1 project");
  EXPECT_EQ(filled(pattern, {"2", "1"}), "2 keys in 1 project");
  EXPECT_EQ(filled(pattern, {"0", "1,001"}), "0 keys in 1,001 projects");
  EXPECT_EQ(filled("{} [key was|keys were] used", {"1"}), "1 key was used");
  EXPECT_EQ(filled("{}: [a] {}", {"[x|y]", "1"}), "[x|y]: [a] 1") << "values are no patterns";
}

TEST(Format, FillsAPatternInOrder) {
  EXPECT_EQ(filled("{} of {}", {"3", "10"}), "3 of 10");
  EXPECT_EQ(filled("no hole", {"3"}), "no hole");
  EXPECT_EQ(filled("{} and {}", {"3"}), "3 and {}");
}

} // namespace
} // namespace geminid::webui::format_test
