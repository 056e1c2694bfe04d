// What a restart keeps of what Google refuses to everybody.
#include "tests/support/actor_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace geminid::circuits_restart_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

class CircuitsOverARestart : public testing::Test {
protected:
  void refuse(policy::Refusal why) {
    const auto lease = granted(world->acquire("flash"));
    ASSERT_TRUE(lease);
    LeaseOutcome outcome;
    outcome.kind = policy::blames_quota(why) ? LeaseOutcome::Kind::refused : LeaseOutcome::Kind::inconclusive;
    outcome.reading.refusal = why;
    lease->settle(outcome);
    world->run();
  }
  bool serve() {
    const auto lease = granted(world->acquire("flash"));
    if (!lease)
      return false;
    LeaseOutcome outcome;
    outcome.kind = LeaseOutcome::Kind::served;
    lease->settle(outcome);
    world->run();
    return true;
  }
  /// What a crash leaves is the disk alone.
  void crash_until(Instant start) {
    auto disk = std::make_shared<test::MemoryDisk>(*world->disk);
    world = std::make_unique<ActorWorld>(start, Rules{}, std::move(disk));
  }
  std::vector<CircuitView> circuits() { return (*world->ask(world->dispatcher, GetCircuits{})->value)->open; }
  std::vector<StoreEntry> records() const { return *test::MemoryStore{world->disk}.scan("circuit/"); }

  std::unique_ptr<ActorWorld> world = std::make_unique<ActorWorld>(noon);
};

TEST_F(CircuitsOverARestart, AModelThatEveryoneIsRefusedRestsOnUntilItsTime) {
  world->add_keys({"a", "b", "c", "d"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  crash_until(noon + 5s);
  ASSERT_THAT(circuits(), SizeIs(1));
  EXPECT_EQ(circuits()[0].model, "flash");
  EXPECT_EQ(circuits()[0].state, policy::CircuitState::open);
  EXPECT_EQ(circuits()[0].until, noon + 15s);
  EXPECT_EQ(refused(world->acquire("flash")), NoRoom::throttled);
  const auto waits = world->acquire("flash", 15s);
  world->advance(10s);
  EXPECT_TRUE(granted(waits));
}

TEST_F(CircuitsOverARestart, TheNextOpeningIsAsLongAsWithoutIt) {
  world->add_keys({"a", "b", "c", "d"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  crash_until(noon + 20s);
  refuse(policy::Refusal::bare_limit);
  EXPECT_EQ(circuits().at(0).until, noon + 20s + 30s);
}

TEST_F(CircuitsOverARestart, AModelThatIsServedAgainLeavesNoRecord) {
  world->add_keys({"a", "b", "c"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  EXPECT_THAT(records(), SizeIs(1));
  world->advance(15s);
  EXPECT_TRUE(serve());
  EXPECT_THAT(records(), IsEmpty());
  crash_until(noon + 16s);
  EXPECT_THAT(circuits(), IsEmpty());
}

TEST_F(CircuitsOverARestart, AModelThatMakesRoomForAnotherLeavesNoRecord) {
  world = std::make_unique<ActorWorld>(noon, Rules{}, nullptr, DispatcherLimits{.models_max = 1});
  world->add_keys({"a", "b", "c"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  EXPECT_TRUE(granted(world->acquire("another")));
  EXPECT_THAT(records(), IsEmpty());
}

TEST_F(CircuitsOverARestart, OneOfTheKeysThatGoogleDidNotServeHereTriesForAll) {
  world->add_keys({"a", "b", "c"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::location_unsupported);
  EXPECT_EQ(refused(world->acquire("flash")), NoRoom::location);
  crash_until(noon + 1min);
  ASSERT_THAT(circuits(), SizeIs(1));
  EXPECT_EQ(circuits()[0].scope, CircuitView::Scope::location);
  EXPECT_EQ(circuits()[0].state, policy::CircuitState::half_open);
  EXPECT_EQ(circuits()[0].keys, 3U);
  refuse(policy::Refusal::location_unsupported);
  EXPECT_EQ(refused(world->acquire("flash")), NoRoom::location);
  EXPECT_EQ(circuits().at(0).until, noon + 1min + 30min);
}

TEST_F(CircuitsOverARestart, AtAnotherAddressAllKeysServeAgain) {
  world->add_keys({"a", "b"});
  refuse(policy::Refusal::location_unsupported);
  refuse(policy::Refusal::location_unsupported);
  EXPECT_THAT(records(), SizeIs(3));
  crash_until(noon + 1min);
  EXPECT_TRUE(serve());
  EXPECT_THAT(circuits(), IsEmpty());
  EXPECT_THAT(records(), IsEmpty());
  std::set<std::string> serving;
  for (int i = 0; i < 4; ++i) {
    serving.insert(granted(world->acquire("flash"))->secret());
    EXPECT_TRUE(serve());
  }
  EXPECT_THAT(serving, SizeIs(2));
}

TEST_F(CircuitsOverARestart, WhatAFullDiskRefusedIsWrittenWhenItHasRoom) {
  world->add_keys({"a", "b"});
  refuse(policy::Refusal::location_unsupported);
  refuse(policy::Refusal::location_unsupported);
  world->advance(15min);
  world->set_disk_full(true);
  EXPECT_TRUE(serve());
  EXPECT_THAT(records(), SizeIs(3));
  world->set_disk_full(false);
  world->advance(1s);
  EXPECT_THAT(records(), IsEmpty());
}

TEST_F(CircuitsOverARestart, ADeletedKeyTakesItsBanWithIt) {
  const auto ids = world->add_keys({"a"});
  refuse(policy::Refusal::location_unsupported);
  EXPECT_THAT(records(), SizeIs(2));
  world->ask(world->pool, BulkKeys{ids, std::nullopt, BulkAction::remove});
  EXPECT_THAT(records(), IsEmpty());
}

TEST_F(CircuitsOverARestart, AClockThatWasSetBackKeepsNobodyOutForLonger) {
  world->add_keys({"a", "b", "c"});
  for (int i = 0; i < 3; ++i)
    refuse(policy::Refusal::bare_limit);
  crash_until(noon - 24h);
  world->advance(policy::model_circuit.open_max);
  EXPECT_TRUE(serve());
}

} // namespace
} // namespace geminid::circuits_restart_test
