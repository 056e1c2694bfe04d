#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace geminid::persistence_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

Rules daily(std::int64_t rpd) {
  Rules rules;
  rules.models["flash"].limits.rpd = {policy::LimitSetting::Kind::value, rpd};
  return rules;
}

void serve(ActorWorld& world, int requests) {
  for (int i = 0; i < requests; ++i) {
    const auto lease = granted(world.acquire("flash"));
    ASSERT_TRUE(lease) << i;
    LeaseOutcome outcome;
    outcome.kind = LeaseOutcome::Kind::served;
    lease->settle(outcome);
    world.run();
  }
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

// What a crash leaves: the disk alone.
std::shared_ptr<test::MemoryDisk> crash(const ActorWorld& world) {
  return std::make_shared<test::MemoryDisk>(*world.disk);
}

TEST(Persistence, ADayCountIsOnDiskBeforeTheRequestIsSent) {
  ActorWorld world{noon, daily(20)};
  world.add_keys({"only"});
  for (int sent = 1; sent <= 5; ++sent) {
    serve(world, 1);
    ActorWorld restarted{noon + 1min, daily(20), crash(world)};
    EXPECT_EQ(drain(restarted), 20 - sent);
  }
}

TEST(Persistence, ACrashLosesAtMostOnePercentOfALargeDayLimit) {
  ActorWorld world{noon, daily(1000)};
  world.add_keys({"only"});
  serve(world, 101);
  ActorWorld restarted{noon + 1min, daily(1000), crash(world)};
  const int left = drain(restarted);
  EXPECT_LE(left, 1000 - 101);
  EXPECT_GE(left, 1000 - 101 - 10);
}

TEST(Persistence, AGracefulStopLosesNothing) {
  ActorWorld world{noon, daily(1000)};
  world.add_keys({"only"});
  serve(world, 101);
  ASSERT_TRUE(*world.ask(world.pool, Settle{})->value);
  ActorWorld restarted{noon + 1min, daily(1000), crash(world)};
  const int left = drain(restarted);
  EXPECT_EQ(left, 1000 - 101);
}

Rules minutely(std::int64_t rpm, std::optional<std::int64_t> tpm = {}) {
  Rules rules;
  rules.models["flash"].limits.rpm = {policy::LimitSetting::Kind::value, rpm};
  if (tpm)
    rules.models["flash"].limits.tpm = {policy::LimitSetting::Kind::value, *tpm};
  return rules;
}

TEST(Persistence, TheMinuteOfARestartIsNoNewMinute) {
  for (const bool graceful : {true, false}) {
    ActorWorld world{noon, minutely(20)};
    world.add_keys({"only"});
    serve(world, 7);
    world.advance(20s);
    serve(world, 5);
    if (graceful) {
      ASSERT_TRUE(*world.ask(world.pool, Settle{})->value);
    }
    ActorWorld restarted{noon + 30s, minutely(20), crash(world)};
    EXPECT_EQ(drain(restarted), 8) << graceful;
    restarted.advance(30s); // the first seven have left
    EXPECT_EQ(drain(restarted), 7) << graceful;
  }
}

TEST(Persistence, TokensOfTheMinuteSurviveACrashAsTheyWereCounted) {
  ActorWorld world{noon, minutely(20, 1000)};
  world.add_keys({"only"});
  const auto lease = granted(world.acquire("flash", 0ms, 100));
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::served;
  outcome.prompt_tokens = 300;
  lease->settle(outcome);
  world.run();
  (void)granted(world.acquire("flash", 0ms, 100));
  ActorWorld restarted{noon + 1s, minutely(20, 1000), crash(world)};
  constexpr std::int64_t block = 10; // counts as used
  EXPECT_FALSE(granted(restarted.acquire("flash", 0ms, 601 - block)));
  EXPECT_TRUE(granted(restarted.acquire("flash", 0ms, 600 - block)));
}

// What stands in the record of "flash" of the only key.
std::string quota_record(const ActorWorld& world) {
  for (const auto& [key, value] : *world.disk)
    if (key.starts_with("quota/") && key.ends_with("/flash"))
      return value;
  return {};
}

TEST(Persistence, TheDiskHearsOfALargeMinuteByBlocksOfOnePercentWhichACrashCountsAsUsed) {
  ActorWorld world{noon, minutely(1000)};
  world.add_keys({"only"});
  serve(world, 1);
  const auto first = quota_record(world);
  ASSERT_FALSE(first.empty());
  serve(world, 10);
  EXPECT_EQ(quota_record(world), first) << "requests within a block are no records";
  serve(world, 1);
  EXPECT_NE(quota_record(world), first);

  ActorWorld restarted{noon + 1s, minutely(1000), crash(world)};
  EXPECT_EQ(drain(restarted), 1000 - 12 - 10);
}

TEST(Persistence, ABlockOfTheMinuteThatWasLongAgoIsNotCounted) {
  ActorWorld world{noon, minutely(1000)};
  world.add_keys({"only"});
  serve(world, 1);
  world.advance(70s);
  ActorWorld restarted{noon + 70s, minutely(1000), crash(world)};
  EXPECT_EQ(drain(restarted), 1000);
}

TEST(Persistence, TokensBeyondABlockAreOnDiskBehindTheNextRequest) {
  ActorWorld world{noon, minutely(1000, 100'000)};
  world.add_keys({"only"});
  const auto lease = granted(world.acquire("flash", 0ms, 100));
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::served;
  outcome.prompt_tokens = 50'000;
  lease->settle(outcome);
  world.run();
  (void)granted(world.acquire("flash", 0ms, 100)); // within the block of requests, but not within that of tokens
  ActorWorld restarted{noon + 1s, minutely(1000, 100'000), crash(world)};
  EXPECT_FALSE(granted(restarted.acquire("flash", 0ms, 48'901)));
  EXPECT_TRUE(granted(restarted.acquire("flash", 0ms, 48'900)));
}

TEST(Persistence, AGracefulStopGivesTheMinutesBlockBack) {
  ActorWorld world{noon, minutely(1000)};
  world.add_keys({"only"});
  serve(world, 12);
  ASSERT_TRUE(*world.ask(world.pool, Settle{})->value);
  ActorWorld restarted{noon + 1s, minutely(1000), crash(world)};
  EXPECT_EQ(drain(restarted), 1000 - 12);
}

TEST(Persistence, AMinuteThatTheDiskRefusedIsToldWithTheNextRequest) {
  ActorWorld world{noon, minutely(1000)};
  world.add_keys({"only"});
  world.set_disk_full(true);
  serve(world, 3);
  world.set_disk_full(false);
  serve(world, 1);
  ActorWorld restarted{noon + 1s, minutely(1000), crash(world)};
  EXPECT_EQ(drain(restarted), 1000 - 4 - 10);
}

TEST(Persistence, NothingIsSentThatTheDiskDidNotTake) {
  ActorWorld world{noon, daily(20)};
  world.add_keys({"only"});
  world.set_disk_full(true);
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::storage_failed);
  world.set_disk_full(false);
  EXPECT_EQ(drain(world), 20);
}

TEST(Persistence, CooldownsLearnedLimitsAndInvalidKeysSurviveACrash) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"limited", "dead"});
  for (int i = 0; i < 2; ++i) {
    const auto lease = granted(world.acquire("flash"));
    LeaseOutcome outcome;
    outcome.kind = LeaseOutcome::Kind::refused;
    outcome.reading.reason = "because";
    outcome.reading.refusal = lease->secret() == "dead" ? policy::Refusal::key_invalid : policy::Refusal::minute_limit;
    outcome.reading.until = noon + 40s;
    outcome.reading.learned.rpm = 10;
    lease->settle(outcome);
    world.run();
  }
  ActorWorld restarted{noon + 10s, {}, crash(world)};
  const auto limited = restarted.key(ids[0]);
  EXPECT_EQ(limited.state, KeyState::cooling_down);
  EXPECT_EQ(limited.next_change_at, noon + 40s);
  EXPECT_EQ(limited.models.at(0).rpm.limit, (policy::Limit{10, policy::LimitSource::learned}));
  EXPECT_EQ(restarted.key(ids[1]).state, KeyState::invalid);
  EXPECT_EQ(restarted.key(ids[1]).reason, "because");
  restarted.advance(30s);
  EXPECT_TRUE(granted(restarted.acquire("flash")));
}

TEST(Persistence, AKeysConfigurationSurvivesACrash) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  ASSERT_TRUE(*world
                   .ask(world.pool, PatchKey{ids[0],
                                             [](KeyConfig& config) {
                                               config.name = "named";
                                               config.weight = 2.5;
                                               config.priority = 3;
                                               config.tags = {"x", "y"};
                                               config.limits["flash"].rpm = {policy::LimitSetting::Kind::value, 7};
                                               config.limits["flash"].tpm = {policy::LimitSetting::Kind::unlimited, 0};
                                             }})
                   ->value);
  ActorWorld restarted{noon + 1min, {}, crash(world)};
  const auto config = restarted.key(ids[0]).config;
  EXPECT_EQ(config.name, "named");
  EXPECT_EQ(config.weight, 2.5);
  EXPECT_EQ(config.priority, 3);
  EXPECT_EQ(config.tags, (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(config.limits.at("flash").rpm, (policy::LimitSetting{policy::LimitSetting::Kind::value, 7}));
  EXPECT_EQ(config.limits.at("flash").tpm.kind, policy::LimitSetting::Kind::unlimited);
  EXPECT_EQ(config.created_at, noon);
}

TEST(Persistence, AChangeThatTheDiskRefusedIsNotInForceAndNotPartOfTheNext) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  const auto patch = [&](std::function<void(KeyConfig&)> change) {
    return bool{*world.ask(world.pool, PatchKey{ids[0], std::move(change)})->value};
  };
  world.set_disk_full(true);
  EXPECT_FALSE(patch([](KeyConfig& config) { config.enabled = false; }));
  EXPECT_TRUE(granted(world.acquire("flash")));
  world.set_disk_full(false);
  EXPECT_TRUE(patch([](KeyConfig& config) { config.weight = 2; }));
  EXPECT_TRUE(world.key(ids[0]).config.enabled);
  EXPECT_EQ(world.key(ids[0]).config.weight, 2);
  world.kill(ids[0]);
  EXPECT_EQ(world.key(ids[0]).config.weight, 2);
}

// Whatever the actors were just doing.
TEST(Persistence, AKeyThatMovesAmidRequestsLosesNoneOfItsDayCount) {
  for (int turns = 0; turns < 15; ++turns) {
    ActorWorld world{noon, daily(1000)};
    const auto ids = world.add_keys({"only"});
    serve(world, 3);
    const auto move = [&](const std::string& project) {
      (void)world.post(world.pool, PatchKey{ids[0], [project](KeyConfig& config) { config.project = project; }});
    };
    move("alpha");
    std::vector<std::shared_ptr<Answer<LeaseReply>>> answers;
    for (int i = 0; i < 5; ++i) {
      world.run_some(turns);
      answers.push_back(
          world.post(world.dispatcher, AcquireLease{"flash", 1, "user", world.next_ticket++, world.now(), {}, {}}));
    }
    world.run();
    int own = 3;
    for (const auto& answer : answers)
      if (const auto lease = granted(answer);
          lease && answer->by == caf::actor_cast<caf::strong_actor_ptr>(lease->key()))
        ++own;
    ActorWorld restarted{noon + 2min, daily(1000), crash(world)};
    ASSERT_TRUE(
        *restarted.ask(restarted.pool, PatchKey{ids[0], [](KeyConfig& config) { config.project = ""; }})->value);
    EXPECT_LE(drain(restarted), 1000 - own) << turns;
  }
}

TEST(Persistence, ALeaseThatReturnsWhileOthersWaitForTheDiskHoldsUpNobody) {
  for (int turns = 0; turns < 20; ++turns) {
    ActorWorld world{noon, daily(20)};
    world.add_keys({"only"});
    auto unused = granted(world.acquire("flash"));
    std::vector<ActorWorld::LeaseAnswer> answers;
    for (int i = 0; i < 3; ++i)
      answers.push_back(
          world.post(world.dispatcher, AcquireLease{"flash", 1, "user", world.next_ticket++, world.now(), {}, {}}));
    world.run_some(turns);
    unused.reset();
    world.run();
    for (const auto& answer : answers)
      EXPECT_TRUE(granted(answer)) << turns;
  }
}

TEST(Persistence, ABurstReservesNoMoreThanItUses) {
  ActorWorld world{noon, daily(20)};
  world.add_keys({"only"});
  std::vector<ActorWorld::LeaseAnswer> answers;
  for (int i = 0; i < 8; ++i)
    answers.push_back(
        world.post(world.dispatcher, AcquireLease{"flash", 1, "user", world.next_ticket++, world.now(), {}, {}}));
  world.run();
  ActorWorld restarted{noon + 2min, daily(20), crash(world)};
  EXPECT_EQ(drain(restarted), 12);
}

TEST(Persistence, TheStoreIsMeasuredAnewEveryTenSecondsAtMost) {
  ActorWorld world{noon, daily(20)};
  const auto bytes = [&] { return (**world.ask(world.storage, GetStoreSize{})->value).bytes; };
  const auto before = bytes();
  world.add_keys({"only"});
  EXPECT_EQ(bytes(), before);
  world.advance(store_size_kept);
  EXPECT_GT(bytes(), before);
}

} // namespace
} // namespace geminid::persistence_test
