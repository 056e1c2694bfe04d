// Answers that one upstream request does not make: too long for it, or futile.
#include "tests/gateway/chat_answers.hpp"

#include <set>

namespace geminid::test::rounds_test {
namespace {

using namespace std::chrono_literals;
using sim::FaultKind;

constexpr auto long_answer = "[[decode=3]][[think=0]][[text=The quick brown fox jumps.]]"; // of three parts

class Rounds : public ChatAnswers {};

// Continuations.

TEST_P(Rounds, PutTheWholeOfALongAnswerTogether) {
  const auto first = world.add_key();
  const auto second = world.add_key({.priority = 1});
  const auto answer = ask(chat_body(long_answer));
  expect_choice(answer, "The quick brown fox jumps.", "stop");
  EXPECT_EQ(world.attempts(first), 3U);
  EXPECT_EQ(world.attempts(second), 0U); // whose token it is not
  EXPECT_EQ(world.use(first).at("rpm").at("used"), 3);
  const auto counted = usage(answer);
  EXPECT_EQ(counted.at("completion_tokens"), 7);
  EXPECT_EQ(total(first, "completion_tokens"), 7);
  EXPECT_EQ(total(first, "prompt_tokens"),
            3 * counted.at("prompt_tokens").get<std::int64_t>()); // each costs its prompt
  EXPECT_EQ(counted.at("total_tokens"), 7 + counted.at("prompt_tokens").get<std::int64_t>());
}

TEST_P(Rounds, GoOnWithTheSameKeyThoughAnotherIsFreer) {
  const auto ids = world.add_keys(3);
  expect_choice(ask(chat_body(long_answer)), "The quick brown fox jumps.", "stop");
  std::multiset<std::uint64_t> attempts;
  for (const auto& id : ids)
    attempts.insert(world.attempts(id));
  EXPECT_EQ(attempts, (std::multiset<std::uint64_t>{0, 0, 3}));
}

TEST_P(Rounds, EndForLengthWhereTheirKeyHasNoRoom) {
  world.set({{"routing", {{"max_wait_ms", 0}}}});
  const auto first = world.add_key();
  const auto second = world.add_key({.priority = 1});
  limit_model({{"rpm", 2}});
  expect_choice(ask(chat_body(long_answer)), "The quick brown fox jump", "length");
  EXPECT_EQ(world.attempts(first), 2U);
  EXPECT_EQ(world.attempts(second), 0U);
}

TEST_P(Rounds, WaitForTheirKey) {
  world.set({{"routing", {{"max_wait_ms", 120'000}}}});
  const auto id = world.add_key();
  world.add_key({.priority = 1});
  limit_model({{"rpm", 2}});
  const auto pending = begin(chat_body(long_answer));
  world.run_until([&] { return world.attempts(id) == 2; });
  world.settle();
  EXPECT_FALSE(pending->arrived());
  world.leap(61s);
  expect_choice(world.finish(pending), "The quick brown fox jumps.", "stop");
  EXPECT_EQ(world.attempts(id), 3U);
}

TEST_P(Rounds, EndForLengthWhenTheirKeyGoes) {
  world.set({{"routing", {{"max_wait_ms", 120'000}}}});
  const auto id = world.add_key();
  const auto other = world.add_key({.priority = 1});
  limit_model({{"rpm", 2}});
  const auto pending = begin(chat_body(long_answer));
  world.run_until([&] { return world.attempts(id) == 2; });
  world.settle();
  ASSERT_EQ(world.admin("DELETE", "/keys/" + id).status, 204);
  expect_choice(world.finish(pending), "The quick brown fox jump", "length");
  EXPECT_EQ(world.attempts(other), 0U);
}

TEST_P(Rounds, EndForLengthWhenGoogleRefusesTheRest) {
  const auto id = world.add_key();
  world.add_key();
  sim::Fault fault;
  fault.kind = FaultKind::refuse_field;
  fault.field = "continuationToken";
  spoil(fault);
  expect_choice(ask(chat_body(long_answer)), "The quick br", "length");
  EXPECT_EQ(world.attempts(), 2U);
  EXPECT_EQ(text_in(world.key(id), "state"), "healthy");
}

TEST_P(Rounds, EndForLengthWhenTheRestBreaks) {
  world.set({{"routing", {{"max_wait_ms", 120'000}}}});
  const auto id = world.add_key();
  limit_model({{"rpm", 2}});
  for (const auto kind : {FaultKind::close_mid_stream, FaultKind::data_error}) {
    const auto before = world.attempts();
    const auto pending = begin(chat_body(long_answer));
    world.run_until([&] { return world.attempts(id) == before + 2; });
    world.settle();
    spoil_next(kind);
    world.leap(61s);
    const auto answer = world.finish(pending);
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto all = choices(answer);
    EXPECT_TRUE(all.at(0).text.starts_with("The quick brown fox jump")) << all.at(0).text;
    EXPECT_EQ(all.at(0).finish, "length");
    EXPECT_EQ(answer.done(), GetParam()) << answer.body;
    EXPECT_EQ(total(id, "failures"), 0);
    world.leap(61s);
  }
}

TEST_P(Rounds, AreNotWithoutEnd) {
  const auto id = world.add_key();
  const auto answer = ask(chat_body("[[decode=1]][[think=0]][[tokens=40]]"));
  EXPECT_EQ(choices(answer).at(0).finish, "length") << answer.body;
  EXPECT_EQ(world.attempts(id), 17U);
  EXPECT_EQ(usage(answer).at("completion_tokens"), 17);
}

// Futile answers.

TEST_P(Rounds, AskOnceMoreWhenTheModelSlips) {
  const auto id = world.add_key(); // which has done nothing wrong, and may be asked again
  for (const auto kind : {FaultKind::malformed_function_call, FaultKind::empty_candidate}) {
    const auto attempts = world.attempts();
    const auto prompts = total(id, "prompt_tokens");
    spoil_next(kind);
    const auto answer = ask(chat_body("hello"));
    expect_choice(answer, "echo: hello", "stop");
    EXPECT_EQ(world.attempts() - attempts, 2U);
    EXPECT_EQ(total(id, "failures"), 0);
    const auto prompt = usage(answer).at("prompt_tokens").get<std::int64_t>();
    EXPECT_EQ(total(id, "prompt_tokens") - prompts, 2 * prompt); // the slip was paid for, too
  }
  EXPECT_EQ(world.use(id).at("rpm").at("used"), 4);
  EXPECT_EQ(text_in(world.key(id), "state"), "healthy");
}

TEST_P(Rounds, GiveTheClientASecondSlip) {
  world.add_keys(4);
  spoil_next(FaultKind::malformed_function_call, std::nullopt);
  const auto answer = ask(chat_body("hello"));
  expect_choice(answer, "", "stop");
  EXPECT_NE(choices(answer).at(0).refusal.find("MALFORMED_FUNCTION_CALL"), std::string::npos) << answer.body;
  EXPECT_EQ(world.attempts(), 2U);
  EXPECT_NE(world.log().find("Malformed function call: print"), std::string::npos);
}

TEST_P(Rounds, GiveTheClientASecondEmptyAnswer) {
  world.add_keys(4);
  spoil_next(FaultKind::empty_candidate, std::nullopt);
  expect_choice(ask(chat_body("hello")), "", "stop");
  EXPECT_EQ(world.attempts(), 2U);
}

TEST_P(Rounds, DoNotAskBeyondTheAttemptsAllowed) {
  world.add_keys(2);
  world.set({{"routing", {{"max_attempts", 1}}}});
  spoil_next(FaultKind::malformed_function_call);
  expect_choice(ask(chat_body("hello")), "", "stop");
  EXPECT_EQ(world.attempts(), 1U);
}

TEST_P(Rounds, DoNotReplaceWhatTheClientHas) {
  world.add_keys(2);
  const auto answer = ask(chat_body("[[finish=MALFORMED_RESPONSE]][[text=one two three]]"));
  expect_choice(answer, "one two three", "stop");
  EXPECT_EQ(world.attempts(), GetParam() ? 1U : 2U);
}

TEST_P(Rounds, NameTheModelThatAnsweredWhenAnotherWasAskedInVain) {
  world.set({{"routing", {{"max_wait_ms", 0}}}});
  world.add_keys(2);
  const auto* const other = "gemini-2.5-pro";
  ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, {{"fallbacks", {other}}}).status, 200);
  spoil_next(FaultKind::malformed_function_call);
  const auto pending = begin(chat_body("hello"));
  world.run_until([&] { return world.attempts() == 1; });
  for (const std::string model : {default_model, other}) {
    sim::Fault fault;
    fault.body = "overloaded";
    fault.model = model;
    fault.count.reset();
    ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  }
  const auto answer = world.finish(pending);
  expect_choice(answer, "", "stop");
  EXPECT_GT(world.attempts(), 2U);
  EXPECT_EQ(answer.header("x-geminid-model"), default_model);
}

TEST_P(Rounds, CountForTheUserAll) {
  world.add_key();
  const auto made = world.admin("POST", "/user-keys", {{"name", "limited"}, {"tpm", 1000}});
  const auto key = made.document.at("key").get<std::string>();
  auto body = chat_body("hello");
  body["stream"] = GetParam();
  const auto remaining = [&] {
    const auto answer =
        world.request("POST", "/v1/chat/completions", "Authorization: Bearer " + key + "\r\n", body.dump());
    EXPECT_EQ(answer.status, 200) << answer.body;
    return std::stoll(std::string{answer.header("x-ratelimit-remaining-tokens")});
  };
  const auto first = remaining();
  const auto plain = first - remaining();
  spoil_next(FaultKind::malformed_function_call);
  remaining();
  EXPECT_EQ(first - remaining(), 4 * plain); // of three requests, one of them made twice
}

INSTANTIATE_TEST_SUITE_P(Answer, Rounds, testing::Bool(),
                         [](const auto& of) { return of.param ? "Streamed" : "Whole"; });

} // namespace
} // namespace geminid::test::rounds_test
