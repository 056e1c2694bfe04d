// Random runs of the real actors against a model of Google. GEMINID_SIM_SEED=n runs seed n alone.
#include "tests/sim/simulation.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace geminid::routing_sim_test {
namespace {

using namespace geminid::sim;

std::vector<std::uint64_t> seeds() {
  if (const char* one = std::getenv("GEMINID_SIM_SEED"))
    return {std::strtoull(one, nullptr, 10)};
  std::vector<std::uint64_t> result;
  for (std::uint64_t seed = 1; seed <= GEMINID_SIM_SEEDS; ++seed)
    result.push_back(seed);
  return result;
}

class RoutingSimulation : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RoutingSimulation, KeepsItsPromisesWhateverHappens) {
  Simulation simulation{GetParam()};
  std::cout << "seed " << GetParam() << std::endl;
  try {
    simulation.run(GEMINID_SIM_REQUESTS);
  } catch (const Violation& violation) {
    FAIL() << violation.what() << "\nuntil then: " << simulation.tally().text();
  }
  const auto& tally = simulation.tally();
  std::cout << tally.text() << "; " << simulation.restarts() << " restarts in "
            << std::chrono::duration_cast<std::chrono::hours>(simulation.lasted()).count() << " hours" << std::endl;
  EXPECT_GE(tally.served, GEMINID_SIM_REQUESTS / 20) << "too little happened to prove much";
}

INSTANTIATE_TEST_SUITE_P(Seeds, RoutingSimulation, testing::ValuesIn(seeds()),
                         [](const auto& seed) { return std::to_string(seed.param); });

} // namespace
} // namespace geminid::routing_sim_test
