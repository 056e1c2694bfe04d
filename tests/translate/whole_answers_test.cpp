// One whole chat completion of several upstream answers: continuations, second answers, choices side by side.
#include "server/translate/continuation.hpp"
#include "tests/translate/gemini_answers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace geminid::translate::whole_answers_test {
namespace {

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

TEST_F(WholeAnswer, LosesItsFenceWhenAllOfItIsThere) {
  auto of_json = identity;
  of_json.style.json = true;
  ChatAnswer fenced{of_json};
  auto first = continued({part("```json\n{\"code\":\"```")});
  auto last = answer({part("\"}\n```")}, "STOP");
  first.erase("usageMetadata");
  last.erase("usageMetadata");
  ASSERT_TRUE(fenced.take(first.dump(), parser));
  ASSERT_TRUE(fenced.take(last.dump(), parser));
  EXPECT_EQ(json::parse(fenced.body())["choices"][0]["message"]["content"], R"({"code":"```"})");
  EXPECT_LT(fenced.spent().candidates, 100); // by estimate
}

TEST_F(WholeAnswer, OfManyChoicesIsFutileWhenAllAre) {
  auto many = answer(json::array(), "STOP");
  const auto one = many["candidates"][0];
  for (int more = 0; more < 7; ++more)
    many["candidates"].push_back(one);
  EXPECT_EQ(take(many).kind, Kind::futile);
  many["candidates"][5]["content"]["parts"].push_back(part("Hi"));
  EXPECT_EQ(take(many).kind, Kind::whole);
  EXPECT_EQ(body()["choices"].size(), 8U);
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
  for (const std::size_t source : {2U, 0U, 1U}) {
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
} // namespace geminid::translate::whole_answers_test
