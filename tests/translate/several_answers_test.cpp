// One chat completion of several upstream answers: continuations, second answers, choices side by side.
#include "server/translate/chat.hpp"
#include "server/translate/continuation.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>
#include <vector>

namespace geminid::translate {
namespace {

using nlohmann::json;
using Kind = AnswerEnd::Kind;

const ReplyIdentity identity{"chatcmpl-1", "m", 1, 50};

json part(const char* text) {
  return {{"text", text}};
}

json call(const char* name) {
  return {{"functionCall", {{"name", name}}}};
}

/// A Gemini answer, or an event of one. `usage`: prompt, candidates, thoughts.
json answer(json parts, const char* finish, std::array<int, 3> usage = {10, 2, 3}) {
  json candidate{{"content", {{"role", "model"}, {"parts", std::move(parts)}}}};
  if (finish != nullptr)
    candidate["finishReason"] = finish;
  return {{"candidates", {candidate}},
          {"usageMetadata",
           {{"promptTokenCount", usage[0]},
            {"candidatesTokenCount", usage[1]},
            {"thoughtsTokenCount", usage[2]},
            {"totalTokenCount", usage[0] + usage[1] + usage[2]}}},
          {"modelVersion", "v"}};
}

json continued(json parts, const char* token = "VE9L", std::array<int, 3> usage = {10, 2, 3}) {
  auto it = answer(std::move(parts), "CONTINUATION", usage);
  it["candidates"][0]["continuationToken"] = token;
  return it;
}

class WholeAnswer : public testing::Test {
protected:
  AnswerEnd take(const json& upstream, std::size_t source = 0) {
    auto end = chat.take(upstream.dump(), parser, source);
    EXPECT_TRUE(end);
    return end ? *end : AnswerEnd{};
  }
  [[nodiscard]] json body() const { return json::parse(chat.body()); }
  [[nodiscard]] json message() const { return body()["choices"][0]["message"]; }
  [[nodiscard]] std::string finish() const { return body()["choices"][0]["finish_reason"]; }

  JsonParser parser;
  ChatAnswer chat{identity};
};

TEST_F(WholeAnswer, IsPutTogetherOfContinuations) {
  const auto first = take(continued({part("The quick "), call("f")}));
  EXPECT_EQ(first.kind, Kind::continued);
  EXPECT_EQ(first.token, "VE9L");
  EXPECT_EQ(finish(), "length"); // should the rest not come
  EXPECT_EQ(take(continued({part("brown ")}, "Mg==", {12, 4, 0})).token, "Mg==");
  EXPECT_EQ(take(answer({part("fox."), call("g")}, "STOP", {13, 1, 0})).kind, Kind::whole);
  EXPECT_EQ(message()["content"], "The quick brown fox.");
  EXPECT_EQ(message()["tool_calls"].size(), 2U);
  EXPECT_NE(message()["tool_calls"][0]["id"], message()["tool_calls"][1]["id"]);
  EXPECT_EQ(finish(), "tool_calls");
  EXPECT_EQ(body()["choices"].size(), 1U);
  const auto usage = body()["usage"];
  EXPECT_EQ(usage["prompt_tokens"], 10); // the first one's
  EXPECT_EQ(usage["completion_tokens"], 2 + 3 + 4 + 1);
  EXPECT_EQ(usage["total_tokens"], 20);
  EXPECT_EQ(usage["completion_tokens_details"]["reasoning_tokens"], 3);
  EXPECT_EQ(chat.spent().prompt, 10 + 12 + 13);
  EXPECT_EQ(chat.usage().prompt, 13);
}

TEST_F(WholeAnswer, CannotGoOnWithoutATokenOrWithSeveralCandidates) {
  EXPECT_EQ(take(answer({part("a")}, "CONTINUATION")).kind, Kind::whole);
  auto two = continued({part("a")});
  two["candidates"].push_back(two["candidates"][0]);
  EXPECT_EQ(take(two).kind, Kind::whole);
  auto huge = continued({part("a")});
  huge["candidates"][0]["continuationToken"] = std::string(continuation_token_bytes_max + 1, 'A');
  EXPECT_EQ(take(huge).kind, Kind::whole);
  EXPECT_EQ(finish(), "length");
}

TEST_F(WholeAnswer, KeepsWhatThereIsWhenTheRestIsNoAnswer) {
  take(continued({part("The quick ")}));
  EXPECT_FALSE(chat.take(R"({"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}})", parser));
  EXPECT_EQ(take({{"usageMetadata", json::object()}}).kind, Kind::whole);
  EXPECT_EQ(message()["content"], "The quick ");
  EXPECT_EQ(finish(), "length");
}

TEST_F(WholeAnswer, TakesASecondOneInPlaceOfAFutileOne) {
  for (const char* slip :
       {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE"}) {
    ChatAnswer fresh{identity};
    auto futile = answer({part("half a")}, slip);
    futile["candidates"][0]["finishMessage"] = "print(";
    const auto end = fresh.take(futile.dump(), parser);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->kind, Kind::futile) << slip;
    EXPECT_EQ(end->slip, std::string{"Gemini ended with "} + slip + ": print(");
    EXPECT_EQ(json::parse(fresh.body())["choices"][0]["finish_reason"], "stop") << slip;
    ASSERT_TRUE(fresh.take(answer({part("sound")}, "STOP", {10, 1, 0}).dump(), parser));
    const auto reply = json::parse(fresh.body());
    EXPECT_EQ(reply["choices"][0]["message"]["content"], "sound");
    EXPECT_EQ(reply["choices"][0]["message"]["refusal"], nullptr);
    EXPECT_EQ(reply["usage"]["completion_tokens"], 1);
    EXPECT_EQ(fresh.spent().prompt, 20);
    EXPECT_EQ(fresh.spent().candidates, 3);
  }
}

TEST_F(WholeAnswer, IsFutileWhenItSaysNothingAtAll) {
  EXPECT_EQ(take(answer(json::array(), "STOP")).kind, Kind::futile);
  EXPECT_EQ(take(answer({part("")}, "STOP")).kind, Kind::futile);
  EXPECT_EQ(take({{"candidates", json::array()}, {"modelVersion", "v"}}).kind, Kind::futile);
  EXPECT_EQ(finish(), "stop");
  EXPECT_EQ(take(answer({{{"text", "hm"}, {"thought", true}}}, "STOP")).kind, Kind::whole);
  EXPECT_EQ(take(answer({call("f")}, "STOP")).kind, Kind::whole);
  EXPECT_EQ(take(answer(json::array(), "MAX_TOKENS")).kind, Kind::whole);
  EXPECT_EQ(take(answer(json::array(), "SAFETY")).kind, Kind::whole);
  EXPECT_EQ(take({{"promptFeedback", {{"blockReason", "SAFETY"}}}}).kind, Kind::whole);
}

TEST_F(WholeAnswer, OfSeveralSourcesHasTheirChoicesInOrder) {
  ChatAnswer three{identity, 3};
  for (const std::size_t source : {2, 0, 1}) {
    const auto text = "of " + std::to_string(source);
    ASSERT_TRUE(three.take(answer({part(text.c_str()), call("f")}, "STOP", {10, 2, 1}).dump(), parser, source));
  }
  const auto reply = json::parse(three.body());
  ASSERT_EQ(reply["choices"].size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(reply["choices"][i]["index"], i);
    EXPECT_EQ(reply["choices"][i]["message"]["content"], "of " + std::to_string(i));
  }
  EXPECT_NE(reply["choices"][0]["message"]["tool_calls"][0]["id"],
            reply["choices"][1]["message"]["tool_calls"][0]["id"]);
  EXPECT_EQ(reply["usage"]["prompt_tokens"], 10);
  EXPECT_EQ(reply["usage"]["completion_tokens"], 9);
  EXPECT_EQ(three.spent().prompt, 30);
}

class StreamedAnswer : public testing::Test {
protected:
  /// The chunks that it makes.
  std::vector<json> event(const json& upstream, std::size_t source = 0) {
    std::string out;
    EXPECT_TRUE(chat.event(upstream.dump(), parser, out, source));
    return chunks_of(out);
  }
  std::vector<json> finish(std::size_t source = 0) {
    std::string out;
    chat.finish(out, source);
    done = out.ends_with("data: [DONE]\n\n");
    return chunks_of(out);
  }
  AnswerEnd end(std::size_t source = 0) {
    const auto ended = chat.end_answer(source);
    EXPECT_TRUE(ended);
    return ended ? *ended : AnswerEnd{};
  }
  static std::vector<json> chunks_of(const std::string& out) {
    std::vector<json> chunks;
    for (std::size_t at = 0; at < out.size();) {
      const auto stop = out.find("\n\n", at);
      if (auto chunk = json::parse(out.substr(at + 6, stop - at - 6), nullptr, false); chunk.is_object())
        chunks.push_back(std::move(chunk));
      at = stop + 2;
    }
    return chunks;
  }
  static json delta(const json& chunk) { return chunk.at("choices").at(0).at("delta"); }

  JsonParser parser;
  ChatStream chat{identity, true, 1};
  bool done = false;
};

TEST_F(StreamedAnswer, BeginsWithItsFirstWord) {
  EXPECT_TRUE(event(answer(json::array(), nullptr)).empty());
  EXPECT_TRUE(event(answer({part("")}, "STOP")).empty());
  const auto chunks = event(answer({part("late")}, nullptr));
  ASSERT_EQ(chunks.size(), 2U);
  EXPECT_EQ(delta(chunks[0]), (json{{"role", "assistant"}, {"content", ""}}));
  EXPECT_EQ(delta(chunks[1]), (json{{"content", "late"}}));
}

TEST_F(StreamedAnswer, GoesOnWithContinuations) {
  event(answer({part("The quick "), call("f")}, nullptr));
  event(continued({part("brown ")}));
  const auto first = end();
  EXPECT_EQ(first.kind, Kind::continued);
  EXPECT_EQ(first.token, "VE9L");
  chat.begin_answer();
  const auto more = event(answer({part("fox."), call("g")}, "STOP", {13, 1, 0}));
  ASSERT_EQ(more.size(), 2U); // no second beginning
  EXPECT_EQ(delta(more[0]), (json{{"content", "fox."}}));
  EXPECT_EQ(delta(more[1])["tool_calls"][0]["index"], 1);
  EXPECT_EQ(end().kind, Kind::whole);
  const auto last = finish();
  ASSERT_EQ(last.size(), 2U);
  EXPECT_EQ(last[0]["choices"][0]["finish_reason"], "tool_calls");
  EXPECT_EQ(last[1]["usage"]["prompt_tokens"], 10);
  EXPECT_EQ(last[1]["usage"]["completion_tokens"], 2 + 3 + 1);
  EXPECT_EQ(chat.spent().prompt, 23);
  EXPECT_TRUE(done);
}

TEST_F(StreamedAnswer, EndsForLengthWhenTheRestDoesNotCome) {
  event(continued({part("The quick ")}));
  end();
  chat.begin_answer();
  event(answer({part("brown")}, nullptr));
  const auto last = finish();
  EXPECT_EQ(last.at(0)["choices"][0]["finish_reason"], "length");
  EXPECT_TRUE(done);
}

TEST_F(StreamedAnswer, IsFutileOnlyWhileTheClientHasNothingOfIt) {
  event(answer(json::array(), "MALFORMED_FUNCTION_CALL"));
  const auto futile = end();
  EXPECT_EQ(futile.kind, Kind::futile);
  EXPECT_EQ(futile.slip, "Gemini ended with MALFORMED_FUNCTION_CALL");
  chat.begin_answer();
  EXPECT_EQ(event(answer({part("half a")}, "MALFORMED_RESPONSE")).size(), 2U);
  const auto late = end();
  EXPECT_EQ(late.kind, Kind::whole);
  EXPECT_EQ(late.slip, "Gemini ended with MALFORMED_RESPONSE");
  const auto last = finish();
  EXPECT_EQ(last.at(0)["choices"][0]["finish_reason"], "stop");
  EXPECT_EQ(last.at(1)["usage"]["completion_tokens"], 5); // of what the client was given
  EXPECT_EQ(chat.spent().candidates, 4);
}

TEST_F(StreamedAnswer, ThatIsFutileMayStillBeGiven) {
  event(answer(json::array(), "STOP"));
  EXPECT_EQ(end().kind, Kind::futile);
  const auto all = finish();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(delta(all[0])["role"], "assistant");
  EXPECT_EQ(all[1]["choices"][0]["finish_reason"], "stop");
}

TEST_F(StreamedAnswer, NamesTheModelOfTheAnswerThatIsGiven) {
  auto first = answer(json::array(), "STOP");
  first["modelVersion"] = "first";
  event(first);
  end();
  chat.begin_answer();
  EXPECT_EQ(event(answer({part("a")}, nullptr)).at(0)["system_fingerprint"], "v");
}

TEST_F(StreamedAnswer, CostsNothingWhereAnAnswerBroke) {
  event(answer(json::array(), nullptr));
  EXPECT_FALSE(chat.end_answer());
  chat.begin_answer();
  event(answer({part("a")}, "STOP"));
  end();
  EXPECT_EQ(chat.spent(), chat.usage());
}

TEST_F(StreamedAnswer, OfSeveralSourcesEndsWithTheLast) {
  chat = ChatStream{identity, true, 2};
  EXPECT_EQ(event(answer({part("b")}, nullptr), 1).at(1)["choices"][0]["index"], 1);
  EXPECT_EQ(event(answer({part("a")}, "STOP"), 0).at(0)["choices"][0]["index"], 0);
  end(0);
  const auto first = finish(0);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0]["choices"][0]["index"], 0);
  EXPECT_EQ(first[0]["choices"][0]["finish_reason"], "stop");
  EXPECT_FALSE(done);
  event(answer(json::array(), "MAX_TOKENS"), 1);
  end(1);
  const auto last = finish(1);
  ASSERT_EQ(last.size(), 2U);
  EXPECT_EQ(last[0]["choices"][0]["finish_reason"], "length");
  EXPECT_EQ(last[1]["usage"]["prompt_tokens"], 10);
  EXPECT_EQ(last[1]["usage"]["completion_tokens"], 10);
  EXPECT_TRUE(done);
}

TEST_F(StreamedAnswer, OfABlockedSourceSaysSoInItsPlace) {
  chat = ChatStream{identity, false, 2};
  event({{"promptFeedback", {{"blockReason", "OTHER"}}}}, 1);
  EXPECT_EQ(end(1).kind, Kind::whole);
  for (const auto& chunk : finish(1))
    EXPECT_EQ(chunk["choices"][0]["index"], 1);
}

TEST(ContinuationRequest, IsTheSameRequestWithTheToken) {
  EXPECT_EQ(continuation_request(R"({"contents":[{"parts":[{"text":"}"}]}]})", "VE9L\""),
            R"({"contents":[{"parts":[{"text":"}"}]}],"continuationToken":"VE9L\""})");
}

TEST(ChatRequest, AsksForChoicesSideBySideWhereTheModelAnswersOne) {
  JsonParser parser;
  for (const auto& [model, parallel] :
       {std::pair{"gemini-2.5-flash", 1}, std::pair{"gemini-2.0-flash", 1}, std::pair{"gemini-3.8-flash", 3},
        std::pair{"gemini-4-argon", 3}, std::pair{"gemma-3-27b-it", 3}, std::pair{"gemini-2.5-flash-image", 3},
        std::pair{"gemini-2.5-flash-preview-tts", 3}}) {
    const json body{{"model", model}, {"n", 3}, {"messages", {{{"role", "user"}, {"content", "hi"}}}}};
    const auto request = chat_request(body.dump(), {}, parser);
    ASSERT_TRUE(request) << model;
    EXPECT_EQ(request->parallel, parallel) << model;
    EXPECT_EQ(request->body.find("candidateCount") == std::string::npos, parallel > 1) << model;
  }
}

} // namespace
} // namespace geminid::translate
