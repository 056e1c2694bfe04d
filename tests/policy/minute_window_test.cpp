#include "actors/policy/minute_window.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <random>

namespace geminid::minute_window_test {
namespace {

using geminid::Duration;
using geminid::Instant;
using geminid::policy::MinuteWindow;
using namespace std::chrono_literals;

Instant at(Duration since) {
  return Instant{1'000'000s} + since;
}

TEST(MinuteWindow, ForgetsALoneRequestAfterExactlyAMinute) {
  MinuteWindow window;
  window.add(at(0ms), 100);
  window.expire(at(59'999ms));
  EXPECT_EQ(window.requests(), 1);
  EXPECT_EQ(window.tokens(), 100);
  window.expire(at(60'000ms));
  EXPECT_EQ(window.requests(), 0);
  EXPECT_EQ(window.tokens(), 0);
}

TEST(MinuteWindow, TellsWhenRoomReturns) {
  MinuteWindow window;
  window.add(at(0s), 10);
  window.add(at(10s), 20);
  window.add(at(20s), 30);
  EXPECT_EQ(window.when_at_most(3, 60, at(30s)), at(30s));
  EXPECT_EQ(window.when_at_most(2, 60, at(30s)), at(60s));
  EXPECT_EQ(window.when_at_most(3, 30, at(30s)), at(70s));
  EXPECT_EQ(window.when_at_most(0, 60, at(30s)), at(80s));
}

TEST(MinuteWindow, CorrectsTokensOfARequestThatIsStillInIt) {
  MinuteWindow window;
  window.add(at(0s), 10);
  window.add(at(30s), 10);
  window.adjust_tokens(at(30s), 90);
  EXPECT_EQ(window.tokens(), 110);
  window.expire(at(61s));
  EXPECT_EQ(window.tokens(), 100);
  window.adjust_tokens(at(0s), 500); // has left
  EXPECT_EQ(window.tokens(), 100);
}

TEST(MinuteWindow, TakesBackARequestThatWasNeverSent) {
  MinuteWindow window;
  window.add(at(0s), 10);
  window.add(at(0s), 20);
  window.remove(at(0s), 20);
  EXPECT_EQ(window.requests(), 1);
  EXPECT_EQ(window.tokens(), 10);
}

TEST(MinuteWindow, NeverCountsLessThanAnExactLogAndLittleMore) {
  std::mt19937 random{7};
  MinuteWindow window;
  std::deque<Instant> exact;
  auto now = at(0s);
  for (int i = 0; i < 20'000; ++i) {
    now += Duration{random() % 40};
    window.add(now, 1);
    exact.push_back(now);
    while (exact.front() + MinuteWindow::length <= now)
      exact.pop_front();
    const auto counted = window.requests();
    ASSERT_GE(counted, static_cast<std::int64_t>(exact.size()));
    ASSERT_LE(counted, static_cast<std::int64_t>(exact.size()) + 40); // what fits into a quarter of a second
    ASSERT_EQ(window.tokens(), counted);
  }
}

TEST(MinuteWindow, LetsWhatItAbsorbedLeaveInItsTime) {
  MinuteWindow window;
  MinuteWindow other;
  window.add(at(0s), 1);
  window.add(at(20s), 2);
  other.add(at(10s), 10);
  other.add(at(30s), 20);
  for (const auto& entry : other.entries())
    window.absorb(entry);
  EXPECT_EQ(window.requests(), 4);
  EXPECT_EQ(window.tokens(), 33);
  window.expire(at(70s));
  EXPECT_EQ(window.requests(), 2);
  EXPECT_EQ(window.tokens(), 22);
  window.adjust_tokens(at(30s), -5);
  EXPECT_EQ(window.next_change(), at(80s));
  window.expire(at(90s));
  EXPECT_TRUE(window.empty());
  EXPECT_EQ(window.tokens(), 0);
}

TEST(MinuteWindow, KeepsItsCountWhenTheClockGoesBack) {
  MinuteWindow window;
  window.add(at(100s), 1);
  window.add(at(50s), 1);
  window.expire(at(159s));
  EXPECT_EQ(window.requests(), 2);
}

} // namespace
} // namespace geminid::minute_window_test
