// Choices of a model that answers one at a time: a request for each, side by side.
#include "tests/gateway/chat_answers.hpp"

#include <algorithm>

namespace geminid::test::side_by_side_test {
namespace {

using sim::FaultKind;

constexpr auto model = "gemini-3.8-flash"; // answers one candidate a request

class SideBySide : public ChatAnswers {};

TEST_P(SideBySide, AreAsManyRequestsAsChoices) {
  const auto ids = world.add_keys(3);
  auto body = chat_body("[[think=0]] hello", model);
  body["n"] = 3;
  const auto answer = ask(body);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto all = choices(answer);
  ASSERT_EQ(all.size(), 3U) << answer.body;
  for (const auto& [index, choice] : all) {
    EXPECT_EQ(choice.text, "echo: hello") << index;
    EXPECT_EQ(choice.finish, "stop") << index;
    EXPECT_EQ(choice.begun, 1U) << index;
  }
  EXPECT_EQ(answer.done(), GetParam());
  std::int64_t prompts = 0;
  std::int64_t completions = 0;
  for (const auto& id : ids) {
    EXPECT_EQ(world.attempts(id), 1U);
    prompts += total(id, "prompt_tokens");
    completions += total(id, "completion_tokens");
  }
  EXPECT_EQ(usage(answer).at("completion_tokens"), completions);
  EXPECT_EQ(3 * usage(answer).at("prompt_tokens").get<std::int64_t>(), prompts);
  if (GetParam()) {
    EXPECT_EQ(std::count(answer.events.begin(), answer.events.end(), "[DONE]"), 1);
  }
}

TEST_P(SideBySide, AreOneRequestWhereTheModelAnswersAll) {
  world.add_keys(3);
  auto body = chat_body("hello");
  body["n"] = 3;
  EXPECT_EQ(choices(ask(body)).size(), 3U);
  EXPECT_EQ(world.attempts(), 1U);
}

TEST_P(SideBySide, HaveTheirOwnFailoversAndContinuations) {
  const auto ids = world.add_keys(4);
  sim::Fault fault;
  fault.key = world.secret(ids[0]);
  fault.body = "overloaded";
  spoil(fault);
  fault.key = world.secret(ids[1]);
  fault.kind = FaultKind::reset;
  spoil(fault);
  auto body = chat_body("[[decode=3]][[think=0]][[text=The quick brown fox jumps.]]", model);
  body["n"] = 2;
  const auto answer = ask(body);
  const auto all = choices(answer);
  ASSERT_EQ(all.size(), 2U) << answer.body;
  for (const auto& [index, choice] : all) {
    EXPECT_EQ(choice.text, "The quick brown fox jumps.") << index;
    EXPECT_EQ(choice.finish, "stop") << index;
  }
  EXPECT_EQ(world.attempts(), 2U + 2 * 3U);
}

TEST_P(SideBySide, FailTogether) {
  const auto ids = world.add_keys(3);
  sim::Fault fault;
  fault.key = world.secret(ids[0]);
  fault.body = "custom";
  fault.status = 400;
  fault.content = R"({"error":{"code":400,"message":"No.","status":"INVALID_ARGUMENT"}})";
  spoil(fault);
  sim::Fault hang;
  hang.key = world.secret(ids[1]);
  hang.kind = FaultKind::hang; // nobody waits for it then
  spoil(hang);
  auto body = chat_body("[[think=0]] hello", model);
  body["n"] = 3;
  const auto answer = ask(body);
  const auto error = answer.error();
  ASSERT_TRUE(error.is_object()) << answer.body;
  EXPECT_EQ(text_in(error, "message"), "No.");
  EXPECT_FALSE(answer.done());
  world.run_until([&] { return world.google().stats().active() == 0; });
}

TEST_P(SideBySide, CountForTheUserAsOneRequestOfAllTheirTokens) {
  world.add_keys(3);
  const auto made = world.admin("POST", "/user-keys", {{"name", "limited"}, {"rpm", 10}, {"tpm", 1000}});
  const auto bearer = "Authorization: Bearer " + made.document.at("key").get<std::string>() + "\r\n";
  const auto ask_for = [&](int n) {
    auto body = chat_body("[[think=0]] hello", model);
    body["n"] = n;
    body["stream"] = GetParam();
    return world.request("POST", "/v1/chat/completions", bearer, body.dump());
  };
  const auto left = [](const Answer& answer, const char* what) {
    return std::stoll(std::string{answer.header(std::string{"x-ratelimit-remaining-"} + what)});
  };
  const auto first = ask_for(1);
  const auto second = ask_for(1);
  const auto together = ask_for(3);
  const auto last = ask_for(1);
  EXPECT_EQ(left(second, "requests") - left(last, "requests"), 2);
  const auto plain = left(first, "tokens") - left(second, "tokens");
  EXPECT_GE(left(second, "tokens") - left(together, "tokens"), 3); // admitted for all of them
  EXPECT_EQ(left(second, "tokens") - left(last, "tokens"), 4 * plain);
}

INSTANTIATE_TEST_SUITE_P(Answer, SideBySide, testing::Bool(),
                         [](const auto& of) { return of.param ? "Streamed" : "Whole"; });

TEST(SideBySideRequests, OfAClientThatLeavesEndAtGoogle) {
  GatewayWorld world;
  world.add_keys(3);
  sim::Fault fault;
  fault.kind = FaultKind::hang;
  fault.count = 3;
  ASSERT_TRUE(world.google().faults().add(fault));
  auto body = chat_body("hello", model);
  body["n"] = 3;
  const auto pending = world.begin_stream(body);
  world.run_until([&] { return world.google().hung() == 3; });
  pending->leave();
  world.run_until([&] { return world.google().stats().active() == 0; });
}

} // namespace
} // namespace geminid::test::side_by_side_test
