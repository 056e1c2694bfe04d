#include "webui/view/chat.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::chat_test {
namespace {

using dto::json;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant sent{std::chrono::hours{490'000}};

ChatMessage question(std::string text) {
  ChatMessage message;
  message.from_user = true;
  message.text = std::move(text);
  return message;
}

ChatMessage waiting() {
  ChatMessage answer;
  answer.state = AnswerState::waiting;
  answer.sent_at = sent;
  return answer;
}

void take(ChatMessage& answer, std::string_view data, int milliseconds) {
  take_event(answer, data, sent + Duration{milliseconds}, Locale{});
}

TEST(ChatDocument, HoldsTheConversationAndAsksForTheUsage) {
  ChatMessage answer;
  answer.text = "Hello.";
  const std::vector conversation{question("Hi"), answer, question("And now?"), waiting()};
  ChatOptions options;
  options.model = "gemini-2.5-flash";
  options.system = "Be brief.";
  options.temperature = "0.5";
  EXPECT_EQ(chat_document(conversation, options), (json{{"model", "gemini-2.5-flash"},
                                                        {"stream", true},
                                                        {"stream_options", {{"include_usage", true}}},
                                                        {"temperature", 0.5},
                                                        {"messages",
                                                         {{{"role", "system"}, {"content", "Be brief."}},
                                                          {{"role", "user"}, {"content", "Hi"}},
                                                          {{"role", "assistant"}, {"content", "Hello."}},
                                                          {{"role", "user"}, {"content", "And now?"}}}}}));
}

TEST(ChatDocument, LeavesOutAQuestionThatFailedAndItsAnswer) {
  auto failed = waiting();
  failed.state = AnswerState::failed;
  const auto document = chat_document({question("Hi"), failed, question("Again"), waiting()}, {});
  EXPECT_EQ(document["messages"], (json::array({{{"role", "user"}, {"content", "Again"}}})));
}

TEST(ChatDocument, SaysOfThinkingWhatWasChosen) {
  ChatOptions options;
  const auto document = [&](ThinkingChoice choice, bool thoughts) {
    options.thinking = {static_cast<int>(choice), std::nullopt, thoughts};
    return chat_document({}, options);
  };
  EXPECT_FALSE(document(ThinkingChoice::inherited, false).contains("thinking_config"));
  EXPECT_EQ(document(ThinkingChoice::inherited, true)["thinking_config"], (json{{"include_thoughts", true}}));
  EXPECT_EQ(document(ThinkingChoice::off, true)["reasoning_effort"], "none");
  EXPECT_EQ(document(ThinkingChoice::automatic, true)["thinking_config"],
            (json{{"thinking_budget", -1}, {"include_thoughts", true}}));
  EXPECT_EQ(document(ThinkingChoice::pro, false)["thinking_config"]["thinking_budget"], pro_budget);
}

TEST(ChatDocument, LeavesOutATemperatureThatIsNone) {
  for (const auto* const text : {"", "hot", "2.1", "-1", "1x"})
    EXPECT_EQ(temperature_of(text), std::nullopt) << text;
  EXPECT_EQ(temperature_of("2"), 2.0);
}

TEST(ChatAnswer, GrowsByWhatArrivesAndMeasuresTheFirstToken) {
  auto answer = waiting();
  take(answer, R"({"model":"gemini-2.5-flash","choices":[{"delta":{"role":"assistant","content":""}}]})", 100);
  EXPECT_EQ(answer.state, AnswerState::waiting);
  take(answer, R"({"choices":[{"delta":{"reasoning_content":"Hmm. "}}]})", 320);
  take(answer, R"({"choices":[{"delta":{"content":"你"}}]})", 500);
  take(answer, R"({"choices":[{"delta":{"content":"好"},"finish_reason":"stop"}]})", 800);
  take(answer, R"({"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":40,
                   "completion_tokens_details":{"reasoning_tokens":20}}})",
       900);
  take(answer, "[DONE]", 900);
  finish_answer(answer, 200, {}, sent + Duration{1'250}, Locale{});
  EXPECT_EQ(answer.state, AnswerState::done);
  EXPECT_EQ(answer.text, "你好");
  EXPECT_EQ(answer.reasoning, "Hmm. ");
  EXPECT_EQ(answer.model, "gemini-2.5-flash");
  EXPECT_EQ(figures_of(answer, Locale{}), "first token 320 ms · 1.25 s in all · 12 tokens in, 40 out (20 thinking)");
}

TEST(ChatAnswer, FailsInTheServersWordsWithWhatTheStatusMeans) {
  auto answer = waiting();
  finish_answer(answer, 429, R"({"error":{"message":"wait 20 s"}})", sent, Locale{});
  EXPECT_EQ(answer.state, AnswerState::failed);
  EXPECT_EQ(answer.error, "No Gemini key has room now: wait 20 s");
  answer = waiting();
  finish_answer(answer, 0, "TypeError", sent, Locale{Language::chinese});
  EXPECT_EQ(answer.error, "服务器没有响应：TypeError");
  answer = waiting();
  finish_answer(answer, 502, "<html>", sent, Locale{});
  EXPECT_EQ(answer.error, "Refused with status 502");
}

TEST(ChatAnswer, IsNoWholeOneWithoutItsEndOrWithAnErrorWithin) {
  auto answer = waiting();
  take(answer, R"({"choices":[{"delta":{"content":"a"}}]})", 1);
  finish_answer(answer, 200, {}, sent, Locale{});
  EXPECT_EQ(answer.state, AnswerState::failed);
  answer = waiting();
  take(answer, R"({"error":{"message":"upstream broke"}})", 1);
  finish_answer(answer, 200, {}, sent, Locale{});
  EXPECT_EQ(answer.error, "The answer broke off: upstream broke");
}

TEST(ChatAnswer, StaysWhatItIsWhenOddEventsCome) {
  auto answer = waiting();
  for (const auto* const data : {"", "no json", "[]", "3", R"({"choices":{}})", R"({"choices":[3]})",
                                 R"({"choices":[{"delta":{"content":7}}],"usage":null})"})
    take(answer, data, 1);
  EXPECT_EQ(answer.state, AnswerState::waiting);
  EXPECT_EQ(answer.text, "");
}

TEST(ChatAnswer, NamesTheKeysThatWereTriedInOrder) {
  dto::LogRecord record;
  record.attempts = {{"AIza…ab01", "key_1", 429, 90, "no room"}, {"AIza…cd12", "key_2", 200, 400, ""}};
  EXPECT_EQ(served_by(record), "AIza…ab01 (429), AIza…cd12");
}

TEST(ModelIds, AreReadOfTheListOfModels) {
  EXPECT_THAT(model_ids(R"({"object":"list","data":[{"id":"a"},{"id":"b"},{}]})"), ElementsAre("a", "b"));
  EXPECT_THAT(model_ids("no json"), IsEmpty());
}

} // namespace
} // namespace geminid::webui::chat_test
