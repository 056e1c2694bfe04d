#include "server/translate/chat.hpp"
#include "server/translate/finish_reason.hpp"
#include "server/translate/gemini_error.hpp"
#include "server/translate/stream_failure.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>
#include <sstream>
#include <string>

namespace geminid::translate::chat_reply_test {
namespace {

using nlohmann::json;

TEST(FinishReason, FollowsTheTable) {
  struct Row {
    std::string gemini;
    bool calls;
    std::string openai;
    bool needs_words;
  };
  const Row table[] = {
      {"STOP", false, "stop", false},
      {"STOP", true, "tool_calls", false},
      {"", false, "stop", false},
      {"", true, "tool_calls", false},
      {"FINISH_REASON_UNSPECIFIED", false, "stop", false},
      {"MAX_TOKENS", false, "length", false},
      {"MAX_TOKENS", true, "length", false},
      {"CONTINUATION", false, "length", false},
      {"SAFETY", false, "content_filter", true},
      {"SAFETY", true, "content_filter", true},
      {"RECITATION", false, "content_filter", true},
      {"BLOCKLIST", false, "content_filter", true},
      {"PROHIBITED_CONTENT", false, "content_filter", true},
      {"SPII", false, "content_filter", true},
      {"IMAGE_SAFETY", false, "content_filter", true},
      {"IMAGE_PROHIBITED_CONTENT", false, "content_filter", true},
      {"IMAGE_RECITATION", false, "content_filter", true},
      {"LANGUAGE", false, "stop", true},
      {"OTHER", false, "stop", true},
      {"NO_IMAGE", false, "stop", true},
      {"IMAGE_OTHER", false, "stop", true},
      {"MALFORMED_FUNCTION_CALL", false, "stop", true},
      {"UNEXPECTED_TOOL_CALL", true, "tool_calls", false},
      {"TOO_MANY_TOOL_CALLS", false, "stop", true},
      {"MALFORMED_RESPONSE", false, "stop", true},
      {"UNHEARD_OF", false, "stop", true},
  };
  for (const auto& row : table) {
    const auto finish = finish_of(row.gemini, row.calls ? Calls::tools : Calls::none);
    EXPECT_EQ(finish.reason, row.openai) << row.gemini;
    EXPECT_EQ(finish.needs_words, row.needs_words) << row.gemini;
  }
}

TEST(StreamFailure, MapsGooglesStatusToOpenAIs) {
  struct Row {
    int http_status;
    std::string status;
    int openai;
    std::string type;
    std::string code;
  };
  const Row table[] = {
      {503, "UNAVAILABLE", 503, "server_error", "service_unavailable"},
      {0, "UNAVAILABLE", 503, "server_error", "service_unavailable"},
      {429, "RESOURCE_EXHAUSTED", 429, "rate_limit_error", "rate_limit_exceeded"},
      {0, "RESOURCE_EXHAUSTED", 429, "rate_limit_error", "rate_limit_exceeded"},
      {400, "INVALID_ARGUMENT", 400, "invalid_request_error", "invalid_value"},
      {0, "FAILED_PRECONDITION", 400, "invalid_request_error", "invalid_value"},
      {404, "NOT_FOUND", 404, "invalid_request_error", "model_not_found"},
      {413, "", 413, "invalid_request_error", "invalid_value"},
      {401, "UNAUTHENTICATED", 502, "server_error", "upstream_error"},
      {403, "PERMISSION_DENIED", 502, "server_error", "upstream_error"},
      {500, "INTERNAL", 502, "server_error", "upstream_error"},
      {504, "DEADLINE_EXCEEDED", 504, "server_error", "upstream_timeout"},
      {0, "UNKNOWN", 502, "server_error", "upstream_error"},
      {200, "", 502, "server_error", "upstream_error"},
  };
  for (const auto& row : table) {
    policy::UpstreamError upstream;
    upstream.http_status = row.http_status;
    upstream.status = row.status;
    upstream.message = "as Google says";
    const ApiError expected{row.openai, row.type, row.code, "as Google says"};
    EXPECT_EQ(api_error(upstream), expected) << row.http_status << " " << row.status;
  }
}

TEST(StreamFailure, KeepsTheStatusForTheGateway) {
  JsonParser parser;
  ChatStream stream{{"chatcmpl-1", "m", 1}, false};
  std::string out;
  const auto taken =
      stream.event(R"({"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}})", parser, out);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().status, 503);
  EXPECT_EQ(out, "");
  EXPECT_EQ(stream.end_answer().error().status, 502);
  EXPECT_EQ(out, "");
}

TEST(ApiErrorJson, NamesParamAndCodeOrNull) {
  EXPECT_EQ(to_json(invalid_request("messages[1].content", "No \"text\".")),
            R"({"error":{"message":"No \"text\".","type":"invalid_request_error","param":"messages[1].content",)"
            R"("code":"invalid_value"}})");
  EXPECT_EQ(to_json({502, "server_error", "", "x"}),
            R"({"error":{"message":"x","type":"server_error","param":null,"code":null}})");
  std::string out = "before";
  append_stream_error(out, {502, "server_error", "upstream_error", "x"});
  EXPECT_EQ(out, "before"
                 R"(data: {"error":{"message":"x","type":"server_error","param":null,"code":"upstream_error"}})"
                 "\n\n");
}

TEST(CallIds, DifferBetweenRepliesAndAgreeBetweenTheTwoModes) {
  const std::string answer = R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"}},)"
                             R"({"functionCall":{"name":"f"}}]},"finishReason":"STOP"}],"modelVersion":"m"})";
  JsonParser parser;
  std::set<std::string> ids;
  for (int i = 0; i < 100; ++i) {
    const ReplyIdentity identity{"chatcmpl-" + std::to_string(i), "m", 1};
    ChatAnswer whole{identity};
    ASSERT_TRUE(whole.take(answer, parser));
    const auto reply = json::parse(whole.body());
    ChatStream stream{identity, false};
    std::string out;
    ASSERT_TRUE(stream.event(answer, parser, out));
    for (const auto& call : reply["choices"][0]["message"]["tool_calls"]) {
      const std::string id = call["id"];
      EXPECT_THAT(id, testing::MatchesRegex("call_[0-9a-f]{24}"));
      EXPECT_THAT(out, testing::HasSubstr(id));
      ids.insert(id);
    }
  }
  EXPECT_EQ(ids.size(), 200U);
}

TEST(ChatReply, CallsFunctionsByTheNamesThatTheClientGave) {
  const std::string answer = R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"_2fa"}},)"
                             R"({"functionCall":{"name":"get"}}]},"finishReason":"STOP"}]})";
  const auto renamed = std::make_shared<const ClientTools>(ClientTools{{"_2fa", {"2fa"}}});
  JsonParser parser;
  for (const bool legacy : {false, true}) {
    const ReplyIdentity identity{"chatcmpl-1", "m", 1, 0, {AudioFormat::none, legacy, false, renamed}};
    ChatAnswer whole{identity};
    ASSERT_TRUE(whole.take(answer, parser));
    const auto message = json::parse(whole.body())["choices"][0]["message"];
    EXPECT_EQ((legacy ? message["function_call"] : message["tool_calls"][0]["function"])["name"], "2fa");
    if (!legacy) {
      EXPECT_EQ(message["tool_calls"][1]["function"]["name"], "get");
    }
    ChatStream stream{identity, false};
    std::string out;
    ASSERT_TRUE(stream.event(answer, parser, out));
    EXPECT_THAT(out, testing::HasSubstr(R"("name":"2fa")"));
    EXPECT_THAT(out, testing::Not(testing::HasSubstr("_2fa")));
  }
}

TEST(ChatReply, CallsACustomToolWithItsText) {
  const std::string answer = R"({"candidates":[{"content":{"parts":[)"
                             R"({"functionCall":{"id":"a","name":"run","args":{"input":"say \"1\"\n"}}},)"
                             R"({"functionCall":{"id":"b","name":"run","args":{"code":"1"}}},)"
                             R"({"functionCall":{"id":"c","name":"run"}}]},"finishReason":"STOP"}]})";
  const auto expected = json::parse(R"([{"id":"a","type":"custom","custom":{"name":"run","input":"say \"1\"\n"}},
                                        {"id":"b","type":"custom","custom":{"name":"run","input":"{\"code\":\"1\"}"}},
                                        {"id":"c","type":"custom","custom":{"name":"run","input":""}}])");
  const auto tools = std::make_shared<const ClientTools>(ClientTools{{"run", {"run", true}}});
  const ReplyIdentity identity{"chatcmpl-1", "m", 1, 0, {AudioFormat::none, false, false, tools}};
  JsonParser parser;
  ChatAnswer whole{identity};
  ASSERT_TRUE(whole.take(answer, parser));
  const auto choice = json::parse(whole.body())["choices"][0];
  EXPECT_EQ(choice["message"]["tool_calls"], expected);
  EXPECT_EQ(choice["finish_reason"], "tool_calls");

  ChatStream stream{identity, false};
  std::string out;
  ASSERT_TRUE(stream.event(answer, parser, out));
  auto streamed = json::array();
  std::istringstream lines{out};
  for (std::string line; std::getline(lines, line);)
    if (line.find("tool_calls") != std::string::npos)
      streamed.push_back(json::parse(line.substr(6))["choices"][0]["delta"]["tool_calls"][0]);
  ASSERT_EQ(streamed.size(), 3U);
  for (std::size_t i = 0; i < streamed.size(); ++i) {
    EXPECT_EQ(streamed[i]["index"], i);
    streamed[i].erase("index");
  }
  EXPECT_EQ(streamed, expected);
}

TEST(ChatReply, HandsOutUsageInGeminisTerms) {
  JsonParser parser;
  ChatAnswer answer{{"id", "m", 1}};
  ASSERT_TRUE(answer.take(R"({"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,
      "cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":6,"toolUsePromptTokenCount":7,
      "totalTokenCount":28}})",
                          parser));
  EXPECT_EQ(answer.usage(), (Usage{10, 4, 5, 6, 7, 28, true}));
  EXPECT_EQ(answer.spent(), answer.usage());
}

TEST(ChatReply, MarksEstimatedUsage) {
  JsonParser parser;
  ChatAnswer answer{{"id", "m", 1, 50}};
  ASSERT_TRUE(answer.take(R"({"candidates":[{"content":{"parts":[{"text":"12345678"}]}}]})", parser));
  EXPECT_FALSE(answer.usage().known);
  EXPECT_EQ(answer.usage().prompt, 50);
  EXPECT_EQ(answer.usage().candidates, 2);
}

TEST(ChatStream, KnowsUsageWhileItRuns) {
  JsonParser parser;
  ChatStream stream{{"id", "m", 1}, false};
  std::string out;
  ASSERT_TRUE(
      stream.event(R"({"candidates":[{}],"usageMetadata":{"promptTokenCount":3,"totalTokenCount":3}})", parser, out));
  EXPECT_TRUE(stream.usage().known);
  EXPECT_EQ(stream.usage().prompt, 3);
}

TEST(ChatStream, CanBeMoved) {
  JsonParser parser;
  ChatStream first{{"id", "m", 1}, false};
  std::string out;
  ASSERT_TRUE(first.event(R"({"candidates":[{"content":{"parts":[{"text":"a"}]}}]})", parser, out));
  ChatStream second{std::move(first)};
  ASSERT_TRUE(
      second.event(R"({"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}]})", parser, out));
  ASSERT_TRUE(second.end_answer());
  second.finish(out);
  EXPECT_THAT(out, testing::EndsWith("data: [DONE]\n\n"));
}

TEST(ChatStream, CarriesASignatureOfAnySize) {
  JsonParser parser;
  ChatStream stream{{"id", "m", 1}, false};
  const std::string signature(512 * 1024, 'A');
  std::string out;
  ASSERT_TRUE(stream.event(R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"f"},"thoughtSignature":")" +
                               signature + R"("}]},"finishReason":"STOP"}]})",
                           parser, out));
  EXPECT_THAT(out, testing::HasSubstr(signature));
}

} // namespace
} // namespace geminid::translate::chat_reply_test
