#include "webui/core/format.hpp"
#include "webui/view/date_text.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::date_text_test {
namespace {

using std::chrono::minutes;

TEST(DateText, IsReadInTheViewersZone) {
  EXPECT_EQ(parse_date_text("2026-11-27 14:03", Locale{Language::english, minutes{480}}),
            parse_rfc3339("2026-11-27T06:03:00Z"));
  EXPECT_EQ(parse_date_text("2026-11-27 22:30", Locale{Language::english, minutes{-210}}),
            parse_rfc3339("2026-11-28T02:00:00Z"));
}

TEST(DateText, MeansTheEndOfTheDayWhereNoTimeIsGiven) {
  EXPECT_EQ(parse_date_text("2026-11-27", Locale{}), parse_rfc3339("2026-11-27T23:59:00Z"));
}

TEST(DateText, MayBeWrittenInOtherWays) {
  const auto same = parse_rfc3339("2026-03-05T09:08:00Z");
  for (const auto* const text : {"2026/3/5 9:08", "2026.03.05 09:08", " 2026-03-05T09:08 ", "2026-03-05 09：08"})
    EXPECT_EQ(parse_date_text(text, Locale{}), same) << text;
}

TEST(DateText, IsNothingWhereThereIsNoSuchMoment) {
  for (const auto* const text : {"", "tomorrow", "2026-02-30", "2026-13-01", "2026-11-27 24:00", "2026-11-27 10:60",
                                 "2026-11-27 10", "2026-11-27 10:00 pm", "27-11-2026", "2026-11-"})
    EXPECT_EQ(parse_date_text(text, Locale{}), std::nullopt) << text;
}

TEST(DateText, ReadsWhatTheDashboardWrites) {
  const Locale locale{Language::chinese, minutes{345}};
  const auto instant = *parse_rfc3339("2027-01-31T18:20:00Z");
  EXPECT_EQ(parse_date_text(format_date_time(instant, locale), locale), instant);
}

TEST(DateText, OfSomeDaysFromNowIsAFullHourOfTheViewer) {
  const auto now = *parse_rfc3339("2026-11-27T10:20:30Z");
  EXPECT_EQ(date_text_in(7, now, Locale{}), "2026-12-04 11:00");
  EXPECT_EQ(date_text_in(30, now, Locale{Language::chinese, minutes{345}}), "2026-12-27 17:00");
}

} // namespace
} // namespace geminid::webui::date_text_test
