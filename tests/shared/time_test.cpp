#include "shared/time.hpp"

#include <gtest/gtest.h>

namespace geminid::time_test {
using geminid::parse_rfc3339;
using geminid::to_rfc3339;

TEST(Time, WritesRfc3339InUtcWithMilliseconds) {
  EXPECT_EQ(to_rfc3339(geminid::Instant{std::chrono::milliseconds{1'795'428'123'004}}), "2026-11-23T10:02:03.004Z");
  EXPECT_EQ(to_rfc3339(geminid::Instant{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(*parse_rfc3339("9999-12-31T23:59:59.999Z")), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339(geminid::Instant::max()).size(), std::size_t{24});
}

TEST(Time, ReadsEveryOffsetAndFraction) {
  const auto noon = parse_rfc3339("2026-11-23T12:00:00Z");
  ASSERT_TRUE(noon);
  EXPECT_EQ(parse_rfc3339("2026-11-23T20:00:00+08:00"), noon);
  EXPECT_EQ(parse_rfc3339("2026-11-23t04:00:00.000000-08:00"), noon);
  EXPECT_EQ(parse_rfc3339("2026-11-23T12:00:00.5Z"), *noon + std::chrono::milliseconds{500});
}

TEST(Time, RefusesWhatIsNoInstant) {
  for (const auto* text : {"", "2026-11-23", "2026-02-30T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23T12:00:00",
                           "2026-11-23T12:00:00Z ", "2026-11-23T12:00:00.Z", "2026-11-23T12:00:00+8:00"})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}
} // namespace geminid::time_test
