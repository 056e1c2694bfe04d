#include "webui/api/later_part.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::later_part_test {
namespace {

using namespace std::chrono_literals;
using State = LaterPart::State;

constexpr Instant start{std::chrono::hours{490'000}};

TEST(LaterPart, IsAskedForOnceWhileItComes) {
  LaterPart part;
  EXPECT_TRUE(part.due(start));
  EXPECT_FALSE(part.due(start));
  EXPECT_FALSE(part.due(start + 1h));
  EXPECT_EQ(part.state(), State::coming);
}

TEST(LaterPart, IsNotAskedForAnyMoreWhenItIsThere) {
  LaterPart part;
  ASSERT_TRUE(part.due(start));
  part.arrived();
  EXPECT_FALSE(part.due(start + 1h));
  part.failed(start + 1h);
  EXPECT_EQ(part.state(), State::here) << "a failure that comes late changes nothing";
}

TEST(LaterPart, IsAskedForAgainEverMoreSeldom) {
  LaterPart part;
  auto now = start;
  for (const auto pause : {2s, 4s, 8s, 16s, 30s, 30s}) {
    ASSERT_TRUE(part.due(now));
    part.failed(now);
    EXPECT_EQ(part.again_at(), now + pause);
    EXPECT_FALSE(part.due(now + pause - 1ms));
    now += pause;
  }
  EXPECT_TRUE(part.due(now));
  EXPECT_EQ(part.again_at(), std::nullopt);
}

TEST(LaterPart, IsAskedForAtOnceWhenWhatWasInItsWayIsOver) {
  LaterPart part;
  ASSERT_TRUE(part.due(start));
  part.failed(start);
  part.hurry();
  EXPECT_TRUE(part.due(start));
  part.failed(start);
  EXPECT_EQ(part.again_at(), start + 2s) << "the pauses begin anew";
}

TEST(LaterPart, IsSlowAfterAWhile) {
  LaterPart part;
  EXPECT_FALSE(part.slow(start + 1h));
  ASSERT_TRUE(part.due(start));
  EXPECT_FALSE(part.slow(start + LaterPart::slow_after - 1ms));
  EXPECT_TRUE(part.slow(start + LaterPart::slow_after));
  part.failed(start + 1h);
  EXPECT_FALSE(part.slow(start + 2h)) << "it failed, which is another thing";
}

} // namespace
} // namespace geminid::webui::later_part_test
