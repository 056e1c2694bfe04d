// Fallbacks to another model, and the affinity of a conversation to its key.
#include "tests/gateway/told.hpp"

#include <algorithm>

namespace geminid::test::another_model_test {
namespace {

using namespace std::chrono_literals;

constexpr auto other_model = "gemini-2.5-pro";

class AnotherModel : public testing::TestWithParam<bool> {
protected:
  Answer ask(const json& body = chat_body()) { return GetParam() ? world.stream(body) : world.chat(body); }
  void spoil(std::string body, std::string model = default_model) {
    sim::Fault fault;
    fault.body = std::move(body);
    fault.model = std::move(model);
    fault.count.reset();
    ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  }
  void fall_back_to(const json& models) {
    ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, {{"fallbacks", models}}).status, 200);
  }

  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}}};
};

TEST_P(AnotherModel, AnswersWhenTheOneThatWasAskedIsOverloadedOrExhausted) {
  for (const auto* trouble : {"overloaded", "per_day", "per_minute", "bare429", "not_found"}) {
    GatewayWorld fresh{{.settings = {{"routing", {{"max_wait_ms", 0}}}}}};
    fresh.add_key();
    ASSERT_EQ(fresh.admin("PUT", "/models/" + std::string{default_model}, {{"fallbacks", {other_model}}}).status, 200);
    sim::Fault fault;
    fault.body = trouble;
    fault.model = default_model;
    ASSERT_TRUE(fresh.google().faults().add(fault));
    const auto answer = GetParam() ? fresh.stream() : fresh.chat();
    EXPECT_EQ(answer.status, 200) << trouble << answer.body;
    EXPECT_EQ(answer.header("x-geminid-model"), other_model) << trouble;
    EXPECT_FALSE(answer.text().empty());
  }
}

TEST_P(AnotherModel, IsNamedOnlyWhenItAnswered) {
  world.add_key();
  fall_back_to({other_model});
  EXPECT_EQ(ask().header("x-geminid-model"), default_model);
}

TEST_P(AnotherModel, IsNotAskedWhatTheClientGotWrong) {
  world.add_key();
  fall_back_to({other_model});
  sim::Fault fault;
  fault.body = "custom";
  fault.status = 400;
  fault.content = R"({"error":{"code":400,"message":"Invalid value","status":"INVALID_ARGUMENT"}})";
  ASSERT_TRUE(world.google().faults().add(fault));
  EXPECT_EQ(ask().status, 400);
  EXPECT_EQ(world.attempts(), 1U);
}

TEST_P(AnotherModel, IsTriedInTheOrderOfTheListAndTheLastIsToldOf) {
  world.add_key();
  fall_back_to({"gemini-2.5-flash-lite", other_model});
  spoil("overloaded");
  spoil("overloaded", "gemini-2.5-flash-lite");
  EXPECT_EQ(ask().header("x-geminid-model"), other_model);
  spoil("overloaded", other_model);
  const auto answer = ask();
  EXPECT_EQ(answer.status, 503) << answer.body;
}

INSTANTIATE_TEST_SUITE_P(Answer, AnotherModel, testing::Bool(),
                         [](const auto& of) { return of.param ? "Streamed" : "Whole"; });

class Conversation : public testing::Test {
protected:
  Conversation() : ids(world.add_keys(4)) {}

  /// How many keys have served anything.
  std::size_t keys_used() {
    return static_cast<std::size_t>(
        std::count_if(ids.begin(), ids.end(), [&](const auto& id) { return world.attempts(id) > 0; }));
  }

  GatewayWorld world;
  std::vector<std::string> ids;
};

TEST_F(Conversation, StaysOnItsKey) {
  auto body = chat_body("a question");
  for (int turn = 0; turn < 5; ++turn) {
    const auto answer = world.chat(body);
    ASSERT_EQ(answer.status, 200);
    body["messages"].push_back({{"role", "assistant"}, {"content", answer.text()}});
    body["messages"].push_back({{"role", "user"}, {"content", "go on"}});
  }
  EXPECT_LE(keys_used(), 2U); // the first turn is no conversation yet
}

TEST_F(Conversation, WithAnIdStaysOnItsKeyFromTheFirstTurnOn) {
  auto body = chat_body();
  body["prompt_cache_key"] = "conversation 1";
  for (int i = 0; i < 6; ++i)
    ASSERT_EQ(world.chat(body).status, 200);
  EXPECT_EQ(keys_used(), 1U);
}

TEST_F(Conversation, IsNoneWithAffinitySwitchedOff) {
  world.set({{"routing", {{"affinity", false}}}});
  auto body = chat_body();
  body["prompt_cache_key"] = "conversation 1";
  for (int i = 0; i < 4; ++i)
    ASSERT_EQ(world.chat(body).status, 200);
  EXPECT_EQ(keys_used(), 4U);
}

TEST_F(Conversation, MovesOnWhenItsKeyHasNoRoom) {
  world.set({{"routing", {{"max_wait_ms", 0}}}});
  ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, {{"rpm", 2}}).status, 200);
  auto body = chat_body();
  body["prompt_cache_key"] = "conversation 1";
  for (int i = 0; i < 8; ++i)
    ASSERT_EQ(world.chat(body).status, 200);
  EXPECT_EQ(keys_used(), 4U);
}

} // namespace
} // namespace geminid::test::another_model_test
