// How streams and whole answers break (gemini-wire.md, section 5.1 and appendix A4).
#include "tests/gemini_sim/sim_fixture.hpp"

namespace geminid::sim::stream_fault_test {
namespace {

constexpr std::string_view end_of_event = "\r\n\r\n";
const auto overloaded = named_error("overloaded", {}) -> body;

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

class StreamFault : public SimTest {};

TEST_F(StreamFault, AppendsAnErrorWithoutDataAfterAnEvent) {
  add_fault(R"({"kind":"raw_error","after":1})");
  const auto answer = stream(user_text("Good morning."));
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.complete);
  EXPECT_EQ(count_of(answer.body, "data: "), 1U);
  EXPECT_TRUE(answer.body.ends_with(std::string{end_of_event} + overloaded));
}

TEST_F(StreamFault, AppendsAnErrorEvenAfterTheStop) {
  add_fault(R"({"kind":"raw_error","after":1000})");
  const auto body = stream(user_text("Good morning.")).body;
  EXPECT_THAT(body, HasSubstr(R"("finishReason":"STOP")"));
  EXPECT_TRUE(body.ends_with(overloaded));
}

TEST_F(StreamFault, SendsAnErrorAsAnEvent) {
  add_fault(R"({"kind":"data_error","after":2,"body":"high_demand"})");
  const auto body = stream(user_text("Good morning.")).body;
  EXPECT_EQ(count_of(body, "data: "), 3U);
  EXPECT_TRUE(
      body.ends_with(R"(data: {"error":{"code":503,"message":"This model is currently experiencing high demand.",)"
                     R"("status":"UNAVAILABLE"}})"
                     "\r\n\r\n"));
}

TEST_F(StreamFault, SendsWhateverACustomErrorIs) {
  add_fault(R"({"kind":"data_error","after":0,"body":"custom","content":"{\"error\":{\"status\":\"UNAVAILABLE\"}}"})");
  EXPECT_EQ(stream(user_text("hi")).body, "data: {\"error\":{\"status\":\"UNAVAILABLE\"}}\r\n\r\n");
  add_fault(R"({"kind":"data_error","after":0,"body":"custom","content":"no json"})");
  EXPECT_EQ(stream(user_text("hi")).body, "data: no json\r\n\r\n");
}

TEST_F(StreamFault, SendsErrorsAsElementsOfTheArrayForm) {
  for (const auto* kind : {"raw_error", "data_error"}) {
    add_fault(json{{"kind", kind}, {"after", 1}}.dump());
    const auto body = body_of(stream(user_text("Good morning."), flash, ""));
    ASSERT_EQ(body.size(), 2U);
    EXPECT_EQ(body[1], json::parse(overloaded));
  }
}

TEST_F(StreamFault, EndsWithoutAFinishReason) {
  add_fault(R"({"kind":"no_finish"})");
  const auto answer = stream(user_text("Good morning."));
  EXPECT_TRUE(answer.complete);
  EXPECT_EQ(count_of(answer.body, "data: "), 3U);
  EXPECT_EQ(answer.body.find("finishReason"), std::string::npos);
}

TEST_F(StreamFault, ClosesBeforeTheEndOfTheBody) {
  add_fault(R"({"kind":"close_mid_stream","after":2})");
  const auto answer = stream(user_text("Good morning."));
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.complete);
  EXPECT_FALSE(was_reset);
  EXPECT_EQ(answer.chunks.size(), 2U);
}

TEST_F(StreamFault, ClosesBeforeTheFirstEvent) {
  add_fault(R"({"kind":"close_mid_stream","after":0})");
  const auto answer = stream(user_text("hi"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(answer.body, "");
}

TEST_F(StreamFault, ResetsTheConnectionMidStream) {
  add_fault(R"({"kind":"reset_mid_stream","after":1})");
  const auto answer = stream(user_text("Good morning."));
  EXPECT_FALSE(answer.complete);
  EXPECT_TRUE(was_reset);
}

TEST_F(StreamFault, BreaksAWholeAnswerHalfway) {
  for (const auto* kind : {"close_mid_stream", "reset_mid_stream"}) {
    add_fault(json{{"kind", kind}}.dump());
    const auto answer = generate(user_text("hi"));
    EXPECT_FALSE(answer.complete) << kind;
    EXPECT_EQ(was_reset, std::string_view{kind} == "reset_mid_stream");
  }
}

TEST_F(StreamFault, AnswersAnErrorInPlaceOfAWholeAnswer) {
  for (const auto* kind : {"raw_error", "data_error"}) {
    add_fault(json{{"kind", kind}}.dump());
    const auto answer = generate(user_text("hi"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body, overloaded);
  }
  EXPECT_EQ(simulator().stats().requests("key-1", flash, 503), 2U);
}

TEST_F(StreamFault, HasStopOnEveryEventOrFirst) {
  add_fault(R"({"kind":"stop_everywhere"})");
  EXPECT_EQ(count_of(stream(user_text("Good morning.")).body, R"("finishReason":"STOP")"), 3U);
  add_fault(R"({"kind":"stop_first"})");
  const auto body = stream(user_text("Good morning.")).body;
  EXPECT_EQ(count_of(body, "data: "), 4U);
  EXPECT_EQ(count_of(body.substr(0, body.find(end_of_event)), R"("finishReason":"STOP")"), 1U);
}

TEST_F(StreamFault, BlocksThePrompt) {
  add_fault(R"({"kind":"blocked_prompt","reason":"SAFETY","count":2})");
  EXPECT_EQ(body_of(generate(user_text("hi")))["promptFeedback"]["blockReason"], "SAFETY");
  const auto body = stream(user_text("hi")).body;
  EXPECT_EQ(count_of(body, "data: "), 1U);
  EXPECT_EQ(body.find("candidates"), std::string::npos);
}

TEST_F(StreamFault, SignsWithAHugeSignature) {
  add_fault(R"({"kind":"huge_signature","bytes":100000})");
  auto request = user_text("call f()");
  request["tools"] = json::parse(R"([{"functionDeclarations":[{"name":"f"}]}])");
  const auto body = body_of(generate(request, "gemini-3-flash-preview"));
  const auto& part = body["candidates"][0]["content"]["parts"][0];
  EXPECT_GT(part["thoughtSignature"].get<std::string>().size(), 100'000U);
}

} // namespace
} // namespace geminid::sim::stream_fault_test
