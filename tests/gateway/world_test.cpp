// That the test bed itself tells the truth: both clocks move together, a crash loses what was not on disk.
#include "tests/support/gateway_world.hpp"

#include <gtest/gtest.h>

namespace geminid::test::world_test {
namespace {

using namespace std::chrono_literals;

TEST(GatewayWorld, ServesAChatWholeAndStreamed) {
  GatewayWorld world;
  world.add_key();
  const auto whole = world.chat(chat_body("hello"));
  EXPECT_EQ(whole.status, 200) << whole.body;
  const auto streamed = world.stream(chat_body("hello"));
  EXPECT_EQ(streamed.status, 200) << streamed.body;
  EXPECT_TRUE(streamed.done());
  EXPECT_FALSE(whole.text().empty());
  EXPECT_EQ(streamed.text(), whole.text());
}

TEST(GatewayWorld, MovesBothClocksTogether) {
  GatewayWorld world{{.google = {.limits = {.rpm = 1}}}};
  const auto id = world.add_key();
  world.set({{"routing", {{"max_wait_ms", 0}}}});
  EXPECT_EQ(world.chat().status, 200);
  EXPECT_EQ(world.chat().status, 429); // Google's own word, since geminid knows no limit yet
  EXPECT_EQ(world.attempts(id), 2U);
  world.leap(61s);
  EXPECT_EQ(world.chat().status, 200);
}

TEST(GatewayWorld, KeepsItsTimeAndItsKeysOverARestart) {
  GatewayWorld world;
  const auto id = world.add_key();
  world.leap(24h);
  const auto before = world.now();
  world.restart();
  EXPECT_EQ(world.chat().status, 200);
  const auto last_used = parse_rfc3339(world.key(id).at("last_used_at").get<std::string>());
  ASSERT_TRUE(last_used);
  EXPECT_GE(*last_used, before);
}

TEST(GatewayWorld, ForgetsInACrashWhatIsInMemoryOnly) {
  GatewayWorld world;
  const auto id = world.add_key();
  EXPECT_EQ(world.chat().status, 200);
  EXPECT_EQ(world.key(id).at("totals").at("requests"), 1);
  world.crash();
  EXPECT_EQ(world.key(id).at("totals").at("requests"), 0); // totals are written seconds later
}

} // namespace
} // namespace geminid::test::world_test
