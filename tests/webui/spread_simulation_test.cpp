#include "webui/view/spread_simulation.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::spread_simulation_test {
namespace {

using policy::Strategy;
using namespace std::chrono_literals;

const Instant noon{std::chrono::hours{490'000}};

SimulatedKey key_of(double weight = 1, std::int32_t priority = 0) {
  SimulatedKey key;
  key.weight = weight;
  key.priority = priority;
  return key;
}

SimulatedKey limited_key(std::int64_t rpm) {
  auto key = key_of();
  key.limits.rpm = {rpm, policy::LimitSource::set};
  return key;
}

SpreadScenario scenario_of(Strategy strategy, std::int64_t requests_per_minute) {
  SpreadScenario scenario;
  scenario.strategy = strategy;
  scenario.requests_per_minute = requests_per_minute;
  return scenario;
}

std::vector<std::int64_t> served(const Spread& spread) {
  std::vector<std::int64_t> counts;
  for (const auto& key : spread.keys)
    counts.push_back(key.served);
  return counts;
}

TEST(SpreadSimulation, RoundRobinServesInProportionToWeight) {
  const std::vector keys{key_of(1), key_of(2), key_of(3)};
  const auto spread = simulate_spread(keys, scenario_of(Strategy::round_robin, 600), noon);
  EXPECT_EQ(served(spread), (std::vector<std::int64_t>{100, 200, 300}));
  EXPECT_EQ(spread.refused, 0);
}

TEST(SpreadSimulation, LeastUsedEvensOutWhatTheLimitsLeave) {
  const std::vector keys{limited_key(100), limited_key(300)};
  const auto spread = simulate_spread(keys, scenario_of(Strategy::least_used, 200), noon);
  EXPECT_NEAR(static_cast<double>(spread.keys[0].served), 50, 1);
  EXPECT_NEAR(static_cast<double>(spread.keys[1].served), 150, 1);
}

TEST(SpreadSimulation, LeastUsedFirstTakesFromTheKeyThatHasUsedLess) {
  std::vector keys{limited_key(100), limited_key(100)};
  keys[0].requests_of_minute = 60;
  const auto spread = simulate_spread(keys, scenario_of(Strategy::least_used, 40), noon);
  EXPECT_GT(spread.keys[1].served, spread.keys[0].served);
}

TEST(SpreadSimulation, TheNextPriorityServesOnlyWhenTheFirstHasNoRoom) {
  std::vector keys{limited_key(10), key_of(1, 5)};
  const auto few = simulate_spread(keys, scenario_of(Strategy::round_robin, 10), noon);
  EXPECT_EQ(served(few), (std::vector<std::int64_t>{10, 0}));
  const auto many = simulate_spread(keys, scenario_of(Strategy::round_robin, 30), noon);
  EXPECT_EQ(served(many), (std::vector<std::int64_t>{10, 20}));
  EXPECT_EQ(many.keys[0].full_after, 18s); // the tenth of a request every two seconds
}

TEST(SpreadSimulation, AKeyOverTheProtectionIsUsedOnlyWhenNoOtherHasRoom) {
  std::vector keys{limited_key(100), limited_key(100)};
  keys[1].priority = 1;
  auto scenario = scenario_of(Strategy::round_robin, 120);
  scenario.protection_percent = 60;
  const auto spread = simulate_spread(keys, scenario, noon);
  EXPECT_EQ(served(spread), (std::vector<std::int64_t>{60, 60}));
  EXPECT_EQ(spread.keys[0].protected_after, Duration{59 * 500});
  scenario.protection_percent = 100;
  EXPECT_EQ(served(simulate_spread(keys, scenario, noon)), (std::vector<std::int64_t>{100, 20}));
}

TEST(SpreadSimulation, NoLimitIsEverPassed) {
  std::vector keys{limited_key(20), limited_key(5)};
  keys[0].requests_of_minute = 7;
  keys[1].limits.tpm = {3'000, policy::LimitSource::learned};
  auto scenario = scenario_of(Strategy::least_used, 300);
  scenario.wait_max = 0s;
  const auto spread = simulate_spread(keys, scenario, noon);
  EXPECT_EQ(spread.keys[0].served, 19); // the last of the seven has just been made and stays for the minute
  EXPECT_LE(spread.keys[1].served, 3);
  for (const auto& key : spread.keys)
    EXPECT_LE(key.usage_percent, 100);
  EXPECT_GT(spread.refused, 0);
  EXPECT_EQ(spread.served + spread.refused, spread.requests);
}

TEST(SpreadSimulation, KeysOfOneProjectShareItsLimit) {
  std::vector keys{limited_key(10), limited_key(10), limited_key(10)};
  keys[0].project = keys[1].project = "shop";
  auto scenario = scenario_of(Strategy::round_robin, 60);
  scenario.wait_max = 0s;
  const auto spread = simulate_spread(keys, scenario, noon);
  EXPECT_EQ(spread.keys[0].served + spread.keys[1].served, 10);
  EXPECT_EQ(spread.keys[2].served, 10);
}

TEST(SpreadSimulation, ARequestWaitsForRoomAndIsRefusedAfterTheLongestWait) {
  std::vector keys{limited_key(1)};
  keys[0].requests_of_minute = 1; // which has just been made
  auto scenario = scenario_of(Strategy::least_used, 1);
  scenario.wait_max = 5s;
  const auto refused = simulate_spread(keys, scenario, noon);
  EXPECT_EQ(refused.refused, 1);
  EXPECT_EQ(refused.refused_after, 5s);
  scenario.wait_max = 60s;
  const auto waited = simulate_spread(keys, scenario, noon);
  EXPECT_EQ(waited.waited, 1);
  EXPECT_EQ(waited.longest_wait, 60s);
}

TEST(SpreadSimulation, AKeyThatCoolsDownServesFromTheMomentItIsBack) {
  std::vector keys{key_of(), key_of()};
  keys[0].cooling_until = noon + 30s;
  keys[1].usable = false;
  auto scenario = scenario_of(Strategy::least_used, 60);
  scenario.wait_max = 0s;
  const auto spread = simulate_spread(keys, scenario, noon);
  EXPECT_EQ(served(spread), (std::vector<std::int64_t>{30, 0}));
  EXPECT_EQ(spread.refused_after, 0s);
}

TEST(SpreadSimulation, SimulatesLessTimeWhereThereAreTooManyRequests) {
  const std::vector keys(50, key_of());
  const auto spread = simulate_spread(keys, scenario_of(Strategy::round_robin, 40'000), noon);
  EXPECT_EQ(spread.requests, simulated_requests_max);
  EXPECT_EQ(spread.span, 6s);
  EXPECT_EQ(spread.keys[7].served, simulated_requests_max / 50);
}

TEST(SpreadSimulation, WithoutKeysEverythingIsRefused) {
  const auto spread = simulate_spread({}, scenario_of(Strategy::least_used, 60), noon);
  EXPECT_EQ(spread.refused, 60);
}

} // namespace
} // namespace geminid::webui::spread_simulation_test
