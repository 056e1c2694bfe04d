#include "tools/load_test/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace geminid::load::answer_test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string chunk(const std::string& delta, const std::string& finish = "null", const std::string& id = "c1") {
  return R"({"id":")" + id + R"(","object":"chat.completion.chunk","choices":[{"index":0,"delta":)" + delta +
         R"(,"finish_reason":)" + finish + R"(}],"usage":null})";
}

std::string text(const std::string& content) {
  return chunk(R"({"content":")" + content + R"("})");
}

const std::string role = chunk(R"({"role":"assistant","content":""})");
const std::string stop = chunk("{}", "\"stop\"");
const std::string usage =
    R"({"id":"c1","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}})";
const std::string done = "[DONE]";
const std::string error = R"({"error":{"message":"The model is overloaded.","code":503}})";

Answer streamed(const std::vector<std::string>& events, bool verify, std::string_view expected = "echo: ab",
                const Surface& surface = openai_chat) {
  AnswerRules rules;
  rules.surface = &surface;
  rules.verify = verify;
  rules.expected = expected;
  Answer answer{rules};
  for (const auto& event : events)
    answer.event(event);
  answer.end();
  return answer;
}

struct StreamCase {
  const char* what;
  std::vector<std::string> events;
  const char* verified;   // error with --verify
  const char* unverified; // and without
};

TEST(LoadAnswer, OfAStreamIsHeldAgainstTheRules) {
  const StreamCase table[] = {
      {"whole", {role, text("echo: "), text("ab"), stop, usage, done}, "", ""},
      {"in one piece", {role, text("echo: ab"), stop, usage, done}, "", ""},
      {"pieces swapped", {role, text("ab"), text("echo: "), stop, usage, done}, "verify: other text", ""},
      {"a piece doubled",
       {role, text("echo: "), text("echo: "), text("ab"), stop, usage, done},
       "verify: other text",
       ""},
      {"a piece lost", {role, text("echo: "), stop, usage, done}, "verify: text too short", ""},
      {"too much", {role, text("echo: abc"), stop, usage, done}, "verify: other text", ""},
      {"no text", {role, stop, usage, done}, "verify: no text", ""},
      {"text after the end",
       {role, text("echo: "), stop, text("ab"), usage, done},
       "verify: text after the finish reason",
       ""},
      {"cut by length", {role, text("echo: ab"), chunk("{}", "\"length\""), usage, done}, "verify: finish reason", ""},
      {"no finish reason", {role, text("echo: ab"), usage, done}, "verify: finish reason", ""},
      {"no usage", {role, text("echo: ab"), stop, done}, "verify: no usage", ""},
      {"another answer's chunk",
       {role, chunk(R"({"content":"echo: ab"})", "null", "c2"), stop, usage, done},
       "verify: another id",
       ""},
      {"no mark", {role, text("echo: ab"), stop, usage}, "stream without [DONE]", "stream without [DONE]"},
      {"two marks",
       {role, text("echo: ab"), stop, usage, done, done},
       "verify: more than one [DONE]",
       "verify: more than one [DONE]"},
      {"more behind the mark",
       {role, text("echo: ab"), stop, usage, done, stop},
       "verify: data after the end",
       "verify: data after the end"},
      {"nothing", {}, "empty stream", "empty stream"},
      {"only the mark", {done}, "empty stream", "empty stream"},
      {"an error", {role, text("echo: "), error}, "error event", "error event"},
      {"no JSON", {role, "{", done}, "unreadable event", "unreadable event"},
      {"no chunk", {R"({"id":"c1","object":"chat.completion"})", done}, "unreadable event", "unreadable event"},
  };
  for (const auto& [what, events, verified, unverified] : table) {
    EXPECT_EQ(streamed(events, true).error(), verified) << what;
    EXPECT_EQ(streamed(events, false).error(), unverified) << what;
  }
}

TEST(LoadAnswer, OfAStreamTellsItsTokensAlsoUnverified) {
  for (const bool verify : {true, false}) {
    const auto answer = streamed({role, text("echo: ab"), stop, usage, done}, verify);
    EXPECT_EQ(answer.tokens(), (Tokens{7, 3}));
    EXPECT_EQ(answer.events(), 4U);
    EXPECT_TRUE(answer.over());
  }
}

TEST(LoadAnswer, SaysWhereTheTextBeginsToDiffer) {
  const auto answer = streamed({role, text("echo: "), text("xb"), stop, usage, done}, true);
  EXPECT_EQ(answer.detail(), R"(at byte 6: "xb" instead of "ab")");
}

TEST(LoadAnswer, MaySayAnythingWhereNothingIsExpected) {
  EXPECT_EQ(streamed({role, text("anything"), stop, usage, done}, true, "").error(), "");
  EXPECT_EQ(streamed({role, stop, usage, done}, true, "").error(), "verify: no text");
}

TEST(LoadAnswer, OfGeminiEndsWithTheBodyAfterAFinishReason) {
  const std::string part =
      R"({"candidates":[{"content":{"parts":[{"text":"hidden","thought":true},{"text":"echo: "}]}}],"responseId":"r"})";
  const std::string last =
      R"({"candidates":[{"content":{"parts":[{"text":"ab"}]},"finishReason":"STOP"}],"responseId":"r",
    "usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"thoughtsTokenCount":4}})";
  for (const bool verify : {true, false}) {
    const auto answer = streamed({part, last}, verify, "echo: ab", gemini);
    EXPECT_EQ(answer.error(), "");
    EXPECT_EQ(answer.tokens(), (Tokens{5, 6}));
    EXPECT_EQ(streamed({part}, verify, "echo: ab", gemini).error(), "stream without an end");
  }
}

Answer whole(std::string_view body) {
  AnswerRules rules;
  rules.surface = &openai_chat;
  rules.verify = true;
  rules.expected = "echo: ab";
  Answer answer{rules};
  answer.whole(body);
  return answer;
}

TEST(LoadAnswer, ThatIsWholeIsHeldAgainstTheSameRules) {
  const auto body = [](const std::string& content, const std::string& more) {
    return R"({"id":"c","object":"chat.completion","choices":[{"message":{"content":")" + content +
           R"("},"finish_reason":"stop"}])" + more + "}";
  };
  const std::string counted = R"(,"usage":{"prompt_tokens":1,"completion_tokens":2})";
  EXPECT_EQ(whole(body("echo: ab", counted)).error(), "");
  EXPECT_EQ(whole(body("echo: ab", counted)).tokens(), (Tokens{1, 2}));
  EXPECT_EQ(whole(body("echo: aB", counted)).error(), "verify: other text");
  EXPECT_EQ(whole(body("echo: ab", "")).error(), "verify: no usage");
  EXPECT_EQ(whole(body("echo: ab", R"(,"usage":{"prompt_tokens":0,"completion_tokens":2})")).error(),
            "verify: usage of no tokens");
  EXPECT_EQ(whole("<html>").error(), "unreadable answer");
  EXPECT_EQ(whole(error).error(), "error answer");
  EXPECT_EQ(whole(error).detail(), "The model is overloaded.");
}

TEST(LoadAnswer, ToldOfAsAnErrorIsNoWrongAnswer) {
  for (const auto* wrong :
       {"verify: other text", "empty stream", "stream without [DONE]", "unreadable event", "no event stream"})
    EXPECT_TRUE(is_wrong_answer(wrong)) << wrong;
  for (const auto* honest : {"http 429", "error event", "connect", "broken in the stream"})
    EXPECT_FALSE(is_wrong_answer(honest)) << honest;
}

TEST(LoadAnswer, ShowsAnErrorsMessageInOneLineWithoutSecrets) {
  EXPECT_EQ(message_of_error(openai_chat, R"({"error":{"message":"two\nlines"}})"), "two lines");
  EXPECT_EQ(message_of_error(openai_chat, "<html>\n502"), "<html> 502");
  const std::string key = "sk-0123456789abcdefghijklmnop";
  EXPECT_THAT(message_of_error(openai_chat, R"({"error":{"message":"bad key )" + key + R"("}})"), Not(HasSubstr(key)));
  EXPECT_LE(message_of_error(openai_chat, std::string(10'000, 'x')).size(), 160U);
}

} // namespace
} // namespace geminid::load::answer_test
