// Which key a request is sent with, and how many it may be tried with.
#include "tests/gateway/told.hpp"

namespace geminid::test::choice_test {
namespace {

using namespace std::chrono_literals;

const Told busy{429, "rate_limit_error", "rate_limit_exceeded", Retry::soon};
const Told cooling_down{429, "rate_limit_error", "rate_limit_exceeded", Retry::later};
const Told no_keys{503, "server_error", "no_upstream_keys", Retry::never};

class Choice : public testing::Test {
protected:
  void set_routing(const json& routing) { world.set({{"routing", routing}}); }
  void limit_model(const json& limits) {
    ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, limits).status, 200);
  }
  void serve(int requests) {
    for (int i = 0; i < requests; ++i)
      ASSERT_EQ(world.chat().status, 200);
  }
  std::vector<std::uint64_t> attempts(const std::vector<std::string>& ids) {
    std::vector<std::uint64_t> counts;
    for (const auto& id : ids)
      counts.push_back(world.attempts(id));
    return counts;
  }
  /// Google answers every request so.
  void spoil_all(std::string body) {
    sim::Fault fault;
    fault.body = std::move(body);
    fault.count.reset();
    ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  }

  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}}};
};

using Counts = std::vector<std::uint64_t>;

TEST_F(Choice, TakesTheLowestPriorityNumberWhileItHasRoom) {
  const auto paid = world.add_key({.priority = 7});
  const auto free = world.add_key({.priority = 1});
  limit_model({{"rpm", 3}});
  serve(2);
  EXPECT_EQ(attempts({free, paid}), (Counts{2, 0}));
  serve(3);
  EXPECT_EQ(attempts({free, paid}), (Counts{3, 2}));
  world.leap(61s);
  serve(1);
  EXPECT_EQ(attempts({free, paid}), (Counts{4, 2}));
}

TEST_F(Choice, IsInProportionToWeightRoundRobin) {
  set_routing({{"strategy", "round_robin"}});
  const auto heavy = world.add_key({.weight = 3});
  const auto light = world.add_key();
  for (std::uint64_t round = 1; round <= 3; ++round) {
    serve(4);
    EXPECT_EQ(attempts({heavy, light}), (Counts{3 * round, round}));
  }
}

TEST_F(Choice, IsInProportionToWeightByLeastUse) {
  const auto heavy = world.add_key({.weight = 2});
  const auto light = world.add_key();
  limit_model({{"rpm", 100}});
  serve(9);
  EXPECT_EQ(attempts({heavy, light}), (Counts{6, 3}));
}

TEST_F(Choice, ByLeastUseFavoursTheLargerLimit) {
  const auto wide = world.add_key();
  const auto narrow = world.add_key();
  limit_model({{"rpm", 12}});
  ASSERT_EQ(world.admin("PATCH", "/keys/" + narrow, {{"limits", {{default_model, {{"rpm", 4}}}}}}).status, 200);
  serve(8);
  EXPECT_EQ(attempts({wide, narrow}), (Counts{6, 2}));
}

TEST_F(Choice, SparesAProtectedKeyWhileAnotherHasRoom) {
  set_routing({{"usage_protection_percent", 50}});
  const auto first = world.add_key();
  const auto second = world.add_key({.priority = 1});
  limit_model({{"rpm", 4}});
  serve(4);
  EXPECT_EQ(attempts({first, second}), (Counts{2, 2}));
  serve(4); // none is left but the protected
  EXPECT_EQ(attempts({first, second}), (Counts{4, 4}));
  expect_told(world.chat(), busy);
}

TEST_F(Choice, ShowsAKeyNearItsLimitAsWarning) {
  const auto id = world.add_key();
  set_routing({{"usage_warning_percent", 50}});
  limit_model({{"rpm", 4}});
  serve(1);
  EXPECT_EQ(text_in(world.key(id), "state"), "healthy");
  serve(1);
  EXPECT_EQ(text_in(world.key(id), "state"), "warning");
  world.leap(61s);
  EXPECT_EQ(text_in(world.key(id), "state"), "healthy");
}

TEST_F(Choice, IsMadeAtMostMaxAttemptsTimesEachTimeOfAnotherKey) {
  const auto ids = world.add_keys(5);
  spoil_all("overloaded");
  EXPECT_EQ(world.chat().status, 503);
  EXPECT_EQ(world.attempts(), 3U);
  for (const auto& id : ids)
    EXPECT_LE(world.attempts(id), 1U);
  set_routing({{"max_attempts", 1}});
  EXPECT_EQ(world.stream().status, 503);
  EXPECT_EQ(world.attempts(), 4U);
}

TEST_F(Choice, OfAKeyForAMissingModelIsMadeTwiceAtMost) {
  world.add_keys(4);
  spoil_all("not_found");
  EXPECT_EQ(world.chat().status, 404);
  EXPECT_EQ(world.attempts(), 2U);
}

TEST_F(Choice, PassesOverDisabledKeys) {
  const auto off = world.add_key();
  const auto on = world.add_key({.priority = 1});
  ASSERT_EQ(world.admin("PATCH", "/keys/" + off, {{"enabled", false}}).status, 200);
  serve(2);
  EXPECT_EQ(attempts({off, on}), (Counts{0, 2}));
  ASSERT_EQ(world.admin("PATCH", "/keys/" + off, {{"enabled", true}}).status, 200);
  serve(1);
  EXPECT_EQ(attempts({off, on}), (Counts{1, 2}));
}

TEST_F(Choice, OfNoneIsToldWithoutAnyKey) {
  expect_told(world.chat(), no_keys);
  expect_told(world.stream(), no_keys);
  EXPECT_EQ(world.request("GET", "/health/ready", "", "").status, 503);
  world.add_key();
  EXPECT_EQ(world.request("GET", "/health/ready", "", "").status, 200);
}

TEST_F(Choice, FallsOnAReplacedKeyAfterADeletion) {
  const auto first = world.add_key();
  serve(1);
  ASSERT_EQ(world.admin("DELETE", "/keys/" + first).status, 204);
  expect_told(world.chat(), no_keys);
  world.add_key();
  serve(1);
}

// 401 and 403 without a recognised reason, in a row: the key cools down, doubling up to an hour.

TEST_F(Choice, LeavesAKeyAloneAfterStrikesInARowForTwiceAsLongEachTime) {
  set_routing({{"failure_threshold", 2}, {"cooldown_seconds", 1000}});
  const auto id = world.add_key();
  spoil_all("unauthenticated");
  for (const auto cooldown : {1000s, 2000s, 3600s, 3600s}) {
    expect_told(world.chat(), no_keys);
    EXPECT_EQ(text_in(world.key(id), "state"), "healthy");
    const auto before = world.attempts();
    const auto began = world.now();
    expect_told(world.chat(), cooling_down);
    const auto key = world.key(id);
    EXPECT_EQ(text_in(key, "state"), "cooling_down");
    EXPECT_FALSE(text_in(key, "reason").empty());
    const auto until = instant_in(key, "next_change_at");
    ASSERT_TRUE(until);
    EXPECT_TRUE(*until >= began + cooldown - 1ms && *until <= world.now() + cooldown) << key;
    expect_told(world.chat(), cooling_down);
    EXPECT_EQ(world.attempts(), before + 1); // the last was none
    world.leap_to(*until);
  }
}

TEST_F(Choice, ForgetsStrikesWhenTheKeyServes) {
  set_routing({{"failure_threshold", 2}});
  const auto id = world.add_key();
  for (int i = 0; i < 3; ++i) {
    sim::Fault fault;
    fault.body = "unauthenticated";
    ASSERT_TRUE(world.google().faults().add(fault));
    expect_told(world.chat(), no_keys);
    serve(1);
  }
  EXPECT_EQ(text_in(world.key(id), "state"), "healthy");
}

TEST_F(Choice, KeepsACooldownAndAnInvalidKeyOverARestart) {
  set_routing({{"failure_threshold", 1}});
  const auto cooling = world.add_key();
  const auto invalid = world.add_key({.priority = 1});
  for (const auto& [id, body] : {std::pair{cooling, "unauthenticated"}, std::pair{invalid, "leaked"}}) {
    sim::Fault fault;
    fault.key = world.secret(id);
    fault.body = body;
    ASSERT_TRUE(world.google().faults().add(fault));
  }
  expect_told(world.chat(), busy);
  world.restart();
  EXPECT_EQ(text_in(world.key(cooling), "state"), "cooling_down");
  EXPECT_EQ(text_in(world.key(invalid), "state"), "invalid");
  EXPECT_FALSE(text_in(world.key(invalid), "reason").empty());
}

} // namespace
} // namespace geminid::test::choice_test
