// Thought signatures on their way out, for a memory of them, and back in for clients that drop them.
#include "server/translate/chat.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <string>
#include <tuple>
#include <vector>

namespace geminid::translate::signature_test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view sentinel = "skip_thought_signature_validator";

using Question = std::tuple<std::string, std::string, int>; // call id, function, generation

// Knows the signature of each call whose id begins with "known".
struct Source {
  std::vector<Question> asked;

  SignatureLookup lookup() {
    return [this](std::string_view id, std::string_view function, std::uint8_t generation) -> std::string_view {
      asked.emplace_back(id, function, generation);
      return id.starts_with("known") ? "QUJD" : std::string_view{};
    };
  }
};

json call(std::string id, std::string function = "f") {
  return {{"id", std::move(id)}, {"type", "function"}, {"function", {{"name", std::move(function)}}}};
}

json signed_call(std::string id, std::string signature) {
  auto result = call(std::move(id));
  result["extra_content"]["google"]["thought_signature"] = std::move(signature);
  return result;
}

json history(json assistant, std::string model = "gemini-3.8-flash") {
  assistant["role"] = "assistant";
  return {{"model", std::move(model)}, {"messages", {{{"role", "user"}, {"content", "Hi"}}, std::move(assistant)}}};
}

// Of the functionCall parts, in order.
std::vector<std::string> signatures_in(const json& request, const SignatureLookup& lookup) {
  JsonParser parser;
  const auto chat = chat_request(request.dump(), {}, parser, {{}, {}, lookup});
  EXPECT_TRUE(chat) << chat.error().message;
  const auto body = json::parse(chat->body);
  std::vector<std::string> signatures;
  for (const auto& turn : body.at("contents"))
    for (const auto& part : turn.at("parts"))
      if (part.contains("functionCall"))
        signatures.push_back(part.value("thoughtSignature", ""));
  return signatures;
}

TEST(DroppedSignature, IsAskedForByIdFunctionAndGeneration) {
  Source source;
  const auto request = history({{"tool_calls", json::array({call("known-1", "get_weather")})}});
  EXPECT_THAT(signatures_in(request, source.lookup()), ElementsAre("QUJD"));
  EXPECT_THAT(source.asked, ElementsAre(Question{"known-1", "get_weather", 30}));
}

TEST(DroppedSignature, IsTheSentinelWhereNothingIsKnown) {
  Source source;
  const auto request = history({{"tool_calls", json::array({call("strange"), call("stranger")})}});
  EXPECT_THAT(signatures_in(request, source.lookup()), ElementsAre(sentinel, ""));
  EXPECT_THAT(signatures_in(request, {}), ElementsAre(sentinel, ""));
}

TEST(DroppedSignature, StandsOnTheCallThatHadItThoughItIsNotTheFirst) {
  Source source;
  const auto request = history({{"tool_calls", json::array({call("strange"), call("known-2")})}});
  EXPECT_THAT(signatures_in(request, source.lookup()), ElementsAre(sentinel, "QUJD"));
}

TEST(DroppedSignature, ComesBackToOlderModelsToo) {
  Source source;
  const auto request = history({{"tool_calls", json::array({call("known-1"), call("strange")})}}, "gemini-2.5-flash");
  EXPECT_THAT(signatures_in(request, source.lookup()), ElementsAre("QUJD", ""));
}

TEST(DroppedSignature, IsAskedForWhenTheClientsOwnIsNoBase64) {
  Source source;
  const auto request = history({{"tool_calls", json::array({signed_call("known-1", "not base64!")})}});
  EXPECT_THAT(signatures_in(request, source.lookup()), ElementsAre("QUJD"));
}

TEST(DroppedSignature, IsNotAskedForWhereTheClientSentIt) {
  Source source;
  auto request = history({{"tool_calls", json::array({signed_call("known-1", "REVG")})}});
  EXPECT_THAT(signatures_in(request, source.lookup()), ElementsAre("REVG"));
  request["messages"][1]["extra_content"]["google"]["thought_signature"] = "R0hJ";
  request["messages"][1]["tool_calls"][0].erase("extra_content");
  EXPECT_THAT(signatures_in(request, source.lookup()), ElementsAre("R0hJ")) << "on the message";
  EXPECT_THAT(source.asked, IsEmpty());
}

TEST(DroppedSignature, IsTheSentinelInTheLegacyFormWhichHasNoIds) {
  Source source;
  const auto request = history({{"function_call", {{"name", "f"}, {"arguments", "{}"}}}});
  EXPECT_THAT(signatures_in(request, source.lookup()), ElementsAre(sentinel));
  EXPECT_THAT(source.asked, IsEmpty());
}

TEST(DroppedSignature, CostsARequestWithoutCallsNothing) {
  Source source;
  EXPECT_THAT(signatures_in(history({{"content", "Hello"}}), source.lookup()), IsEmpty());
  EXPECT_THAT(source.asked, IsEmpty());
}

using Reported = std::tuple<std::string, std::string, std::string>; // id, function, signature

class SignedCalls : public testing::Test {
protected:
  ReplyIdentity identity{.id = "chatcmpl-1", .model = "m", .signed_call = [this](const SignedCall& call) {
                           reported.emplace_back(call.id, call.function, call.signature);
                         }};
  std::vector<Reported> reported;
  JsonParser parser;

  static constexpr auto answer = R"({"candidates":[{"content":{"parts":[
      {"text":"thinking","thoughtSignature":"VEVY"},
      {"functionCall":{"id":"fc1","name":"get_weather"},"thoughtSignature":"QUJD"},
      {"functionCall":{"id":"fc2","name":"get_time"}},
      {"functionCall":{"name":"get_time"},"thoughtSignature":"REVG"}]},"finishReason":"STOP"}]})";
};

TEST_F(SignedCalls, AreReportedOfAWholeReplyByTheIdsThatTheClientGets) {
  ChatAnswer whole{identity};
  ASSERT_TRUE(whole.take(answer, parser));
  const auto calls = json::parse(whole.body()).at("choices").at(0).at("message").at("tool_calls");
  EXPECT_THAT(reported,
              ElementsAre(Reported{"fc1", "get_weather", "QUJD"}, Reported{calls.at(2).at("id"), "get_time", "REVG"}));
}

TEST_F(SignedCalls, AreReportedOfAStreamAsTheyCome) {
  ChatStream stream{identity, false};
  std::string out;
  ASSERT_TRUE(stream.event(answer, parser, out));
  ASSERT_EQ(reported.size(), 2U);
  EXPECT_EQ(reported[0], (Reported{"fc1", "get_weather", "QUJD"}));
  EXPECT_THAT(out, testing::HasSubstr(std::get<0>(reported[1])));
}

TEST_F(SignedCalls, AreNotReportedInTheLegacyForm) {
  identity.style.legacy_functions = true;
  ChatAnswer whole{identity};
  ASSERT_TRUE(whole.take(answer, parser));
  EXPECT_THAT(reported, IsEmpty());
}

} // namespace
} // namespace geminid::translate::signature_test
