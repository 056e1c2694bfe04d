#include "webui/view/key_activity.hpp"
#include "webui/view/status_tone.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::key_activity_test {
namespace {

using namespace std::chrono_literals;

const Instant even = *parse_rfc3339("2026-11-27T12:00:00Z");

TEST(KeyActivity, IsTheHourInSpansThatBeginAtEvenMinutes) {
  dto::Key key;
  key.activity[29] = 3;
  key.activity[0] = 40;
  const auto activity = make_key_activity(key, even + 61s, Locale{});
  ASSERT_EQ(activity.values.size(), 30U);
  EXPECT_EQ(activity.values.front(), 40);
  EXPECT_EQ(activity.values.back(), 3);
  ASSERT_EQ(activity.times_ms.size(), 30U);
  EXPECT_EQ(activity.times_ms.back(), even.time_since_epoch().count());
  EXPECT_EQ(activity.times_ms.front(), (even - 58min).time_since_epoch().count());
  EXPECT_TRUE(activity.any);
}

TEST(KeyActivity, IsSaidInWords) {
  dto::Key key;
  EXPECT_EQ(make_key_activity(key, even, Locale{}).summary, "No request in the last hour");
  EXPECT_FALSE(make_key_activity(key, even, Locale{}).any);
  key.activity[4] = 1;
  EXPECT_EQ(make_key_activity(key, even, Locale{}).summary, "1 request in the last hour, at most 1 within 2 minutes");
  key.activity[5] = 1'200;
  EXPECT_EQ(make_key_activity(key, even, Locale{}).summary,
            "1,201 requests in the last hour, at most 1,200 within 2 minutes");
  EXPECT_EQ(make_key_activity(key, even, Locale{Language::chinese}).summary,
            "最近 1 小时 1,201 次请求，每 2 分钟最多 1,200 次");
}

TEST(StatusTone, IsTheSameForAClientAndForAKey) {
  EXPECT_EQ(status_tone(200), Tone::good);
  EXPECT_EQ(status_tone(404), Tone::warn);
  EXPECT_EQ(status_tone(429), Tone::bad);
  EXPECT_EQ(status_tone(503), Tone::bad);
  EXPECT_EQ(status_tone(0), Tone::bad);
}

} // namespace
} // namespace geminid::webui::key_activity_test
