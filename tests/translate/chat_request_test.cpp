#include "server/translate/chat.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <string>

namespace geminid::translate::chat_request_test {
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
  defaults.thinking = {ThinkingDefault::Mode::fixed, 20'000, true};
  const auto body = json::parse(translated(body_of({message("user", "Hi")}), defaults).body);
  EXPECT_EQ(body.at("generationConfig").at("thinkingConfig"),
            json::parse(R"({"thinkingLevel":"HIGH","includeThoughts":true})"));
}

TEST(ChatRequest, PrefersItsOwnThinkingToTheModelsAndThatToTheSettings) {
  ChatDefaults defaults;
  defaults.thinking = {ThinkingDefault::Mode::fixed, 20'000, false};
  defaults.thinking_of_model["gemini-3.8-flash"] = {ThinkingDefault::Mode::fixed, 5'000, false};
  auto request = body_of({message("user", "Hi")});
  const auto level = [&] {
    return json::parse(translated(request, defaults).body)["generationConfig"]["thinkingConfig"]["thinkingLevel"];
  };
  EXPECT_EQ(level(), "MEDIUM");
  request["reasoning_effort"] = "low";
  EXPECT_EQ(level(), "LOW");
  request.erase("reasoning_effort");
  request["model"] = "gemini-3.6-flash";
  EXPECT_EQ(level(), "HIGH");
}

TEST(ChatRequest, PrefersTheThinkingOfItsUserToAnyDefaultAndItsOwnToThat) {
  ChatDefaults defaults;
  defaults.thinking = {ThinkingDefault::Mode::fixed, 20'000, false};
  defaults.thinking_of_model["gemini-3.8-flash"] = {ThinkingDefault::Mode::fixed, 5'000, false};
  auto request = body_of({message("user", "Hi")});
  const auto level = [&](const ThinkingDefault& of_user) {
    JsonParser parser;
    const auto made = chat_request(request.dump(), defaults, parser, {{}, of_user});
    const auto body = json::parse(made->body);
    return body.value("/generationConfig/thinkingConfig/thinkingLevel"_json_pointer, "unsaid");
  };
  EXPECT_EQ(level({ThinkingDefault::Mode::fixed, 1'000, false}), "LOW");
  EXPECT_EQ(level({ThinkingDefault::Mode::model_default}), "unsaid");
  request["reasoning_effort"] = "high";
  EXPECT_EQ(level({ThinkingDefault::Mode::fixed, 1'000, false}), "HIGH");
  request["model"] = "gemini-3.8-flash-nothinking";
  EXPECT_EQ(level({ThinkingDefault::Mode::fixed, 20'000, false}), "LOW");
}

TEST(ChatRequest, TellsItsReplyOfJsonAndOfToolsThatAreSomethingElseAtGemini) {
  auto request = body_of({message("user", "Hi")});
  EXPECT_FALSE(translated(request).style.json);
  EXPECT_EQ(translated(request).style.tools, nullptr);
  request["response_format"]["type"] = "json_object";
  request["tools"] = json::parse(R"([{"type":"function","function":{"name":"2fa"}},
      {"type":"function","function":{"name":"get"}},{"type":"custom","custom":{"name":"run"}}])");
  const auto style = translated(request).style;
  EXPECT_TRUE(style.json);
  ASSERT_NE(style.tools, nullptr);
  EXPECT_EQ(*style.tools, (ClientTools{{"_2fa", {"2fa"}}, {"run", {"run", true}}}));
}

TEST(ChatRequest, ReadsTheSuffixesOfAModelsName) {
  const auto ask = [](std::string model) {
    auto request = body_of({message("user", "Hi")});
    request["model"] = std::move(model);
    request["reasoning_effort"] = "medium";
    return translated(request);
  };
  EXPECT_EQ(ask("gemini-3.8-flash-search").upstream_model, "gemini-3.8-flash");
  EXPECT_EQ(ask("gemini-3.8-flash-search").model, "gemini-3.8-flash-search");
  EXPECT_EQ(json::parse(ask("models/gemini-3.8-flash-search").body)["tools"], json::parse(R"([{"googleSearch":{}}])"));
  const auto thinking = [&](std::string model) {
    return json::parse(ask(std::move(model)).body)["generationConfig"]["thinkingConfig"];
  };
  EXPECT_EQ(thinking("gemini-2.5-flash-nothinking"), json::parse(R"({"thinkingBudget":0})"));
  EXPECT_EQ(thinking("gemini-2.5-pro-maxthinking"), json::parse(R"({"thinkingBudget":32768})"));
  EXPECT_EQ(thinking("gemini-3.8-flash-maxthinking-search"), json::parse(R"({"thinkingLevel":"HIGH"})"));
}

TEST(ChatRequest, TakesAnAliasThatEndsLikeASuffixForWhatItIs) {
  ChatDefaults defaults;
  defaults.aliases =
      std::make_shared<const ModelAliases>(ModelAliases{{"my-search", "gemini-2.5-pro"}, {"mine", "gemini-3.8-flash"}});
  auto request = body_of({message("user", "Hi")});
  request["model"] = "my-search";
  EXPECT_EQ(translated(request, defaults).upstream_model, "gemini-2.5-pro");
  EXPECT_FALSE(json::parse(translated(request, defaults).body).contains("tools"));
  request["model"] = "mine-search";
  EXPECT_EQ(translated(request, defaults).upstream_model, "gemini-3.8-flash");
  EXPECT_TRUE(json::parse(translated(request, defaults).body).contains("tools"));
}

/// The texts of all parts, one turn a line, the instructions first.
std::string texts(const json& body) {
  std::string text;
  const auto add = [&](const json& turn) {
    for (const auto& part : turn.at("parts"))
      text += part.contains("text") ? "[" + part["text"].get<std::string>() + "]" : "[*]";
    text += "\n";
  };
  if (body.contains("systemInstruction"))
    add(body["systemInstruction"]);
  for (const auto& turn : body.at("contents"))
    add(turn);
  return text;
}

class InjectedPrompt : public ::testing::Test {
protected:
  static std::string said(PromptInjection::Position position, const json& request) {
    ChatDefaults defaults;
    defaults.injection = {position, "PROMPT"};
    return texts(json::parse(translated(request, defaults).body));
  }
  using Position = PromptInjection::Position;

  const json rounds =
      body_of({message("system", "Be kind"), message("user", "one"), message("assistant", "two"),
               message("user", "three"), json::parse(R"({"role":"assistant","tool_calls":[{"id":"a","type":"function",
                                 "function":{"name":"f","arguments":"{}"}}]})"),
               json::parse(R"({"role":"tool","tool_call_id":"a","content":"x"})")});
};

TEST_F(InjectedPrompt, StandsOnceBeforeAllInstructions) {
  EXPECT_EQ(said(Position::system, rounds), "[PROMPT][Be kind]\n[one]\n[two]\n[three]\n[*]\n[*]\n");
  EXPECT_EQ(said(Position::system, body_of({message("user", "one")})), "[PROMPT]\n[one]\n");
}

TEST_F(InjectedPrompt, StandsOnceAroundTheUsersLastMessageWhateverFollowsIt) {
  EXPECT_EQ(said(Position::user_prefix, rounds), "[Be kind]\n[one]\n[two]\n[PROMPT][three]\n[*]\n[*]\n");
  EXPECT_EQ(said(Position::user_suffix, rounds), "[Be kind]\n[one]\n[two]\n[three][PROMPT]\n[*]\n[*]\n");
}

TEST_F(InjectedPrompt, IsTheUsersWhereTheUserSaysNothing) {
  for (const auto position : {Position::user_prefix, Position::user_suffix})
    EXPECT_EQ(said(position, body_of({message("system", "Be kind")})), "[Be kind]\n[PROMPT]\n");
}

TEST_F(InjectedPrompt, MovesWithAMessageThatWaitsForAnswersOfTools) {
  auto request = rounds;
  auto& messages = request["messages"];
  messages.insert(messages.end() - 1, message("user", "hurry"));
  EXPECT_EQ(said(Position::user_suffix, request), "[Be kind]\n[one]\n[two]\n[three]\n[*]\n[*][hurry][PROMPT]\n");
}

TEST(ChatRequest, ReadsTextThatIsNotPaddedBehindItsEnd) {
  auto exact = body_of({message("user", "Hi")}).dump();
  exact.shrink_to_fit(); // a sanitizer sees every byte beyond
  JsonParser parser;
  EXPECT_TRUE(chat_request(exact, {}, parser));
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
} // namespace geminid::translate::chat_request_test
