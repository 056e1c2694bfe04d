#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/replies.hpp"
#include "tools/gemini_sim/signature.hpp"

namespace geminid::sim::replies_test {
namespace {

constexpr auto flash_25 = "gemini-2.5-flash";
constexpr auto flash_3 = "gemini-3-flash-preview";

Reply reply_to(const json& request, const char* model_id = flash_25, const ReplyOptions& options = {}) {
  const auto checked = check_generate_request(request.dump(), model(model_id));
  if (!checked)
    throw std::invalid_argument(checked.error().message);
  return compose_reply(*checked, model(model_id), options);
}

json asking(const char* text, const char* members = "{}") {
  auto request = request_with(members);
  request["contents"][0]["parts"][0]["text"] = text;
  return request;
}

constexpr auto two_functions = R"({"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT",
    "properties":{"city":{"type":"STRING"}},"required":["city"]}},{"name":"g"}]}]})";

TEST(Reply, EchoesTheLastUserText) {
  const auto reply = reply_to(json::parse(R"({"contents":[{"role":"user","parts":[{"text":"old"}]},
      {"role":"model","parts":[{"text":"answer"}]},{"role":"user","parts":[{"text":"Good"},{"text":"morning"}]}]})"));
  ASSERT_EQ(reply.candidates.size(), 1U);
  EXPECT_EQ(reply.candidates[0].text, "echo: Good\nmorning");
  EXPECT_EQ(reply.candidates[0].finish, "STOP");
  EXPECT_EQ(reply.model_version, flash_25);
}

TEST(Reply, TellsOfTheMediaThatItSaw) {
  auto request = asking("look");
  request["contents"][0]["parts"].push_back({{"inlineData", {{"mimeType", "image/png"}, {"data", "QUJD"}}}});
  request["contents"][0]["parts"].push_back({{"fileData", {{"fileUri", "https://youtu.be/a"}}}});
  EXPECT_EQ(reply_to(request).candidates[0].text, "echo: look [image/png, 3 bytes] [https://youtu.be/a]");
}

TEST(Reply, ShowsTheSystemInstructionOrTheConfigWhenAsked) {
  EXPECT_EQ(reply_to(asking("[[show=system]]", R"({"systemInstruction":{"parts":[{"text":"a"},{"text":"b"}]}})"))
                .candidates[0]
                .text,
            "a\nb");
  EXPECT_EQ(reply_to(asking("[[show=config]]", R"({"generationConfig":{"topK":3}})")).candidates[0].text,
            R"({"topK":3})");
}

TEST(Reply, NamesTheModelThatServed) {
  EXPECT_EQ(reply_to(asking("hi"), "gemini-3.7-flash").model_version, "gemini-3.8-flash");
}

TEST(Reply, HasACandidateForEachThatWasAskedFor) {
  const auto reply = reply_to(asking("hi", R"({"generationConfig":{"candidateCount":2}})"));
  ASSERT_EQ(reply.candidates.size(), 2U);
  EXPECT_EQ(reply.candidates[0].text, "echo: hi");
  EXPECT_EQ(reply.candidates[1].text, "echo 2: hi");
}

TEST(Reply, EndsAtAStopWordAndAtTheTokenLimit) {
  EXPECT_EQ(reply_to(asking("one two", R"({"generationConfig":{"stopSequences":["two"]}})")).candidates[0].text,
            "echo: one ");
  const auto cut =
      reply_to(asking("[[text=a\xc3\xa9\xc3\xa9\xc3\xa9]]", // a token's four bytes end inside a letter
                      R"({"generationConfig":{"maxOutputTokens":1,"thinkingConfig":{"thinkingBudget":0}}})"));
  EXPECT_EQ(cut.candidates[0].text, "a\xc3\xa9");
  EXPECT_EQ(cut.candidates[0].finish, "MAX_TOKENS");
}

TEST(Reply, SpendsTheTokenLimitOnThinkingFirst) {
  const auto reply = reply_to(asking("hi", R"({"generationConfig":{"maxOutputTokens":5}})"));
  EXPECT_EQ(reply.thinking_tokens, 5);
  EXPECT_EQ(reply.candidates[0].text, "");
  EXPECT_EQ(reply.candidates[0].finish, "MAX_TOKENS");
}

TEST(Reply, IsBlockedOrFinishedAsTheScriptSays) {
  const auto blocked = reply_to(asking("[[blocked=SAFETY]]"));
  EXPECT_EQ(blocked.block_reason, "SAFETY");
  EXPECT_TRUE(blocked.candidates.empty());
  EXPECT_EQ(reply_to(asking("[[finish=RECITATION]] hi")).candidates[0].finish, "RECITATION");
}

TEST(Reply, IsJsonByTheSchema) {
  const auto request = asking("hi", R"({"generationConfig":{"responseMimeType":"application/json","responseJsonSchema":
      {"type":"object","properties":{"n":{"type":"integer","minimum":5}},"required":["n"]}}})");
  EXPECT_EQ(reply_to(request).candidates[0].text, R"({"n":5})");
}

TEST(Calls, AreThoseOfTheScriptThatWereDeclared) {
  const auto reply = reply_to(asking("call f(city=Oslo) and g() and h()", two_functions), flash_3);
  const auto& candidate = reply.candidates[0];
  ASSERT_EQ(candidate.calls.size(), 2U);
  EXPECT_EQ(candidate.text, "");
  EXPECT_EQ(candidate.calls[0]["functionCall"]["args"], json::parse(R"({"city":"Oslo"})"));
  EXPECT_EQ(candidate.calls[1]["functionCall"]["name"], "g");
}

TEST(Calls, CarryASignatureOnTheFirstOnlyAndIdsFromGemini3On) {
  const auto modern = reply_to(asking("call f(city=Oslo) and g()", two_functions), flash_3).candidates[0].calls;
  ASSERT_EQ(modern.size(), 2U);
  EXPECT_TRUE(valid_signature(modern[0].value("thoughtSignature", ""), "gemini-3"));
  EXPECT_FALSE(modern[1].contains("thoughtSignature"));
  EXPECT_NE(modern[0]["functionCall"]["id"], modern[1]["functionCall"]["id"]);
  const auto old = reply_to(asking("call g()", two_functions)).candidates[0].calls;
  ASSERT_EQ(old.size(), 1U);
  EXPECT_FALSE(old[0]["functionCall"].contains("id"));
}

TEST(Calls, AreForcedWithTheSmallestArguments) {
  auto request = asking("hi", two_functions);
  request["toolConfig"]["functionCallingConfig"]["mode"] = "ANY";
  const auto calls = reply_to(request).candidates[0].calls;
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls[0]["functionCall"], json::parse(R"({"name":"f","args":{"city":"text"}})"));
}

TEST(Calls, AreNotMadeWhenForbidden) {
  auto request = asking("call f(city=Oslo)", two_functions);
  request["toolConfig"]["functionCallingConfig"]["mode"] = "NONE";
  EXPECT_TRUE(reply_to(request).candidates[0].calls.empty());
}

TEST(Calls, ComeARoundAtATimeAndEndWithTheResults) {
  auto request = asking("call g() then call f(city=Oslo)", two_functions);
  const auto answer_with = [&request](const json& parts, const char* response) {
    request["contents"].push_back({{"role", "model"}, {"parts", parts}});
    request["contents"].push_back(json::parse(response));
  };
  const auto first = reply_to(request, flash_3).candidates[0].calls;
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0]["functionCall"]["name"], "g");
  answer_with(first, R"({"parts":[{"functionResponse":{"name":"g","response":{"output":1}}}]})");
  const auto second = reply_to(request, flash_3).candidates[0].calls;
  ASSERT_EQ(second.size(), 1U);
  EXPECT_EQ(second[0]["functionCall"]["name"], "f");
  answer_with(second, R"({"parts":[{"functionResponse":{"name":"f","response":{"output":2}}}]})");
  EXPECT_EQ(reply_to(request, flash_3).candidates[0].text, R"(f: {"output":2})");
}

struct ThoughtCase {
  const char* name;
  const char* model;
  const char* config;
  std::int64_t tokens;
};

void PrintTo(const ThoughtCase& c, std::ostream* out) {
  *out << c.name;
}

class ThinkingTokens : public testing::TestWithParam<ThoughtCase> {};

TEST_P(ThinkingTokens, FollowTheConfig) {
  EXPECT_EQ(thinking_tokens(json::parse(GetParam().config), model(GetParam().model)), GetParam().tokens);
}

INSTANTIATE_TEST_SUITE_P(
    Models, ThinkingTokens,
    testing::Values(ThoughtCase{"none", "gemini-2.0-flash", "{}", 0},
                    ThoughtCase{"off", flash_25, R"({"thinkingConfig":{"thinkingBudget":0}})", 0},
                    ThoughtCase{"dynamic", flash_25, R"({"thinkingConfig":{"thinkingBudget":-1}})", 16},
                    ThoughtCase{"little", flash_25, R"({"thinkingConfig":{"thinkingBudget":9}})", 9},
                    ThoughtCase{"off_by_default", "gemini-2.5-flash-lite", "{}", 0},
                    ThoughtCase{"minimal", flash_3, R"({"thinkingConfig":{"thinkingLevel":"MINIMAL"}})", 0},
                    ThoughtCase{"low", flash_3, R"({"thinkingConfig":{"thinkingLevel":"LOW"}})", 8},
                    ThoughtCase{"high_by_default", flash_3, "{}", 32}),
    name_of_case);

TEST(LongDecode, IsContinuedUntilAllIsSaid) {
  auto request = asking("[[decode=3]][[think=0]][[text=The quick brown fox jumps.]]");
  std::string text;
  for (int i = 0; i < 2; ++i) {
    const auto candidate = reply_to(request).candidates[0];
    EXPECT_EQ(candidate.finish, "CONTINUATION");
    text += candidate.text;
    request["continuationToken"] = candidate.continuation_token;
  }
  const auto last = reply_to(request);
  EXPECT_TRUE(last.continues);
  EXPECT_EQ(last.candidates[0].finish, "STOP");
  EXPECT_EQ(last.candidates[0].continuation_token, "");
  EXPECT_EQ(text + last.candidates[0].text, "The quick brown fox jumps.");
}

TEST(LongDecode, EndsAWholeAnswerOfGemini4EarlierThanAStream) {
  const auto request = asking("[[tokens=40000]][[think=0]]");
  const auto whole = reply_to(request, "gemini-4-hydrogen");
  EXPECT_EQ(whole.candidates[0].finish, "CONTINUATION");
  EXPECT_EQ(whole.candidates[0].tokens(), 32'768);
  EXPECT_EQ(reply_to(request, "gemini-4-hydrogen", {.streams = true}).candidates[0].finish, "STOP");
  EXPECT_EQ(reply_to(request, "gemini-3.8-flash").candidates[0].finish, "STOP");
}

TEST(LongDecode, GivesWayToASmallerLimitOfTheClient) {
  const auto request = asking("[[decode=3]][[think=0]][[text=The quick brown fox jumps.]]",
                              R"({"generationConfig":{"maxOutputTokens":2}})");
  EXPECT_EQ(reply_to(request).candidates[0].finish, "MAX_TOKENS");
}

} // namespace
} // namespace geminid::sim::replies_test
