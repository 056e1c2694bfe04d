#include "server/admin/sessions.hpp"

#include <gtest/gtest.h>

namespace geminid::admin::sessions_test {
namespace {

using namespace std::chrono_literals;

const Instant start = *parse_rfc3339("2026-11-23T12:00:00Z");

TEST(Sessions, LastWhileTheyAreUsed) {
  Sessions sessions;
  sessions.begin("a", start);
  auto now = start;
  while (now + 23h < start + Sessions::longest) {
    now += 23h;
    EXPECT_TRUE(sessions.use("a", now));
  }
  EXPECT_TRUE(sessions.use("a", start + Sessions::longest - 1ms));
  EXPECT_FALSE(sessions.use("a", start + Sessions::longest));
}

TEST(Sessions, EndWhenTheyAreNotUsed) {
  Sessions sessions;
  sessions.begin("a", start);
  EXPECT_FALSE(sessions.use("a", start + Sessions::idle));
  EXPECT_FALSE(sessions.use("a", start + Sessions::idle - 1ms + 24h));
}

TEST(Sessions, AreKnownByTheirFingerprintOnly) {
  Sessions sessions;
  sessions.begin("a", start);
  EXPECT_FALSE(sessions.use("b", start));
  EXPECT_FALSE(sessions.use("", start));
}

TEST(Sessions, EndOneByOneOrAllTogether) {
  Sessions sessions;
  sessions.begin("a", start);
  sessions.begin("b", start);
  sessions.end("a");
  EXPECT_FALSE(sessions.use("a", start));
  EXPECT_EQ(sessions.end_all(), std::vector<std::string>{"b"});
  EXPECT_FALSE(sessions.use("b", start));
}

TEST(Sessions, MakeRoomByTheOneThatWasNotUsedForLongest) {
  Sessions sessions;
  for (std::size_t i = 0; i < Sessions::count_max; ++i)
    EXPECT_TRUE(sessions.begin(std::to_string(i), start + Duration{i}).empty());
  EXPECT_TRUE(sessions.use("0", start + 1s));
  EXPECT_EQ(sessions.begin("another", start + 2s), std::vector<std::string>{"1"});
  EXPECT_TRUE(sessions.use("0", start + 2s));
}

TEST(Sessions, OfAFormerRunKeepTheirLongestAge) {
  Sessions sessions;
  sessions.restore("a", start, start + 48h);
  EXPECT_TRUE(sessions.use("a", start + 49h));
  sessions.restore("b", start, start + Sessions::longest);
  EXPECT_FALSE(sessions.use("b", start + Sessions::longest));
  EXPECT_EQ(sessions.begin("c", start + Sessions::longest), (std::vector<std::string>{"a", "b"}));
}

} // namespace
} // namespace geminid::admin::sessions_test
