#include "actors/stream_actor.hpp"
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace {

using namespace geminid;
using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

// Upper-cases; fails at '!'.
class Shout final : public StreamTransform {
public:
  Status feed(std::string_view bytes, std::string& out) override {
    for (const char c : bytes) {
      if (c == '!')
        return Status::failed;
      out += static_cast<char>(std::toupper(c));
    }
    return Status::more;
  }
  Status finish(std::string& out) override {
    out += ".";
    return Status::more;
  }
};

class StreamTest : public testing::Test {
protected:
  ActorWorld world{noon};
  StreamActor stream = world.spawn(stream_actor, std::shared_ptr<StreamTransform>{std::make_shared<Shout>()});

  auto push(std::string bytes, bool last = false) { return world.ask(stream, Push{std::move(bytes), last}); }
  auto pull(Duration patience = 10s) { return world.ask(stream, Pull{patience}); }
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
  const auto waits = pull(10s);
  world.advance(9'999ms);
  EXPECT_FALSE(waits->value);
  world.advance(1ms);
  ASSERT_TRUE(waits->value);
  EXPECT_TRUE((*waits->value)->bytes.empty());
  EXPECT_FALSE((*waits->value)->ended);
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

TEST_F(StreamTest, WhenTheClientIsGoneEveryoneIsReleased) {
  const auto held = push(std::string(StreamState::buffered_max, 'x'));
  caf::anon_send(stream, Abandon{});
  world.run();
  EXPECT_EQ((*held->value)->verdict, Pushed::Verdict::done);
}

} // namespace
