#include "server/translate/chat.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <string>

namespace geminid::translate {
namespace {

using nlohmann::json;

json message(std::string role, std::string content) {
  return {{"role", std::move(role)}, {"content", std::move(content)}};
}

json body_of(std::vector<json> messages) {
  return {{"model", "gemini-3.8-flash"}, {"messages", std::move(messages)}};
}

ChatRequest translated(const json& body, const ChatDefaults& defaults = {}) {
  JsonParser parser;
  auto chat = chat_request(body.dump(), defaults, parser);
  EXPECT_TRUE(chat) << chat.error().message;
  return std::move(*chat);
}

TEST(ChatRequest, KeepsTheModelAsTheClientWroteItAndTheBareIdForThePath) {
  auto body = body_of({message("user", "Hi")});
  body["model"] = "models/gemini-3.8-flash";
  const auto chat = translated(body);
  EXPECT_EQ(chat.model, "models/gemini-3.8-flash");
  EXPECT_EQ(chat.upstream_model, "gemini-3.8-flash");
}

TEST(ChatRequest, RefusesModelsThatWouldLeaveTheirPlaceInThePath) {
  for (const std::string model :
       {"", "models/", "a b", "a?b", "a#b", "a%2f", "../files", "a/../b", "/a", "a\r\nb", "é"}) {
    auto body = body_of({message("user", "Hi")});
    body["model"] = model;
    JsonParser parser;
    const auto chat = chat_request(body.dump(), {}, parser);
    ASSERT_FALSE(chat) << model;
    EXPECT_EQ(chat.error().param, "model");
  }
}

TEST(ChatRequest, AllowsAliasesThatLookLikePaths) {
  auto body = body_of({message("user", "Hi")});
  body["model"] = "google/gemini-3.8-flash:free";
  EXPECT_EQ(translated(body).upstream_model, "google/gemini-3.8-flash:free");
}

TEST(ChatRequest, ReadsWhetherToStreamAndToCount) {
  auto body = body_of({message("user", "Hi")});
  EXPECT_FALSE(translated(body).stream);
  body["stream"] = true;
  EXPECT_TRUE(translated(body).stream);
  EXPECT_FALSE(translated(body).include_usage);
  body["stream_options"] = {{"include_usage", true}};
  EXPECT_TRUE(translated(body).include_usage);
}

TEST(ChatRequest, EstimatesAQuarterOfATokenAByteAndAFixedSumAnImage) {
  EXPECT_EQ(translated(body_of({message("user", "Hi")})).prompt_tokens_estimate, 1);
  EXPECT_EQ(translated(body_of({message("user", "")})).prompt_tokens_estimate, 1);
  EXPECT_EQ(translated(body_of({message("system", std::string(400, 'x')), message("user", std::string(400, 'y'))}))
                .prompt_tokens_estimate,
            200);
  auto body = body_of({});
  body["messages"] = json::parse(R"([{"role":"user","content":[
      {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}},
      {"type":"text","text":"abcd"}]}])");
  EXPECT_EQ(translated(body).prompt_tokens_estimate, 259);
}

TEST(ChatRequest, EstimatesTheToolsToo) {
  auto body = body_of({message("user", "Hi")});
  const auto without = translated(body).prompt_tokens_estimate;
  body["tools"] = json::parse(R"([{"type":"function","function":{"name":"f"}}])");
  body["tools"][0]["function"]["description"] = std::string(4'000, 'x');
  EXPECT_GT(translated(body).prompt_tokens_estimate, without + 1'000);
}

TEST(ChatRequest, IsKnownByItsCacheKeyElseByItsUser) {
  auto body = body_of({message("user", "Hi")});
  EXPECT_EQ(translated(body).affinity_key, "");
  body["metadata"] = {{"user_id", "ann"}};
  EXPECT_EQ(translated(body).affinity_key, "ann");
  body["prompt_cache_key"] = "thread-7";
  EXPECT_EQ(translated(body).affinity_key, "thread-7");
  body["prompt_cache_key"] = std::string(100'000, 'x');
  EXPECT_LT(translated(body).affinity_key.size(), 1'000U);
  body["prompt_cache_key"] = 7; // accepted by none, needed by none
  EXPECT_EQ(translated(body).affinity_key, "ann");
}

TEST(ChatRequest, OfTheNextTurnHasTheHashThatThisOneForetold) {
  const std::vector<json> first{message("system", "Be brief."), message("user", "Hi")};
  auto second = first;
  second.push_back(message("assistant", "Hello!"));
  second.push_back(message("user", "Bye"));
  auto third = second;
  third.push_back(message("assistant", "Bye!"));
  third.push_back(message("user", "Wait"));
  const auto one = translated(body_of(first));
  const auto two = translated(body_of(second));
  const auto three = translated(body_of(third));
  EXPECT_EQ(one.conversation_hash, 0U);
  EXPECT_NE(two.conversation_hash, 0U);
  EXPECT_EQ(two.conversation_hash, one.next_conversation_hash);
  EXPECT_EQ(three.conversation_hash, two.next_conversation_hash);
  EXPECT_NE(three.conversation_hash, two.conversation_hash);
}

TEST(ChatRequest, OfAToolRoundStaysInItsConversation) {
  const auto question = body_of({message("user", "Weather?")});
  auto round = question;
  round["messages"].push_back(json::parse(R"({"role":"assistant","content":null,"tool_calls":[
      {"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]})"));
  round["messages"].push_back(json::parse(R"({"role":"tool","tool_call_id":"c","content":"4"})"));
  EXPECT_EQ(translated(round).conversation_hash, translated(question).next_conversation_hash);
}

TEST(ChatRequest, TellsConversationsApart) {
  const auto hash = [](std::string text) {
    return translated(body_of({message("user", std::move(text)), message("assistant", "b"), message("user", "c")}))
        .conversation_hash;
  };
  EXPECT_NE(hash("a"), hash("b"));
  EXPECT_NE(hash("12345678"), hash("123456789"));
  EXPECT_NE(hash(std::string(8, '\0')), hash(std::string(16, '\0')));
  EXPECT_EQ(hash("same"), hash("same"));
}

TEST(ChatRequest, TakesTheThinkingDefaults) {
  ChatDefaults defaults;
  defaults.thinking = ChatDefaults::Thinking::fixed;
  defaults.thinking_budget = 20'000;
  defaults.include_thoughts = true;
  const auto body = json::parse(translated(body_of({message("user", "Hi")}), defaults).body);
  EXPECT_EQ(body.at("generationConfig").at("thinkingConfig"),
            json::parse(R"({"thinkingLevel":"HIGH","includeThoughts":true})"));
}

TEST(ChatRequest, ReadsTextThatIsNotPaddedBehindItsEnd) {
  const auto text = body_of({message("user", "Hi")}).dump();
  const std::vector<char> exact{text.begin(), text.end()}; // a sanitizer sees every byte beyond
  JsonParser parser;
  EXPECT_TRUE(chat_request({exact.data(), exact.size()}, {}, parser));
}

TEST(ChatRequest, GivesBackTheMemoryOfALargeOne) {
  JsonParser parser;
  const auto large = body_of({message("user", std::string(8U << 20U, 'x'))}).dump();
  ASSERT_TRUE(chat_request(large, {}, parser));
  EXPECT_LT(parser.capacity(), large.size());
  EXPECT_TRUE(chat_request(body_of({message("user", "Hi")}).dump(), {}, parser));
}

TEST(ChatRequest, SurvivesNestingWithoutEnd) {
  std::string deep = R"({"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function",)"
                     R"("function":{"name":"f","parameters":{"properties":{"a":)";
  deep += std::string(100'000, '[') + std::string(100'000, ']') + "}}}}]}";
  JsonParser parser;
  const auto chat = chat_request(deep, {}, parser);
  ASSERT_FALSE(chat);
  EXPECT_EQ(chat.error().status, 400);
}

TEST(ChatRequest, AnswersManyCallsInAnyOrder) {
  auto body = body_of({message("user", "?")});
  json calls = json::array();
  for (int i = 0; i < 2'000; ++i)
    calls.push_back({{"id", "c" + std::to_string(i)}, {"function", {{"name", "f"}, {"arguments", "{}"}}}});
  body["messages"].push_back({{"role", "assistant"}, {"content", nullptr}, {"tool_calls", calls}});
  for (int i = 1'999; i >= 0; --i)
    body["messages"].push_back(
        {{"role", "tool"}, {"tool_call_id", "c" + std::to_string(i)}, {"content", std::to_string(i)}});
  const auto contents = json::parse(translated(body).body).at("contents");
  ASSERT_EQ(contents.size(), 3U);
  ASSERT_EQ(contents[2].at("parts").size(), 2'000U);
  for (std::size_t i = 0; i < 2'000; ++i)
    EXPECT_EQ(contents[2]["parts"][i]["functionResponse"]["response"]["output"], std::to_string(i));
}

} // namespace
} // namespace geminid::translate
