// Requests that wait for room, and clients that go away.
#include "tests/gateway/told.hpp"

namespace geminid::test::waiting_test {
namespace {

using namespace std::chrono_literals;

const Told busy{429, "rate_limit_error", "rate_limit_exceeded", Retry::soon};

class Waiting : public testing::TestWithParam<bool> {
protected:
  Waiting() : id(world.add_key()) {
    const auto put = world.admin("PUT", "/models/" + std::string{default_model}, {{"rpm", 1}});
    EXPECT_EQ(put.status, 200) << put.body;
  }

  PendingAnswerPtr begin() {
    auto pending = GetParam() ? world.begin_stream() : world.begin_chat();
    world.settle();
    return pending;
  }

  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 90'000}}}}}};
  std::string id;
};

TEST_P(Waiting, IsServedAsSoonAsTheMinuteHasRoomAndNotBefore) {
  const auto before = world.now();
  ASSERT_EQ(world.chat().status, 200);
  const auto after = world.now();
  const auto waits = begin();
  world.leap_to(before + 58s);
  EXPECT_FALSE(waits->arrived());
  EXPECT_EQ(world.attempts(), 1U);
  world.leap_to(after + 60s);
  EXPECT_EQ(world.finish(waits).status, 200);
  EXPECT_EQ(world.attempts(), 2U);
}

TEST_P(Waiting, EndsAtOnceForWhomTheRoomCannotComeInTime) {
  ASSERT_EQ(world.chat().status, 200);
  const auto first = begin();
  const auto second = begin();
  world.leap(61s);
  EXPECT_EQ(world.finish(first).status, 200);
  const auto refused = world.finish(second); // the next room comes after its 90 s
  if (GetParam()) {
    EXPECT_EQ(refused.error().value("code", ""), busy.code) << refused.body; // after the first keep-alive
  } else {
    expect_told(refused, busy);
  }
  EXPECT_EQ(world.attempts(), 2U);
}

TEST_P(Waiting, IsRefusedAtOnceWhenEvenTheNextRoomIsTooLate) {
  world.set({{"routing", {{"max_wait_ms", 5'000}}}});
  ASSERT_EQ(world.chat().status, 200);
  expect_told(world.finish(begin()), busy);
}

TEST_P(Waiting, EndsWhenTheClientLeavesAndTakesNothing) {
  ASSERT_EQ(world.chat().status, 200);
  const auto waits = begin();
  EXPECT_FALSE(waits->arrived());
  waits->leave();
  world.settle();
  world.leap(61s);
  EXPECT_EQ(world.attempts(), 1U);
  EXPECT_EQ(world.chat().status, 200); // the one request of this minute is still there
}

TEST_P(Waiting, IsEndedByAKeyThatIsAdded) {
  ASSERT_EQ(world.chat().status, 200);
  const auto waits = begin();
  const auto other = world.add_key();
  EXPECT_EQ(world.finish(waits).status, 200);
  EXPECT_EQ(world.attempts(other), 1U);
}

TEST_P(Waiting, IsEndedByALimitThatIsRaised) {
  ASSERT_EQ(world.chat().status, 200);
  const auto waits = begin();
  ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, {{"rpm", 2}}).status, 200);
  EXPECT_EQ(world.finish(waits).status, 200);
}

TEST_P(Waiting, EndsWithARefusalWhenTheLastKeyIsDisabled) {
  ASSERT_EQ(world.chat().status, 200);
  const auto waits = begin();
  ASSERT_EQ(world.admin("PATCH", "/keys/" + id, {{"enabled", false}}).status, 200);
  expect_told(world.finish(waits), {503, "server_error", "no_upstream_keys", Retry::never});
}

INSTANTIATE_TEST_SUITE_P(Client, Waiting, testing::Bool(),
                         [](const auto& of) { return of.param ? "Streamed" : "Whole"; });

class Leaving : public testing::Test {
protected:
  void expect_nobody_blamed() {
    const auto key = world.key(id);
    EXPECT_EQ(text_in(key, "state"), "healthy") << key;
    EXPECT_EQ(key.at("totals").at("requests"), 1);
    EXPECT_EQ(key.at("totals").at("failures"), 0);
    EXPECT_TRUE(key.at("last_error").is_null()) << key;
  }

  GatewayWorld world;
  std::string id = world.add_key();
};

class LeavingBeforeAnyAnswer : public Leaving, public testing::WithParamInterface<bool> {
protected:
  PendingAnswerPtr begin() { return GetParam() ? world.begin_stream() : world.begin_chat(); }
};

TEST_P(LeavingBeforeAnyAnswer, EndsTheUpstreamRequestAndBlamesNobody) {
  sim::Fault hang;
  hang.kind = sim::FaultKind::hang;
  ASSERT_TRUE(world.google().faults().add(hang));
  const auto pending = begin();
  world.run_until([&] { return world.google().hung() == 1; });
  pending->leave();
  world.run_until([&] { return world.google().stats().aborted() == 1; });
  expect_nobody_blamed();
  EXPECT_EQ(world.attempts(), 1U);
}

TEST_P(LeavingBeforeAnyAnswer, MakesNoFurtherAttempt) {
  world.add_key();
  sim::Fault overloaded;
  overloaded.count.reset();
  ASSERT_TRUE(world.google().faults().add(overloaded));
  const auto pending = begin();
  world.run_until([&] { return world.attempts() == 1; });
  pending->leave();
  world.settle();
  EXPECT_EQ(world.chat().status, 503); // makes two, and takes longer than the other would have
  EXPECT_EQ(world.attempts(), 3U);
}

INSTANTIATE_TEST_SUITE_P(Client, LeavingBeforeAnyAnswer, testing::Bool(),
                         [](const auto& of) { return of.param ? "Streamed" : "Whole"; });

TEST_F(Leaving, AmidAStreamEndsTheUpstreamRequestAndBlamesNobody) {
  const auto pending = world.begin_stream(chat_body("[[text=one two three]] [[pace=60000]]"));
  world.run_until([&] { return world.google().stats().active() == 1; });
  world.settle(); // the first event is with the client
  pending->leave();
  world.run_until([&] { return world.google().stats().aborted() == 1; });
  expect_nobody_blamed();
}

} // namespace
} // namespace geminid::test::waiting_test
