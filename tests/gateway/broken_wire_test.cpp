// Connections that break and answers that are none: another key while nothing has reached the client, the truth after.
#include "tests/gateway/told.hpp"
#include "tools/gemini_sim/fault_json.hpp"

namespace geminid::test::broken_wire_test {
namespace {

using namespace std::chrono_literals;
using sim::FaultKind;

const Told upstream_error{502, "server_error", "upstream_error"};
const Told timed_out{504, "server_error", "upstream_timeout"};

sim::Fault fault_of(FaultKind kind, std::size_t after = 1) {
  sim::Fault fault;
  fault.kind = kind;
  fault.after = after;
  return fault;
}

class BrokenWire : public testing::TestWithParam<bool> {
protected:
  Answer ask() { return GetParam() ? world.stream() : world.chat(); }
  void break_next(const sim::Fault& fault) { ASSERT_TRUE(world.google().faults().add(fault)); }
  void expect_nobody_blamed(const std::string& id) {
    EXPECT_EQ(text_in(world.key(id), "state"), "healthy");
    EXPECT_EQ(world.key(id).at("totals").at("failures"), 0);
  }

  GatewayWorld world;
};

TEST_P(BrokenWire, OfTheOnlyKeyIsToldAsBadGateway) {
  const auto id = world.add_key();
  break_next(fault_of(FaultKind::reset));
  expect_told(ask(), upstream_error);
  expect_nobody_blamed(id);
  EXPECT_EQ(ask().status, 200);
}

TEST_P(BrokenWire, OfOneKeyIsNoMatterForTheClientWhileThereIsAnother) {
  const auto ids = world.add_keys(2);
  break_next(fault_of(FaultKind::reset));
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(world.attempts(), 2U);
  for (const auto& id : ids)
    expect_nobody_blamed(id);
}

TEST_P(BrokenWire, AmidAWholeAnswerOrBeforeAnyEventIsTriedElsewhere) {
  for (const auto kind :
       {FaultKind::reset_mid_stream, FaultKind::close_mid_stream, FaultKind::raw_error, FaultKind::data_error}) {
    GatewayWorld fresh;
    fresh.add_keys(2);
    ASSERT_TRUE(fresh.google().faults().add(fault_of(kind, 0)));
    const auto answer = GetParam() ? fresh.stream() : fresh.chat();
    EXPECT_EQ(answer.status, 200) << to_string(kind) << answer.body;
    EXPECT_EQ(answer.done(), GetParam());
    EXPECT_FALSE(answer.text().empty());
    EXPECT_EQ(fresh.attempts(), 2U) << to_string(kind);
  }
}

TEST_P(BrokenWire, SilentForTooLongIsToldAsATimeout) {
  GatewayWorld impatient{{.upstream_head_timeout = 1s}};
  const auto id = impatient.add_key();
  ASSERT_TRUE(impatient.google().faults().add(fault_of(FaultKind::hang)));
  expect_told(GetParam() ? impatient.stream() : impatient.chat(), timed_out);
  EXPECT_EQ(text_in(impatient.key(id), "state"), "healthy");
  EXPECT_EQ(impatient.key(id).at("totals").at("failures"), 0);
}

TEST_P(BrokenWire, ThatCarriedNothingCostsNoQuota) {
  const auto id = world.add_key();
  EXPECT_EQ(ask().status, 200);
  world.lose_google();
  expect_told(ask(), upstream_error);
  EXPECT_EQ(world.use(id).at("rpm").at("used"), 1);
  EXPECT_EQ(world.key(id).at("totals").at("requests"), 1);
  expect_nobody_blamed(id);
}

TEST_P(BrokenWire, IsNotWhatABlockedPromptIs) {
  const auto ids = world.add_keys(2);
  break_next(fault_of(FaultKind::blocked_prompt));
  const auto answer = ask();
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find(R"("finish_reason":"content_filter")"), std::string::npos) << answer.body;
  EXPECT_EQ(world.attempts(), 1U);
  for (const auto& id : ids)
    expect_nobody_blamed(id);
}

TEST_P(BrokenWire, IsNotWhatAnEmptyAnswerIs) {
  world.add_keys(2);
  auto fault = fault_of(FaultKind::empty_candidate);
  fault.count = 2; // the first one might have been an accident
  break_next(fault);
  const auto answer = ask();
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find(R"("finish_reason":"stop")"), std::string::npos) << answer.body;
  EXPECT_TRUE(answer.text().empty());
  EXPECT_EQ(world.attempts(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Answer, BrokenWire, testing::Bool(),
                         [](const auto& of) { return of.param ? "Streamed" : "Whole"; });

sim::Fault array_form() {
  auto fault = fault_of(FaultKind::framing);
  fault.array = true;
  return fault;
}

TEST(ArrayOfAFrontEnd, IsTheStreamThatWasAskedFor) {
  for (const auto bytes : {std::size_t{1}, std::size_t{1024 * 1024}}) {
    GatewayWorld world;
    world.add_key();
    auto pieces = fault_of(FaultKind::split);
    pieces.bytes = bytes;
    ASSERT_TRUE(world.google().faults().add(array_form()));
    ASSERT_TRUE(world.google().faults().add(pieces));
    const auto answer = world.stream(chat_body("[[text=one two three four five six]]"));
    EXPECT_EQ(answer.text(), "one two three four five six") << answer.body;
    EXPECT_TRUE(answer.done()) << answer.body;
  }
}

TEST(ArrayOfAFrontEnd, MayHoldARefusal) {
  for (const std::size_t events_before : {0U, 1U}) {
    GatewayWorld world;
    world.add_keys(2);
    ASSERT_TRUE(world.google().faults().add(array_form()));
    ASSERT_TRUE(world.google().faults().add(fault_of(FaultKind::raw_error, events_before)));
    const auto answer = world.stream(chat_body("[[text=one two three four five six]]"));
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.done(), events_before == 0) << answer.body;
    EXPECT_EQ(world.attempts(), events_before == 0 ? 2U : 1U);
  }
}

struct LateBreak {
  const char* name;
  FaultKind kind;
  Told told;
};

class BrokenStream : public testing::TestWithParam<LateBreak> {};

TEST_P(BrokenStream, EndsWithAnErrorEventAndWithoutAFalseEnd) {
  GatewayWorld world;
  const auto ids = world.add_keys(2);
  ASSERT_TRUE(world.google().faults().add(fault_of(GetParam().kind, 1)));
  const auto answer = world.stream(chat_body("[[text=one two three four five six]]"));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_FALSE(answer.text().empty());
  EXPECT_FALSE(answer.done()) << answer.body;
  EXPECT_EQ(answer.body.find("[DONE]"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.body.find(R"("finish_reason":"stop")"), std::string::npos) << answer.body;
  const auto error = answer.error();
  ASSERT_TRUE(error.is_object()) << answer.body;
  EXPECT_EQ(error.value("type", ""), GetParam().told.type);
  EXPECT_EQ(error.value("code", ""), GetParam().told.code);
  EXPECT_EQ(world.attempts(), 1U); // a second answer would contradict the first
  for (const auto& id : ids) {
    EXPECT_EQ(text_in(world.key(id), "state"), "healthy");
    EXPECT_EQ(world.key(id).at("totals").at("failures"), 0);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Late, BrokenStream,
    testing::Values(LateBreak{"Reset", FaultKind::reset_mid_stream, upstream_error},
                    LateBreak{"Closed", FaultKind::close_mid_stream, upstream_error},
                    LateBreak{"NoFinish", FaultKind::no_finish, upstream_error},
                    LateBreak{"RawError", FaultKind::raw_error, {503, "server_error", "service_unavailable"}},
                    LateBreak{"ErrorEvent", FaultKind::data_error, {503, "server_error", "service_unavailable"}}),
    [](const auto& of) { return of.param.name; });

} // namespace
} // namespace geminid::test::broken_wire_test
