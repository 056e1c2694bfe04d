// Demand without end: what the keys allow adds up, and nobody is asked for more.
#include "tests/sim/google.hpp"
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace geminid::saturation_sim_test {
namespace {

using namespace geminid::actors;
using namespace geminid::sim;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const std::string model = "flash";
const Instant midnight = *parse_rfc3339("2026-11-23T08:00:00Z"); // in Los Angeles

policy::LimitSetting set_to(std::optional<std::int64_t> limit) {
  return limit ? policy::LimitSetting{policy::LimitSetting::Kind::value, *limit} : policy::LimitSetting{};
}

Rules rules_of(const TrueLimits& limits) {
  Rules rules;
  rules.models[model].limits = {set_to(limits.rpm), set_to(limits.tpm), set_to(limits.rpd)};
  return rules;
}

// ---- N keys give N times as much ----

struct FreeTier {
  const char* name;
  TrueLimits limits;
  bool known; // to geminid, from the start
  std::int64_t tokens;
};

struct Harvest {
  std::int64_t served = 0;
  std::set<std::pair<std::string, policy::Refusal>> refused;
  bool refused_again = false; // for what that key had learned already
};

Harvest saturate(const FreeTier& tier, int keys, Duration span) {
  Random random{1};
  Google google;
  std::vector<std::string> secrets;
  for (int i = 0; i < keys; ++i) {
    secrets.push_back("secret-" + std::to_string(i));
    google.set_key(secrets.back(), secrets.back());
    google.set_limits(secrets.back(), model, tier.limits);
  }
  ActorWorld world{midnight, tier.known ? rules_of(tier.limits) : Rules{}};
  world.add_keys(secrets);
  Harvest harvest;
  while (world.now() < midnight + span) {
    const auto answer = world.acquire(model, 0s, tier.tokens);
    const auto lease = granted(answer);
    if (!lease) {
      const auto retry_at = std::min((*answer->value)->retry_at, midnight + span);
      world.advance(std::max(Duration{1s}, retry_at - world.now())); // it speaks of one token
      continue;
    }
    const auto verdict = google.answer(lease->secret(), model, tier.tokens, world.now(), random);
    LeaseOutcome outcome;
    if (verdict.kind == Verdict::Kind::served) {
      ++harvest.served;
      outcome.kind = LeaseOutcome::Kind::served;
      outcome.prompt_tokens = tier.tokens;
    } else {
      outcome.kind = LeaseOutcome::Kind::refused;
      outcome.reading = policy::read_refusal(verdict.error, world.now());
      const bool first = harvest.refused.emplace(lease->secret(), outcome.reading.refusal).second;
      harvest.refused_again = harvest.refused_again || !first;
    }
    lease->settle(std::move(outcome));
    world.run();
  }
  return harvest;
}

class SaturatedFreeTier : public testing::TestWithParam<FreeTier> {};

TEST_P(SaturatedFreeTier, TenKeysServeExactlyTenTimesAsMuchAsOneAndAreRefusedOncePerLimitToLearn) {
  const auto& tier = GetParam();
  constexpr int days = 3;
  const auto one = saturate(tier, 1, days * 24h);
  const auto ten = saturate(tier, 10, days * 24h);
  EXPECT_EQ(one.served, days * *tier.limits.rpd);
  EXPECT_EQ(ten.served, 10 * one.served);
  EXPECT_FALSE(one.refused_again);
  EXPECT_FALSE(ten.refused_again);
  if (tier.known) {
    EXPECT_TRUE(ten.refused.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(FreeTiers, SaturatedFreeTier,
                         testing::Values(FreeTier{"SmallKnown", {10, 250'000, 20}, true, 1'000},
                                         FreeTier{"SmallLearned", {10, 250'000, 20}, false, 1'000},
                                         FreeTier{"LargeKnown", {15, 250'000, 500}, true, 1'000},
                                         FreeTier{"LargeLearned", {15, 250'000, 500}, false, 1'000},
                                         FreeTier{"LargeOfManyTokensKnown", {15, 250'000, 500}, true, 40'000},
                                         FreeTier{"LargeOfManyTokensLearned", {15, 250'000, 500}, false, 40'000}),
                         [](const auto& tier) { return std::string{tier.param.name}; });

// ---- nothing that is available is left unused ----

class SaturatedPool : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SaturatedPool, UsesNinetyNinePercentOfWhatIsAvailable) {
  constexpr std::int64_t minutes = 240;
  constexpr std::size_t waiting = 60;
  Random random{GetParam()};
  Rules rules;
  rules.strategy = random.chance(0.5) ? policy::Strategy::round_robin : policy::Strategy::least_used;
  ActorWorld world{midnight, rules};
  double available = 0;
  const auto keys = random.between(1, 8);
  for (std::int64_t i = 0; i < keys; ++i) {
    KeyConfig like;
    like.weight = static_cast<double>(random.between(1, 30)) / 10;
    const auto rpm = random.between(1, 20);
    const auto rpd = random.between(10, 6'000);
    like.limits[model] = {set_to(rpm), {}, set_to(rpd)};
    available += static_cast<double>(std::min(rpd, rpm * minutes));
    world.add_keys({"secret-" + std::to_string(i)}, like);
  }

  double served = 0;
  std::vector<ActorWorld::LeaseAnswer> waiters;
  std::multimap<Instant, std::shared_ptr<Lease>> running;
  const auto end = midnight + minutes * 1min;
  while (world.now() < end) {
    while (waiters.size() < waiting)
      waiters.push_back(world.acquire(model, 2min, 1, "user-" + std::to_string(random.between(1, 5))));
    std::erase_if(waiters, [&](const auto& answer) {
      if (auto lease = granted(answer)) {
        ++served;
        running.emplace(world.now() + random.until_next(5s), std::move(lease));
        (*answer->value)->lease.reset();
      }
      return !testing_support::waiting(answer);
    });
    for (; !running.empty() && running.begin()->first <= world.now(); running.erase(running.begin())) {
      LeaseOutcome outcome;
      outcome.kind = LeaseOutcome::Kind::served;
      running.begin()->second->settle(outcome);
    }
    const auto next =
        std::min({world.next_timer(), end, running.empty() ? end : running.begin()->first, world.now() + Duration{1s}});
    world.advance(next - world.now());
  }
  running.clear();
  world.run();
  EXPECT_GE(served, 0.99 * available);
  EXPECT_LE(served, available);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SaturatedPool, testing::Range(std::uint64_t{1}, std::uint64_t{11}),
                         [](const auto& seed) { return std::to_string(seed.param); });

// ---- and all that serve take their part ----

class OpenPool : public testing::TestWithParam<std::uint64_t> {};

TEST_P(OpenPool, IsSharedByWeightWithinOnePercent) {
  Random random{GetParam()};
  Rules rules;
  rules.strategy = policy::Strategy::round_robin;
  ActorWorld world{midnight, rules};
  std::map<std::string, double> weights;
  double weight_of_all = 0;
  const auto keys = random.between(2, 12);
  for (std::int64_t i = 0; i < keys; ++i) {
    KeyConfig like;
    like.weight = static_cast<double>(random.between(5, 50)) / 10;
    const auto secret = "secret-" + std::to_string(i);
    weights[secret] = like.weight;
    weight_of_all += like.weight;
    world.add_keys({secret}, like);
  }
  constexpr int requests = 20'000;
  std::map<std::string, int> leases;
  std::multimap<Instant, std::shared_ptr<Lease>> running;
  for (int i = 0; i < requests; ++i) {
    auto lease = granted(world.acquire(model, 5s, random.between(1, 1'000)));
    ASSERT_TRUE(lease);
    ++leases[lease->secret()];
    running.emplace(world.now() + random.until_next(2s), std::move(lease));
    if (random.chance(0.3))
      world.advance(random.until_next(50ms));
    for (; !running.empty() && running.begin()->first <= world.now(); running.erase(running.begin())) {
      LeaseOutcome outcome;
      outcome.kind = LeaseOutcome::Kind::served;
      running.begin()->second->settle(outcome);
    }
  }
  running.clear();
  for (const auto& [secret, weight] : weights) {
    const auto due = requests * weight / weight_of_all;
    EXPECT_NEAR(leases[secret], due, 0.01 * due) << secret << " of weight " << weight;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, OpenPool, testing::Range(std::uint64_t{1}, std::uint64_t{11}),
                         [](const auto& seed) { return std::to_string(seed.param); });

} // namespace
} // namespace geminid::saturation_sim_test
