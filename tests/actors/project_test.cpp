#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace geminid::project_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

Rules limited(std::int64_t rpm) {
  Rules rules;
  rules.models["flash"].limits.rpm = {policy::LimitSetting::Kind::value, rpm};
  return rules;
}

int drain(ActorWorld& world) {
  int requests = 0;
  while (const auto lease = granted(world.acquire("flash"))) {
    LeaseOutcome outcome;
    outcome.kind = LeaseOutcome::Kind::served;
    lease->settle(outcome);
    world.run();
    ++requests;
  }
  return requests;
}

TEST(Project, KeysOfOneNamedProjectShareItsLimit) {
  ActorWorld world{noon, limited(5)};
  KeyConfig shared;
  shared.project = "alpha";
  world.add_keys({"a", "b", "c"}, shared);
  EXPECT_EQ(drain(world), 5);
  world.add_keys({"own"});
  EXPECT_EQ(drain(world), 5);
  world.advance(60s);
  EXPECT_EQ(drain(world), 10);
}

TEST(Project, ARefusalOfOneKeyHoldsForTheWholeProject) {
  ActorWorld world{noon};
  KeyConfig shared;
  shared.project = "alpha";
  world.add_keys({"a", "b"}, shared);
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::refused;
  outcome.reading.refusal = policy::Refusal::minute_limit;
  outcome.reading.until = noon + 20s;
  granted(world.acquire("flash"))->settle(outcome);
  world.run();
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::busy);
  world.advance(20s);
  EXPECT_TRUE(granted(world.acquire("flash")));
}

TEST(Project, WhenGoogleSuspendsItTheOtherKeysAreSetAsideToo) {
  ActorWorld world{noon};
  KeyConfig shared;
  shared.project = "alpha";
  const auto members = world.add_keys({"a", "b", "c"}, shared);
  const auto others = world.add_keys({"own"});
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::refused;
  outcome.reading.refusal = policy::Refusal::key_invalid;
  outcome.reading.reason = "suspended";
  outcome.reading.of_project = true;
  const auto lease = granted(world.acquire("flash"));
  ASSERT_NE(lease->secret(), "own");
  lease->settle(outcome);
  world.run();
  int invalid = 0;
  for (const auto& id : members) {
    const auto key = world.key(id);
    EXPECT_EQ(key.reason, "suspended");
    invalid += key.state == KeyState::invalid ? 1 : 0;
    if (key.state != KeyState::invalid) {
      EXPECT_EQ(key.state, KeyState::cooling_down);
      EXPECT_EQ(key.next_change_at, noon + 60s);
    }
  }
  EXPECT_EQ(invalid, 1);
  EXPECT_EQ(world.key(others[0]).state, KeyState::healthy);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(granted(world.acquire("flash"))->secret(), "own");
  world.advance(60s);
  for (const auto& id : members)
    EXPECT_NE(world.key(id).state, KeyState::cooling_down);
}

TEST(Project, ItsCountsSurviveACrash) {
  Rules rules;
  rules.models["flash"].limits.rpd = {policy::LimitSetting::Kind::value, 10};
  ActorWorld world{noon, rules};
  KeyConfig shared;
  shared.project = "alpha";
  world.add_keys({"a", "b"}, shared);
  for (int i = 0; i < 4; ++i) {
    LeaseOutcome outcome;
    outcome.kind = LeaseOutcome::Kind::served;
    granted(world.acquire("flash"))->settle(outcome);
    world.run();
  }
  ActorWorld restarted{noon + 2min, rules, std::make_shared<test::MemoryDisk>(*world.disk)};
  EXPECT_EQ(drain(restarted), 6);
}

TEST(Project, AKeyThatMovesToAProjectSharesFromThenOn) {
  ActorWorld world{noon, limited(5)};
  KeyConfig shared;
  shared.project = "alpha";
  world.add_keys({"a"}, shared);
  const auto ids = world.add_keys({"b"});
  EXPECT_EQ(drain(world), 10);
  world.advance(60s);
  ASSERT_TRUE(*world.ask(world.pool, PatchKey{ids[0], [](KeyConfig& config) { config.project = "alpha"; }})->value);
  EXPECT_EQ(drain(world), 5);
}

TEST(Project, ItsCountsSurviveTheDeathOfItsLedgerWhoeverElseDies) {
  Rules rules;
  rules.models["flash"].limits.rpd = {policy::LimitSetting::Kind::value, 10};
  for (int turns = 0; turns < 20; ++turns) {
    ActorWorld world{noon, rules};
    KeyConfig shared;
    shared.project = "alpha";
    const auto ids = world.add_keys({"a", "b"}, shared);
    caf::strong_actor_ptr ledger;
    for (int i = 0; i < 4; ++i) {
      const auto answer = world.acquire("flash");
      ledger = answer->by;
      LeaseOutcome outcome;
      outcome.kind = LeaseOutcome::Kind::served;
      granted(answer)->settle(outcome);
      world.run();
    }
    const auto key = *world.ask(world.pool, BorrowKey{ids[0]})->value;
    caf::anon_send_exit(key->key, caf::exit_reason::kill);
    world.run_some(turns);
    caf::anon_send_exit(caf::actor_cast<caf::actor>(ledger), caf::exit_reason::kill);
    world.run_some(turns / 4);
    (void)world.post(world.pool, PatchKey{ids[1], [](KeyConfig& config) { config.weight = 3; }});
    world.run();
    EXPECT_EQ(drain(world), 6) << turns;
  }
}

} // namespace
} // namespace geminid::project_test
