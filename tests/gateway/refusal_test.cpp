// The table of refusal_rows.cpp, walked through with one key and with two, streamed and not.
#include "actors/policy/pacific_day.hpp"
#include "tests/gateway/told.hpp"

#include <tuple>

namespace geminid::test::refusal_test {
namespace {

using namespace std::chrono_literals;

/// How near to an instant a test goes to show that it is not reached.
constexpr Duration before = 2s;

class Refusal : public testing::TestWithParam<std::tuple<RefusalRow, bool>> {
protected:
  [[nodiscard]] const RefusalRow& row() const { return std::get<0>(GetParam()); }
  [[nodiscard]] bool streamed() const { return std::get<1>(GetParam()); }

  Answer ask() {
    began_ = world.now();
    auto answer = streamed() ? world.stream() : world.chat();
    ended_ = world.now();
    return answer;
  }

  /// Google refuses the key so from now on; `count` times when given.
  void spoil(const std::string& id, std::optional<std::uint64_t> count = std::nullopt) {
    auto fault = row().fault;
    fault.key = world.secret(id);
    fault.count = count;
    ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  }

  void expect_until(const json& use) {
    const auto until = instant_in(use, "until");
    if (row().mark.until_midnight) {
      EXPECT_EQ(until, policy::next_pacific_midnight(ended_));
    } else if (!row().mark.lasts) {
      EXPECT_FALSE(until) << use;
    } else {
      ASSERT_TRUE(until) << use;
      EXPECT_GE(*until, began_ + *row().mark.lasts - 1ms) << use; // the gateway's milliseconds are its own
      EXPECT_LE(*until, ended_ + *row().mark.lasts + 1ms) << use;
    }
  }

  void expect_mark(const std::string& id) {
    const auto& mark = row().mark;
    const auto key = world.key(id);
    const auto use = world.use(id);
    EXPECT_EQ(text_in(key, "state"), mark.key_state) << key;
    EXPECT_EQ(text_in(use, "state"), mark.model_state) << use;
    const auto reason = text_in(mark.key_state == "invalid" ? key : use, "reason");
    EXPECT_NE(reason.find(mark.reason), std::string::npos) << reason;
    EXPECT_EQ(reason.empty(), mark.reason.empty()) << reason;
    EXPECT_EQ(key.at("totals").at("failures"), mark.blamed ? 1 : 0);
    EXPECT_EQ(key.at("last_error").is_string(), mark.remembered) << key;
    expect_until(use);
  }

  void expect_untouched(const std::string& id) {
    const auto key = world.key(id);
    EXPECT_EQ(text_in(key, "state"), "healthy") << key;
    EXPECT_EQ(key.at("totals").at("failures"), 0);
    EXPECT_TRUE(key.at("last_error").is_null()) << key;
  }

  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}}};

private:
  Instant began_{};
  Instant ended_{};
};

TEST_P(Refusal, OfTheOnlyKeyIsToldAndLeavesItsMark) {
  const auto id = world.add_key();
  spoil(id);
  expect_told(ask(), row().told);
  EXPECT_EQ(world.attempts(), 1U);
  expect_mark(id);
}

TEST_P(Refusal, OfTheFirstKeyIsNoMatterForTheClientWhereAnotherMayServe) {
  const auto first = world.add_key();
  const auto second = world.add_key({.priority = 1});
  spoil(first);
  const auto answer = ask();
  if (row().rotates) {
    EXPECT_EQ(answer.status, 200) << answer.body;
  } else {
    expect_told(answer, row().told);
  }
  EXPECT_EQ(world.attempts(first), 1U);
  EXPECT_EQ(world.attempts(second), row().rotates ? 1U : 0U);
  expect_mark(first);
  expect_untouched(second);
}

TEST_P(Refusal, OfBothKeysIsToldAfterBothWereTried) {
  const auto first = world.add_key();
  const auto second = world.add_key({.priority = 1});
  spoil(first);
  spoil(second);
  expect_told(ask(), row().told);
  EXPECT_EQ(world.attempts(first), 1U);
  EXPECT_EQ(world.attempts(second), row().rotates ? 1U : 0U);
  expect_mark(first);
  if (row().rotates)
    expect_mark(second);
  else
    expect_untouched(second);
}

TEST_P(Refusal, KeepsTheKeyOutOfUseForItsTimeAndNoLonger) {
  const auto id = world.add_key();
  spoil(id, 1);
  const auto refused = ask();
  ASSERT_NE(refused.status, 200);
  const auto& mark = row().mark;
  const auto until = instant_in(world.use(id), "until");
  if (row().meanwhile) {
    if (until)
      world.leap_to(*until - before);
    else
      world.leap(48h); // time alone brings nothing back
    auto told = *row().meanwhile;
    if (until && told.retry == Retry::later)
      told.retry = Retry::soon; // by now it is
    expect_told(ask(), told);
    EXPECT_EQ(world.attempts(), 1U);
    if (!until)
      return;
    world.leap_to(*until);
  }
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(world.attempts(), 2U);
  EXPECT_EQ(text_in(world.key(id), "state"), "healthy");
  EXPECT_EQ(world.key(id).at("totals").at("failures"), mark.blamed ? 1 : 0);
}

std::string name_of(const testing::TestParamInfo<std::tuple<RefusalRow, bool>>& of) {
  return std::get<0>(of.param).name + (std::get<1>(of.param) ? "Streamed" : "Whole");
}

TEST(SuspendedProject, IsNotTriedWithItsOtherKeysAtOnce) {
  GatewayWorld world;
  const auto ids = world.add_keys(3, {.project = "suspended"});
  const auto other = world.add_key();
  sim::Fault fault;
  fault.body = "suspended";
  for (const auto& id : ids) {
    fault.key = world.secret(id);
    ASSERT_TRUE(world.google().faults().add(fault));
  }
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(world.chat().status, 200);
  EXPECT_EQ(world.attempts(), 11U); // one in vain
  int invalid = 0;
  for (const auto& id : ids) {
    const auto state = text_in(world.key(id), "state");
    invalid += state == "invalid" ? 1 : 0;
    EXPECT_TRUE(state == "invalid" || state == "cooling_down") << state;
  }
  EXPECT_EQ(invalid, 1);
  EXPECT_EQ(text_in(world.key(other), "state"), "healthy");
}

INSTANTIATE_TEST_SUITE_P(Rows, Refusal, testing::Combine(testing::ValuesIn(refusal_rows()), testing::Bool()), name_of);

} // namespace
} // namespace geminid::test::refusal_test
