// What Google refuses to everybody alike: keys are not burnt on it, and nobody is blamed.
#include "tests/gateway/told.hpp"

namespace geminid::test::circuits_test {
namespace {

using namespace std::chrono_literals;

const Told limited{429, "rate_limit_error", "rate_limit_exceeded", Retry::soon};
const Told no_location{503, "server_error", "location_unsupported", Retry::never};

class Circuits : public testing::TestWithParam<bool> {
protected:
  Answer ask() { return GetParam() ? world.stream() : world.chat(); }
  void spoil(std::string body, std::uint64_t count) {
    sim::Fault fault;
    fault.body = std::move(body);
    fault.count = count;
    ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  }
  /// Scope and state of those that are not closed.
  std::vector<std::pair<std::string, std::string>> open() {
    std::vector<std::pair<std::string, std::string>> found;
    const auto listed = world.admin("GET", "/circuits");
    for (const auto& circuit : listed.document.at("circuits"))
      found.emplace_back(circuit.at("scope"), circuit.at("state"));
    return found;
  }
  using Open = std::vector<std::pair<std::string, std::string>>;

  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}}};
};

TEST_P(Circuits, OpenForAModelThatIsRefusedToThreeProjectsWithoutNamingALimit) {
  const auto ids = world.add_keys(4);
  spoil("bare429", 3);
  expect_told(ask(), limited);
  EXPECT_EQ(world.attempts(), 3U);
  EXPECT_EQ(open(), (Open{{"model", "open"}}));
  for (const auto& id : ids)
    EXPECT_EQ(text_in(world.key(id), "state"), "healthy"); // all are forgiven
  expect_told(ask(), limited);
  EXPECT_EQ(world.attempts(), 3U); // nor is the fourth burnt
  EXPECT_EQ(world.chat(chat_body("hello", "gemini-2.5-pro")).status, 200);
}

TEST_P(Circuits, OfAModelCloseAgainWithTheFirstAnswer) {
  world.add_keys(3);
  spoil("bare429", 3);
  EXPECT_EQ(ask().status, 429);
  world.leap(13s);
  EXPECT_EQ(ask().status, 429);
  world.leap(2s);
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(open(), Open{});
  EXPECT_EQ(ask().status, 200);
}

TEST_P(Circuits, OfTheLocationAreTriedWithOneOtherKeyAndThenOpenForThose) {
  world.add_keys(2);
  spoil("location", 2);
  expect_told(ask(), no_location);
  EXPECT_EQ(world.attempts(), 2U);
  expect_told(ask(), no_location);
  EXPECT_EQ(world.attempts(), 2U);
  EXPECT_EQ(open(), (Open{{"location", "open"}}));
  world.leap(15min);
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(open(), Open{});
}

TEST_P(Circuits, OfTheLocationLeaveTheKeysAloneThatGoogleServes) {
  const auto refused = world.add_key();
  const auto served = world.add_key({.priority = 1});
  spoil("location", 1);
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(world.attempts(refused), 1U);
  EXPECT_EQ(world.attempts(served), 2U);
  EXPECT_EQ(text_in(world.key(refused), "state"), "healthy");
}

TEST_P(Circuits, OfSpendingHoldForEveryModelOfTheProject) {
  const auto ids = world.add_keys(2, {.project = "spender"});
  const auto thrifty = world.add_key({.priority = 1});
  spoil("spend", 1);
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(world.chat(chat_body("hello", "gemini-2.5-pro")).status, 200);
  EXPECT_EQ(world.attempts(ids[0]) + world.attempts(ids[1]), 1U);
  EXPECT_EQ(world.attempts(thrifty), 2U);
  EXPECT_EQ(open(), (Open{{"project", "open"}}));
}

INSTANTIATE_TEST_SUITE_P(Answer, Circuits, testing::Bool(),
                         [](const auto& of) { return of.param ? "Streamed" : "Whole"; });

} // namespace
} // namespace geminid::test::circuits_test
