// Faults that come instead of an answer, and what a model is scripted to refuse.
#include "tests/gemini_sim/sim_fixture.hpp"

namespace geminid::sim::fault_route_test {
namespace {

class FaultRoute : public SimTest {
protected:
  static constexpr auto flash_3 = "gemini-3-flash-preview";

  json answered_call() {
    auto request = user_text("call f()");
    request["tools"] = json::parse(R"([{"functionDeclarations":[{"name":"f"}]}])");
    const auto parts = body_of(generate(request, flash_3))["candidates"][0]["content"]["parts"];
    request["contents"].push_back({{"role", "model"}, {"parts", parts}});
    request["contents"].push_back(
        json::parse(R"({"parts":[{"functionResponse":{"name":"f","response":{"output":1}}}]})"));
    return request;
  }
};

TEST_F(FaultRoute, AnswersEveryNamedErrorAsItIs) {
  const ErrorContext context{.model = flash, .quota_model = flash, .key = "key-1"};
  for (const auto name : error_names()) {
    add_fault(json{{"kind", "status"}, {"body", name}}.dump());
    const auto answer = generate(user_text("hi"));
    const auto expected = *named_error(name, context);
    EXPECT_EQ(answer.status, expected.status) << name;
    EXPECT_EQ(answer.header("content-type"), expected.content_type) << name;
    EXPECT_EQ(answer.body, expected.body) << name;
  }
  EXPECT_EQ(generate(user_text("hi")).status, 200);
}

TEST_F(FaultRoute, AnswersWhateverACustomFaultSays) {
  add_fault(R"({"kind":"status","body":"custom","status":502,"content":"bad","content_type":"text/plain"})");
  const auto answer = generate(user_text("hi"));
  EXPECT_EQ(answer.status, 502);
  EXPECT_EQ(answer.header("content-type"), "text/plain");
  EXPECT_EQ(answer.body, "bad");
}

TEST_F(FaultRoute, LeavesAPageAPageInArrayForm) {
  add_fault(R"({"kind":"status","body":"html_502"})");
  EXPECT_TRUE(stream(user_text("hi"), flash, "").body.starts_with("<!DOCTYPE html>"));
  add_fault(R"({"kind":"status","body":"internal"})");
  EXPECT_EQ(body_of(stream(user_text("hi"), flash, ""))[0]["error"]["code"], 500);
}

TEST_F(FaultRoute, StrikesOneKeyAndModelUntilItIsRemoved) {
  add_fault(R"({"kind":"status","body":"leaked","key":"key-1","model":"gemini-2.5-flash","count":null})");
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(generate(user_text("hi")).status, 403);
  EXPECT_EQ(generate(user_text("hi"), flash, "key-2").status, 200);
  EXPECT_EQ(generate(user_text("hi"), "gemini-2.5-pro").status, 200);
  EXPECT_EQ(control("DELETE", "/_sim/faults?key=key-1").status, 200);
  EXPECT_EQ(generate(user_text("hi")).status, 200);
}

TEST_F(FaultRoute, ThrottlesEveryKeyOfAModelUntilSwitchedOff) {
  add_fault(R"({"kind":"egress_throttle","model":"gemini-2.5-flash"})");
  for (const auto* key : {"key-1", "key-2", "key-3", "key-1"}) {
    const auto answer = generate(user_text("hi"), flash, key);
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.body, named_error("bare429", {})->body);
  }
  EXPECT_EQ(generate(user_text("hi"), "gemini-2.5-pro").status, 200);
  EXPECT_EQ(control("DELETE", "/_sim/faults?kind=egress_throttle").status, 200);
  EXPECT_EQ(generate(user_text("hi")).status, 200);
}

TEST_F(FaultRoute, ResetsTheConnectionBeforeAnyByte) {
  add_fault(R"({"kind":"reset"})");
  const auto answer = generate(user_text("hi"));
  EXPECT_EQ(answer.status, 0);
  EXPECT_EQ(answer.head, "");
  EXPECT_TRUE(was_reset);
  EXPECT_EQ(simulator().stats().requests("key-1", flash, status_none), 1U);
}

TEST_F(FaultRoute, AnswersSlowly) {
  add_fault(R"({"kind":"slow","ms":20})");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(generate(user_text("hi")).status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds{20});
}

TEST_F(FaultRoute, HangsUntilReleased) {
  add_fault(R"({"kind":"hang"})");
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(
        request_text("POST", action(flash, "generateContent"), key_header("key-1"), user_text("hi").dump()));
    while (simulator().hung() == 0)
      co_await test::settle(io, 1);
    RawClient other{io};
    EXPECT_TRUE(co_await other.connect(simulator().port()));
    const auto released = co_await other.exchange(request_text("POST", "/_sim/release"));
    EXPECT_EQ(body_of(released)["released"], 1);
    const auto answer = co_await client.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(simulator().hung(), 0U);
  });
}

TEST_F(FaultRoute, HangsUntilTheClientLeaves) {
  add_fault(R"({"kind":"hang"})");
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(
        request_text("POST", action(flash, "generateContent"), key_header("key-1"), user_text("hi").dump()));
    while (simulator().hung() == 0)
      co_await test::settle(io, 1);
    client.close();
    while (simulator().hung() > 0 || simulator().stats().active() > 0)
      co_await test::settle(io, 1);
    EXPECT_EQ(simulator().stats().aborted(), 1U);
  });
}

struct FieldFault {
  const char* name;
  const char* field;
  const char* body;
  /// generationConfig that has the field.
  const char* config;
  const char* message;
};

void PrintTo(const FieldFault& c, std::ostream* out) {
  *out << c.name;
}

class RefusedFieldRoute : public FaultRoute, public testing::WithParamInterface<FieldFault> {};

TEST_P(RefusedFieldRoute, RefusesTheFieldAndServesTheRest) {
  add_fault(json{{"kind", "refuse_field"}, {"field", GetParam().field}, {"body", GetParam().body}}.dump());
  auto request = user_text("hi");
  EXPECT_EQ(generate(request, flash_3).status, 200);
  request["generationConfig"] = json::parse(GetParam().config);
  for (int i = 0; i < 2; ++i) {
    const auto answer = generate(request, flash_3);
    EXPECT_EQ(answer.status, 400);
    EXPECT_THAT(message_of(answer), HasSubstr(GetParam().message));
  }
  EXPECT_EQ(control("DELETE", "/_sim/faults").status, 200);
  EXPECT_EQ(generate(request, flash_3).status, 200);
}

INSTANTIATE_TEST_SUITE_P(Fields, RefusedFieldRoute,
                         testing::Values(FieldFault{"penalty", "generationConfig.presencePenalty", "penalty",
                                                    R"({"presence_penalty":1})",
                                                    "Penalty is not enabled for models/gemini-3-flash-preview"},
                                         FieldFault{"candidates", "generationConfig.candidateCount", "candidates",
                                                    R"({"candidateCount":2})", "Multiple candidates is not enabled"},
                                         FieldFault{"thinking_level", "generationConfig.thinkingConfig.thinkingLevel",
                                                    "thinking_level", R"({"thinkingConfig":{"thinkingLevel":"low"}})",
                                                    "Thinking level is not supported for this model."},
                                         FieldFault{"thinking_budget", "generationConfig.thinkingConfig.thinkingBudget",
                                                    "thinking_budget", R"({"thinkingConfig":{"thinkingBudget":0}})",
                                                    "Budget 0 is invalid. This model only works in thinking mode."}),
                         name_of_case);

TEST_F(FaultRoute, TakesItsOwnSignaturesBack) {
  EXPECT_EQ(generate(answered_call(), flash_3).status, 200);
}

TEST_F(FaultRoute, RefusesForeignSignaturesButTakesTheSentinel) {
  auto request = answered_call();
  add_fault(R"({"kind":"foreign_signatures"})");
  const auto refused = generate(request, flash_3);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(message_of(refused), "Corrupted thought signature.");
  auto& signature = request["contents"][1]["parts"][0]["thoughtSignature"];
  signature = "skip_thought_signature_validator";
  EXPECT_EQ(generate(request, flash_3).status, 200);
}

} // namespace
} // namespace geminid::sim::fault_route_test
