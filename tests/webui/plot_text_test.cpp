#include "webui/plot/text.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::plot::plot_text_test {
namespace {

TEST(CompactNumber, IsShort) {
  EXPECT_EQ(compact_number(0), "0");
  EXPECT_EQ(compact_number(7), "7");
  EXPECT_EQ(compact_number(12.34), "12.3");
  EXPECT_EQ(compact_number(950), "950");
  EXPECT_EQ(compact_number(1'200), "1.2k");
  EXPECT_EQ(compact_number(3'400'000), "3.4M");
  EXPECT_EQ(compact_number(123'456), "123k");
  EXPECT_EQ(compact_number(5e9), "5B");
  EXPECT_EQ(compact_number(-1'500), "-1.5k");
  EXPECT_EQ(compact_number(0.0123), "0.012");
}

TEST(CompactNumber, NeverShowsAThousandOfAMagnitude) {
  EXPECT_EQ(compact_number(999.6), "1k");
  EXPECT_EQ(compact_number(999'960), "1M");
  EXPECT_EQ(compact_number(999'400), "999k");
}

TEST(CompactNumber, HasNoMinusBeforeZero) {
  EXPECT_EQ(compact_number(-1e-14), "0");
}

TEST(CompactNumber, SaysADashForAGapAndItsLimitForWhatIsHuge) {
  EXPECT_EQ(compact_number(gap), "\u2013");
  EXPECT_EQ(compact_number(std::numeric_limits<double>::infinity()), "\u2013");
  EXPECT_EQ(compact_number(1e300), "1000T");
}

TEST(CompactNumber, GivesTicksAsManyDecimalsAsTellThemApart) {
  EXPECT_EQ(compact_number(1'000, 500), "1.0k");
  EXPECT_EQ(compact_number(1'500, 500), "1.5k");
  EXPECT_EQ(compact_number(2'000, 1'000), "2k");
  EXPECT_EQ(compact_number(0.5, 0.25), "0.50");
  EXPECT_EQ(compact_number(0, 0.25), "0.00");
}

TEST(CompactNumber, CountsInMyriadsForWhoDoes) {
  EXPECT_EQ(compact_number(12'000, 0, myriads), "1.2\u4e07");
  EXPECT_EQ(compact_number(340'000'000, 0, myriads), "3.4\u4ebf");
  EXPECT_EQ(compact_number(9'000, 0, myriads), "9000");
}

TEST(CompactDuration, ChoosesItsUnit) {
  EXPECT_EQ(compact_duration(0), "0 ms");
  EXPECT_EQ(compact_duration(0.5), "0.5 ms");
  EXPECT_EQ(compact_duration(250), "250 ms");
  EXPECT_EQ(compact_duration(1'234), "1.2 s");
  EXPECT_EQ(compact_duration(90'000), "90 s");
  EXPECT_EQ(compact_duration(599'900), "10 min");
  EXPECT_EQ(compact_duration(720'000), "12 min");
  EXPECT_EQ(compact_duration(gap), "\u2013");
}

TEST(Percent, IsOfAWhole) {
  EXPECT_EQ(percent(0.123), "12.3%");
  EXPECT_EQ(percent(1), "100%");
  EXPECT_EQ(percent(0.5, 0.25), "50%");
  EXPECT_EQ(percent(gap), "\u2013");
}

TEST(CompactBytes, ChoosesItsUnit) {
  EXPECT_EQ(compact_bytes(0), "0 B");
  EXPECT_EQ(compact_bytes(512), "512 B");
  EXPECT_EQ(compact_bytes(1'260'000), "1.3 MB");
}

TEST(ValueText, FitsItsUnit) {
  EXPECT_EQ(value_text(Unit::count)(1'200, 0), "1.2k");
  EXPECT_EQ(value_text(Unit::number, myriads)(12'000, 0), "1.2\u4e07");
  EXPECT_EQ(value_text(Unit::share)(0.5, 0), "50%");
  EXPECT_EQ(value_text(Unit::milliseconds)(1'500, 0), "1.5 s");
  EXPECT_EQ(value_text(Unit::bytes)(2'000, 0), "2 kB");
}

TEST(TimeText, IsLocal) {
  const std::int64_t late = 1'795'809'930'000; // 2026-11-27T20:05:30Z
  EXPECT_EQ(time_text(late, TimeDetail::second, 0), "20:05:30");
  EXPECT_EQ(time_text(late, TimeDetail::minute, 480), "04:05");
  EXPECT_EQ(time_text(late, TimeDetail::day, 480), "11-28");
  EXPECT_EQ(time_text(late, TimeDetail::month, 0), "2026-11");
  EXPECT_EQ(time_text(late, TimeDetail::moment, -480), "11-27 12:05");
  EXPECT_EQ(time_text(late, TimeDetail::moment_second, 345), "11-28 01:50:30");
  EXPECT_EQ(time_text(-1, TimeDetail::moment_second, 0), "12-31 23:59:59");
}

TEST(TimeText, IsAsExactAsThePointsAreClose) {
  EXPECT_EQ(detail_of_step(1'000), TimeDetail::moment_second);
  EXPECT_EQ(detail_of_step(60'000), TimeDetail::moment);
  EXPECT_EQ(detail_of_step(86'400'000), TimeDetail::day);
  EXPECT_EQ(detail_of_step(30 * 86'400'000LL), TimeDetail::month);
}

} // namespace
} // namespace geminid::webui::plot::plot_text_test
