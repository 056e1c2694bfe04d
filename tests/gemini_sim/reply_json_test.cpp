#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/reply_json.hpp"

#include <tuple>

namespace geminid::sim::reply_json_test {
namespace {

Reply text_reply(std::string text) {
  Reply reply;
  CandidateReply candidate;
  candidate.text = std::move(text);
  reply.candidates.push_back(std::move(candidate));
  reply.prompt.text = 9;
  reply.model_version = "gemini-3.8-flash";
  reply.response_id = "r1";
  return reply;
}

Reply call_reply() {
  auto reply = text_reply("");
  reply.candidates[0].calls = {json::parse(R"({"functionCall":{"name":"f","args":{}},"thoughtSignature":"QUJD"})"),
                               json::parse(R"({"functionCall":{"name":"g","args":{}}})")};
  return reply;
}

const json& parts_of(const json& event) {
  return event["candidates"][0]["content"]["parts"];
}

std::string finish_of(const json& event) {
  return event["candidates"][0].value("finishReason", "");
}

// gemini-wire.md, appendix A1, as one answer.
TEST(WholeReply, HasThoughtTextSignatureAndUsage) {
  auto reply = text_reply("The sum is 5.");
  reply.candidates[0].thought = "Adding numbers.";
  reply.candidates[0].signature = "QUJD";
  reply.thinking_tokens = 22;
  reply.cached_tokens = 3;
  EXPECT_EQ(render_whole(reply), json::parse(R"({
    "candidates":[{"content":{"role":"model","parts":[{"text":"Adding numbers.","thought":true},
      {"text":"The sum is 5.","thoughtSignature":"QUJD"}]},"finishReason":"STOP","index":0}],
    "usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":4,"thoughtsTokenCount":22,"totalTokenCount":35,
      "cachedContentTokenCount":3,"cacheTokensDetails":[{"modality":"TEXT","tokenCount":3}],
      "promptTokensDetails":[{"modality":"TEXT","tokenCount":9}],"serviceTier":"standard"},
    "modelVersion":"gemini-3.8-flash","responseId":"r1"})"));
}

// Appendix A3.
TEST(WholeReply, IsOnlyFeedbackForABlockedPrompt) {
  auto reply = text_reply("x");
  reply.block_reason = "PROHIBITED_CONTENT";
  const auto whole = render_whole(reply);
  EXPECT_EQ(whole["promptFeedback"], json::parse(R"({"blockReason":"PROHIBITED_CONTENT"})"));
  EXPECT_FALSE(whole.contains("candidates"));
  EXPECT_EQ(whole["usageMetadata"]["totalTokenCount"], 9);
  EXPECT_EQ(render_events(reply, {}), std::vector<json>{whole});
}

TEST(WholeReply, HasContentWithoutPartsForAnEmptyCandidate) {
  EXPECT_EQ(render_whole(text_reply(""))["candidates"][0]["content"], json::parse(R"({"role":"model"})"));
}

// Appendix A5.
TEST(WholeReply, SaysHowToGoOn) {
  auto reply = text_reply("x");
  reply.continues = true;
  reply.candidates[0].finish = "CONTINUATION";
  reply.candidates[0].continuation_token = "VE9L";
  const auto whole = render_whole(reply);
  EXPECT_EQ(whole["candidates"][0]["continuationToken"], "VE9L");
  EXPECT_EQ(whole["usageMetadata"]["initialPromptTokenCount"], 9);
}

// Appendix A1.
TEST(ReplyEvents, BringTheTextInDeltasWithCumulativeUsageAndTheEndLast) {
  auto reply = text_reply("The sum is 5");
  reply.candidates[0].thought = "Adding numbers.";
  reply.candidates[0].signature = "QUJD";
  reply.thinking_tokens = 22;
  const auto events = render_events(reply, {.chunks = 3});
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(parts_of(events[0]), json::parse(R"([{"text":"Adding numbers.","thought":true}])"));
  EXPECT_EQ(parts_of(events[1]), json::parse(R"([{"text":"The "}])"));
  EXPECT_EQ(parts_of(events[3]), json::parse(R"([{"text":"is 5"},{"text":"","thoughtSignature":"QUJD"}])"));
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& usage = events[i]["usageMetadata"];
    EXPECT_EQ(usage["thoughtsTokenCount"], 22);
    EXPECT_EQ(usage.value("candidatesTokenCount", 0U), i);
    EXPECT_EQ(usage["totalTokenCount"], 31 + i);
    EXPECT_EQ(events[i]["responseId"], "r1");
    EXPECT_EQ(events[i]["modelVersion"], "gemini-3.8-flash");
    EXPECT_EQ(finish_of(events[i]), i + 1 == events.size() ? "STOP" : "");
  }
}

TEST(ReplyEvents, NeverTearALetter) {
  std::string text;
  for (const auto& event : render_events(text_reply("\xf0\x9f\xa6\x8a\xf0\x9f\xa6\x8a\xc3\xa9"), {.chunks = 10})) {
    const auto piece = parts_of(event)[0]["text"].get<std::string>();
    EXPECT_NO_THROW(std::ignore = json(piece).dump()); // which refuses what is no UTF-8
    text += piece;
  }
  EXPECT_EQ(text, "\xf0\x9f\xa6\x8a\xf0\x9f\xa6\x8a\xc3\xa9");
}

TEST(ReplyEvents, BringCallsWhole) {
  const auto events = render_events(call_reply(), {});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(parts_of(events[0]).size(), 2U);
  EXPECT_EQ(finish_of(events[0]), "STOP");
}

// Appendix A2.
TEST(ReplyEvents, EndCallsInAnEventOfItsOwnWhereTheModelDoes) {
  auto reply = call_reply();
  reply.call_and_stop_apart = true;
  const auto events = render_events(reply, {});
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(finish_of(events[0]), "");
  EXPECT_EQ(parts_of(events[1]), json::parse(R"([{"text":""}])"));
  EXPECT_EQ(finish_of(events[1]), "STOP");
}

TEST(ReplyEvents, InterleaveCandidatesByIndex) {
  auto reply = text_reply("abcdefgh");
  reply.candidates.push_back(reply.candidates[0]);
  const auto events = render_events(reply, {.chunks = 2});
  ASSERT_EQ(events.size(), 4U);
  for (std::size_t i = 0; i < events.size(); ++i)
    EXPECT_EQ(events[i]["candidates"][0]["index"], i % 2);
}

TEST(ReplyEvents, HaveTheOdditiesThatAreAskedFor) {
  const auto finishes = [](const StreamShape& shape) {
    std::string text;
    for (const auto& event : render_events(text_reply("abcdefgh"), shape))
      text += finish_of(event) + (event["candidates"][0]["content"].contains("parts") ? ";" : "!");
    return text;
  };
  EXPECT_EQ(finishes({.chunks = 2}), ";STOP;");
  EXPECT_EQ(finishes({.chunks = 2, .stop_everywhere = true}), "STOP;STOP;");
  EXPECT_EQ(finishes({.chunks = 2, .stop_first = true}), "STOP!;STOP;");
  EXPECT_EQ(finishes({.chunks = 2, .without_finish = true}), ";;");
}

} // namespace
} // namespace geminid::sim::reply_json_test
