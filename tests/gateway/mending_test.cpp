// A field that the model refuses is taken out and the same key asked once more; the finding spares the next request.
#include "tests/gateway/told.hpp"
#include "tools/gemini_sim/errors.hpp"

#include <tuple>

namespace geminid::test::mending_test {
namespace {

using namespace std::chrono_literals;

struct Mend {
  const char* name;
  const char* model;
  json field;           // of the client's body
  const char* refusal;  // Google's words
  const char* upstream; // what the mended request lacks
};

class Mending : public testing::TestWithParam<std::tuple<Mend, bool>> {
protected:
  [[nodiscard]] const Mend& mend() const { return std::get<0>(GetParam()); }

  Answer ask() {
    auto body = chat_body("hello", mend().model);
    body.update(mend().field);
    return std::get<1>(GetParam()) ? world.stream(body) : world.chat(body);
  }
  /// Google refuses the next `count` requests that hold the field, whichever key sends them.
  void refuse(std::uint64_t count) {
    const auto error = sim::invalid_argument(mend().refusal);
    sim::Fault fault;
    fault.body = "custom";
    fault.status = error.code;
    fault.content = error.body();
    fault.count = count;
    ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  }
  std::vector<bool> sent_with_field() {
    std::vector<bool> sent;
    const auto recorded = world.google().stats().recorded_json();
    for (const auto& request : recorded.at("requests"))
      sent.push_back(request.at("body").get<std::string>().find(mend().upstream) != std::string::npos);
    return sent;
  }

  GatewayWorld world;
};

TEST_P(Mending, AsksTheSameKeyOnceMoreWithoutTheField) {
  const auto first = world.add_key();
  const auto second = world.add_key({.priority = 1});
  refuse(1);
  const auto answer = ask();
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(sent_with_field(), (std::vector<bool>{true, false}));
  EXPECT_EQ(world.attempts(first), 2U);
  EXPECT_EQ(world.attempts(second), 0U);
  EXPECT_EQ(text_in(world.key(first), "state"), "healthy");
  EXPECT_EQ(world.key(first).at("totals").at("failures"), 0);
}

TEST_P(Mending, IsRememberedOverARestart) {
  world.add_key();
  refuse(1);
  ask();
  world.restart();
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(sent_with_field(), (std::vector<bool>{true, false, false}));
  world.leap(24h + 1s);
  ask();
  EXPECT_EQ(sent_with_field().back(), true) << "models change";
}

TEST_P(Mending, TellsTheClientWhenItDoesNotHelp) {
  world.add_keys(2);
  refuse(2);
  expect_told(ask(), {400, "invalid_request_error", "invalid_value"});
  EXPECT_EQ(world.attempts(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Fields, Mending,
                         testing::Combine(testing::Values(Mend{"Penalty",
                                                               "gemini-2.0-flash",
                                                               {{"frequency_penalty", 0.5}},
                                                               "Penalty is not enabled for this model",
                                                               "frequencyPenalty"},
                                                          Mend{"Logprobs",
                                                               "gemini-2.0-flash",
                                                               {{"logprobs", true}},
                                                               "Logprobs is not enabled for this model",
                                                               "responseLogprobs"},
                                                          Mend{"Thinking",
                                                               "gemini-2.5-flash",
                                                               {{"reasoning_effort", "low"}},
                                                               "Thinking budget is not supported for this model",
                                                               "thinkingConfig"}),
                                          testing::Bool()),
                         [](const auto& of) {
                           return std::get<0>(of.param).name +
                                  std::string{std::get<1>(of.param) ? "Streamed" : "Whole"};
                         });

} // namespace
} // namespace geminid::test::mending_test
