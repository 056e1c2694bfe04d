#include "actors/stream_actor.hpp"
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace geminid::stream_actor_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

// Upper-cases; fails at '!', and lets itself be held at '?'.
class Shout final : public StreamTransform {
public:
  Status feed(std::string_view bytes, std::string& out) override {
    for (const char c : bytes) {
      if (c == '!')
        return Status::failed;
      if (c == '?')
        return Status::held;
      out += static_cast<char>(std::toupper(c));
    }
    return Status::more;
  }
  Status finish(std::string& out) override {
    out += ".";
    return Status::more;
  }
  void conclude(std::string& out) override { out += "..."; }
};

class StreamTest : public testing::Test {
protected:
  ActorWorld world{noon};
  StreamActor stream =
      world.spawn(stream_actor, std::vector<std::shared_ptr<StreamTransform>>{std::make_shared<Shout>()});

  auto push(std::string bytes, bool last = false) { return world.ask(stream, Push{std::move(bytes), last}); }
  auto pull(Duration patience = 10s) { return world.ask(stream, Pull{patience}); }
  /// The pull that waits is answered after so long, not before, with nothing.
  template <class Reply>
  void expect_nothing_after(Duration silence, const Reply& waits) {
    world.advance(silence - 1ms);
    EXPECT_FALSE(waits->value);
    world.advance(1ms);
    ASSERT_TRUE(waits->value);
    EXPECT_TRUE((*waits->value)->bytes.empty());
    EXPECT_FALSE((*waits->value)->ended);
  }
};

TEST_F(StreamTest, HandsOverWhatWasPushedInOrderAndTellsTheEnd) {
  push("a");
  push("b");
  EXPECT_EQ((*pull()->value)->bytes, "AB");
  const auto waits = pull();
  EXPECT_FALSE(waits->value);
  push("c");
  EXPECT_EQ((*waits->value)->bytes, "C");
  EXPECT_EQ((*push("", true)->value)->verdict, Pushed::Verdict::done);
  const auto last = pull();
  EXPECT_EQ((*last->value)->bytes, ".");
  EXPECT_TRUE((*last->value)->ended);
  EXPECT_FALSE((*last->value)->failed);
}

TEST_F(StreamTest, AnswersAPullWithNothingAfterASilence) {
  expect_nothing_after(10s, pull(10s));
  expect_nothing_after(10s, pull(10s));
}

TEST_F(StreamTest, CountsTheSilenceFromTheLastPullAndNotFromTheFirst) {
  const auto first = pull(10s);
  world.advance(9s);
  push("a");
  EXPECT_EQ((*first->value)->bytes, "A");
  expect_nothing_after(10s, pull(10s));
}

TEST_F(StreamTest, HoldsThePusherUntilTheClientTakesItsBytes) {
  const auto held = push(std::string(StreamState::buffered_max, 'x'));
  EXPECT_FALSE(held->value);
  EXPECT_EQ((*pull()->value)->bytes.size(), StreamState::buffered_max);
  ASSERT_TRUE(held->value);
  EXPECT_EQ((*held->value)->verdict, Pushed::Verdict::more);
}

TEST_F(StreamTest, AFailureBeforeAnythingWasMadeLetsAnotherUpstreamBegin) {
  EXPECT_EQ((*push("!")->value)->verdict, Pushed::Verdict::untouched);
  const auto waits = pull();
  EXPECT_FALSE(waits->value);
  caf::anon_send(stream, Restart{std::make_shared<Shout>()});
  push("ok", false);
  EXPECT_EQ((*waits->value)->bytes, "OK");
}

TEST_F(StreamTest, AFailureAfterSomethingWasMadeEndsTheStream) {
  push("a");
  EXPECT_EQ((*push("b!")->value)->verdict, Pushed::Verdict::failed);
  const auto last = pull();
  EXPECT_EQ((*last->value)->bytes, "AB");
  EXPECT_TRUE((*last->value)->ended);
  EXPECT_TRUE((*last->value)->failed);
}

TEST_F(StreamTest, ABrokenConnectionIsHarmlessOnlyBeforeAnythingWasMade) {
  EXPECT_TRUE((*world.ask(stream, Broke{})->value)->untouched);
  push("a");
  EXPECT_FALSE((*world.ask(stream, Broke{})->value)->untouched);
  EXPECT_TRUE((*pull()->value)->failed);
}

TEST_F(StreamTest, AHeldAnswerGoesOnWithAnotherUpstream) {
  EXPECT_EQ((*push("a?")->value)->verdict, Pushed::Verdict::held);
  caf::anon_send(stream, Restart{std::make_shared<Shout>()});
  EXPECT_EQ((*push("b")->value)->verdict, Pushed::Verdict::more);
  push("", true);
  const auto last = pull();
  EXPECT_EQ((*last->value)->bytes, "AB.");
  EXPECT_TRUE((*last->value)->ended);
  EXPECT_FALSE((*last->value)->failed);
}

TEST_F(StreamTest, AHeldAnswerEndsWithWhatThereIsWhenItIsConcluded) {
  const auto waits = pull();
  EXPECT_EQ((*push("a?")->value)->verdict, Pushed::Verdict::held);
  EXPECT_EQ((*waits->value)->bytes, "A"); // the client need not wait for what comes next
  EXPECT_FALSE((*waits->value)->ended);
  caf::anon_send(stream, Conclude{});
  const auto last = pull();
  EXPECT_EQ((*last->value)->bytes, "...");
  EXPECT_TRUE((*last->value)->ended);
  EXPECT_FALSE((*last->value)->failed);
}

// Of two sources.
class SideBySideTest : public testing::Test {
protected:
  ActorWorld world{noon};
  StreamActor stream =
      world.spawn(stream_actor,
                  std::vector<std::shared_ptr<StreamTransform>>{std::make_shared<Shout>(), std::make_shared<Shout>()});

  auto push(Source source, std::string bytes, bool last = false) {
    return world.ask(stream, Push{std::move(bytes), last, source});
  }
  auto pull() { return world.ask(stream, Pull{10s}); }
};

TEST_F(SideBySideTest, InterleavesInOrderOfArrivalAndEndsWhenBothHaveEnded) {
  push(1, "a");
  push(0, "b");
  push(1, "", true);
  const auto first = pull();
  EXPECT_EQ((*first->value)->bytes, "AB.");
  EXPECT_FALSE((*first->value)->ended);
  push(0, "c");
  push(0, "", true);
  const auto last = pull();
  EXPECT_EQ((*last->value)->bytes, "C.");
  EXPECT_TRUE((*last->value)->ended);
}

TEST_F(SideBySideTest, HoldsBothPushersUntilTheClientTakesItsBytes) {
  const auto held = push(0, std::string(StreamState::buffered_max, 'x'));
  const auto also_held = push(1, "y");
  EXPECT_FALSE(held->value);
  EXPECT_FALSE(also_held->value);
  EXPECT_EQ((*pull()->value)->bytes.size(), StreamState::buffered_max + 1);
  ASSERT_TRUE(held->value);
  ASSERT_TRUE(also_held->value);
  EXPECT_EQ((*also_held->value)->verdict, Pushed::Verdict::more);
}

TEST_F(SideBySideTest, LetsOneBeginAnewThoughTheOtherWasHeard) {
  push(0, "a");
  EXPECT_EQ((*push(1, "!")->value)->verdict, Pushed::Verdict::untouched);
  EXPECT_TRUE((*world.ask(stream, Broke{1})->value)->untouched);
  caf::anon_send(stream, Restart{std::make_shared<Shout>(), 1});
  push(1, "b");
  EXPECT_EQ((*pull()->value)->bytes, "AB");
}

TEST_F(SideBySideTest, FailsWithTheFirstThatFails) {
  push(0, "a");
  push(1, "b");
  EXPECT_EQ((*push(1, "!")->value)->verdict, Pushed::Verdict::failed);
  EXPECT_EQ((*push(0, "c")->value)->verdict, Pushed::Verdict::done);
  const auto last = pull();
  EXPECT_EQ((*last->value)->bytes, "AB");
  EXPECT_TRUE((*last->value)->failed);
}

TEST_F(StreamTest, WhenTheClientIsGoneEveryoneIsReleased) {
  const auto held = push(std::string(StreamState::buffered_max, 'x'));
  caf::anon_send(stream, Abandon{});
  world.run();
  EXPECT_EQ((*held->value)->verdict, Pushed::Verdict::done);
}

} // namespace
} // namespace geminid::stream_actor_test
