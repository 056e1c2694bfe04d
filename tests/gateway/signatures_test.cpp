// Clients that know only the members of OpenAI send calls back without their thought signatures; Gemini gets them all
// the same.
#include "tests/gateway/told.hpp"
#include "tools/gemini_sim/signature.hpp"

namespace geminid::test::signatures_test {
namespace {

using namespace std::chrono_literals;

constexpr auto modern_model = "gemini-3.5-flash";
constexpr std::string_view sentinel = "skip_thought_signature_validator";

json declare(std::string_view name) {
  return {{"type", "function"}, {"function", {{"name", name}, {"parameters", {{"type", "object"}}}}}};
}

class Signatures : public testing::TestWithParam<bool> {
protected:
  Answer ask(const json& body) { return GetParam() ? world.stream(body) : world.chat(body); }

  json first_round(std::string_view model = modern_model) {
    auto body = chat_body("call get_weather(city=Oslo) and get_time()", model);
    body["tools"] = {declare("get_weather"), declare("get_time")};
    return body;
  }

  /// The calls of an answer, as a client keeps them that knows no signatures; `signature` becomes the first one's.
  json calls_of(const Answer& answer) {
    json calls = json::array();
    const auto take = [&](const json& call) {
      if (call.contains("extra_content"))
        signature = call.at("extra_content").at("google").at("thought_signature");
      calls.push_back({{"id", call.at("id")}, {"type", "function"}, {"function", call.at("function")}});
    };
    EXPECT_EQ(answer.status, 200) << answer.body;
    if (!GetParam())
      for (const auto& call : answer.document.at("choices").at(0).at("message").at("tool_calls"))
        take(call);
    for (const auto& event : answer.events)
      if (const auto chunk = json::parse(event, nullptr, false); chunk.is_object())
        for (const auto& choice : chunk.at("choices"))
          for (const auto& call : choice.at("delta").value("tool_calls", json::array()))
            take(call);
    EXPECT_EQ(calls.size(), 2U) << answer.body;
    EXPECT_FALSE(signature.empty());
    return calls;
  }

  json second_round(const json& calls, std::string_view model = modern_model) {
    auto body = first_round(model);
    body["messages"].push_back({{"role", "assistant"}, {"content", nullptr}, {"tool_calls", calls}});
    for (const auto& call : calls)
      body["messages"].push_back({{"role", "tool"}, {"tool_call_id", call.at("id")}, {"content", "7"}});
    return body;
  }

  /// The signature of the first call in the last request that Google saw.
  std::string sent() {
    const auto recorded = world.google().stats().recorded_json().at("requests");
    const auto request = json::parse(recorded.back().at("body").get<std::string>());
    return request.at("contents").at(1).at("parts").at(0).value("thoughtSignature", "");
  }

  void expect_served(const Answer& answer) { EXPECT_EQ(answer.status, 200) << answer.body; }

  GatewayWorld world;
  std::string signature;
};

TEST_P(Signatures, ThatAClientDropsReachTheNextKeyAllTheSame) {
  const auto first = world.add_key();
  const auto second = world.add_key({.priority = 1});
  const auto calls = calls_of(ask(first_round()));
  ASSERT_EQ(world.admin("PATCH", "/keys/" + first, {{"enabled", false}}).status, 200);
  expect_served(ask(second_round(calls)));
  EXPECT_EQ(sent(), signature);
  EXPECT_EQ(world.attempts(first), 1U);
  EXPECT_EQ(world.attempts(second), 1U);
}

TEST_P(Signatures, AreKnownAfterARestart) {
  world.add_key();
  const auto calls = calls_of(ask(first_round()));
  world.restart();
  expect_served(ask(second_round(calls)));
  EXPECT_EQ(sent(), signature);
  EXPECT_EQ(world.log().find("Z error"), std::string::npos) << world.log();
}

TEST_P(Signatures, OfAnOlderModelAreReturnedToItThoughItDemandsNone) {
  world.add_key();
  const auto calls = calls_of(ask(first_round("gemini-2.5-flash")));
  expect_served(ask(second_round(calls, "gemini-2.5-flash")));
  EXPECT_EQ(sent(), signature);
}

TEST_P(Signatures, OfSeveralKilobytesAreKnown) {
  world.add_key();
  sim::Fault fault;
  fault.kind = sim::FaultKind::huge_signature;
  fault.bytes = 50'000;
  ASSERT_TRUE(world.google().faults().add(fault));
  const auto calls = calls_of(ask(first_round()));
  EXPECT_GE(signature.size(), 50'000U);
  world.restart();
  expect_served(ask(second_round(calls)));
  EXPECT_EQ(sent(), signature);
}

TEST_P(Signatures, AreNotSentToAModelOfAnotherFamily) {
  world.add_key();
  const auto calls = calls_of(ask(first_round()));
  expect_served(ask(second_round(calls, "gemini-4-hydrogen")));
  EXPECT_EQ(sent(), sentinel);
  EXPECT_EQ(world.attempts(), 2U) << "and so were not refused";
}

TEST_P(Signatures, AreForgottenAfterAWeek) {
  world.add_key();
  const auto calls = calls_of(ask(first_round()));
  world.leap(24h * 7 + 1s);
  expect_served(ask(second_round(calls)));
  EXPECT_EQ(sent(), sentinel);
}

TEST_P(Signatures, OfOneUserAreNotSentForAnother) {
  world.add_key();
  const auto calls = calls_of(ask(first_round()));
  const auto other = world.admin("POST", "/user-keys", {{"name", "other"}});
  ASSERT_EQ(other.status, 201) << other.body;
  const auto bearer = "Authorization: Bearer " + other.document.at("key").get<std::string>() + "\r\n";
  expect_served(world.request("POST", "/v1/chat/completions", bearer, second_round(calls).dump()));
  EXPECT_EQ(sent(), sentinel);
}

TEST_P(Signatures, ThatGoogleRefusesAreRefusedOnce) {
  world.add_key();
  const auto calls = calls_of(ask(first_round()));
  sim::Fault fault;
  fault.kind = sim::FaultKind::foreign_signatures;
  fault.count.reset();
  ASSERT_TRUE(world.google().faults().add(fault));
  expect_served(ask(second_round(calls)));
  EXPECT_EQ(sent(), sentinel);
  EXPECT_EQ(world.attempts(), 3U) << "the second was refused";
  expect_served(ask(second_round(calls)));
  EXPECT_EQ(world.attempts(), 4U);
  world.restart();
  expect_served(ask(second_round(calls)));
  EXPECT_EQ(world.attempts(), 5U);
}

INSTANTIATE_TEST_SUITE_P(Replies, Signatures, testing::Bool(),
                         [](const auto& of) { return std::string{of.param ? "Streamed" : "Whole"}; });

} // namespace
} // namespace geminid::test::signatures_test
