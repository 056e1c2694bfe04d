#include "tests/support/actor_world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::key_pool_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;
using testing::ElementsAre;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

TEST(KeyPool, AddsEachKeyOnce) {
  ActorWorld world{noon};
  EXPECT_EQ(world.add_keys({"a", "b", "a"}).size(), 2U);
  const auto again = world.ask(world.pool, AddKeys{{"b", "c"}, {}, false});
  EXPECT_EQ((*again->value)->added.size(), 1U);
  EXPECT_EQ((*again->value)->duplicates, 1U);
}

TEST(KeyPool, ADryRunChangesNothing) {
  ActorWorld world{noon};
  const auto dry = world.ask(world.pool, AddKeys{{"a"}, {}, true});
  EXPECT_EQ((*dry->value)->added.size(), 1U);
  EXPECT_TRUE(world.disk->empty());
  EXPECT_EQ((*world.ask(world.pool, ListKeys{})->value)->total, 0U);
}

TEST(KeyPool, AcknowledgesOnlyWhatIsOnDisk) {
  ActorWorld world{noon};
  world.set_disk_full(true);
  const auto failed = world.ask(world.pool, AddKeys{{"a"}, {}, false});
  EXPECT_FALSE(*failed->value);
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::no_keys);
}

TEST(KeyPool, ListsInPagesThatMeet) {
  ActorWorld world{noon};
  std::vector<std::string> secrets;
  for (int i = 0; i < 25; ++i)
    secrets.push_back("key" + std::to_string(i));
  const auto ids = world.add_keys(secrets);
  std::vector<std::string> seen;
  ListKeys request;
  request.limit = 10;
  for (bool more = true; more;) {
    const auto answer = world.ask(world.pool, request);
    const auto& page = **answer->value;
    EXPECT_EQ(page.total, 25U);
    for (const auto& key : page.keys)
      seen.push_back(key.config.id);
    more = page.more;
    request.after = seen.back();
  }
  EXPECT_EQ(seen, ids);
}

TEST(KeyPool, FiltersByStateAndText) {
  ActorWorld world{noon};
  KeyConfig like;
  like.name = "Paid";
  const auto paid = world.add_keys({"a"}, like);
  const auto free_keys = world.add_keys({"b", "c"});
  ASSERT_TRUE(*world.ask(world.pool, BulkKeys{{free_keys[0]}, std::nullopt, BulkAction::disable})->value);
  ListKeys disabled;
  disabled.state = KeyState::disabled;
  EXPECT_EQ((*world.ask(world.pool, disabled)->value)->keys.at(0).config.id, free_keys[0]);
  ListKeys text;
  text.text = "paid";
  EXPECT_EQ((*world.ask(world.pool, text)->value)->keys.at(0).config.id, paid[0]);
}

TEST(KeyPool, ADisabledKeyRestsAndAnEnabledOneServesAgain) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  ASSERT_TRUE(*world.ask(world.pool, BulkKeys{ids, std::nullopt, BulkAction::disable})->value);
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::no_keys);
  ASSERT_TRUE(*world.ask(world.pool, BulkKeys{{}, KeyState::disabled, BulkAction::enable})->value);
  EXPECT_TRUE(granted(world.acquire("flash")));
}

TEST(KeyPool, ADeletedKeyIsGoneFromRoutingListAndDisk) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"a", "b"});
  granted(world.acquire("flash")).reset();
  const auto removed = world.ask(world.pool, BulkKeys{{ids[0], "key_unknown"}, std::nullopt, BulkAction::remove});
  EXPECT_THAT((*removed->value)->ids, ElementsAre(ids[0]));
  EXPECT_EQ((*world.ask(world.pool, ListKeys{})->value)->total, 1U);
  for (const auto& [key, value] : *world.disk)
    EXPECT_EQ(key.find(ids[0]), std::string::npos) << key;
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(granted(world.acquire("flash"))->secret(), "b");
}

TEST(KeyPool, ReplacesAKeyActorThatDies) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  const auto lease = granted(world.acquire("flash"));
  ASSERT_TRUE(lease);
  world.kill(ids[0]);
  EXPECT_EQ(world.deaths, ids);
  EXPECT_TRUE(granted(world.acquire("flash")));
  EXPECT_EQ((*world.ask(world.pool, ListKeys{})->value)->total, 1U);
}

TEST(KeyPool, ReplacesADeadActorWhenTheDiskCanBeReadAgain) {
  for (const std::string project : {"", "alpha"}) {
    ActorWorld world{noon};
    KeyConfig like;
    like.project = project;
    const auto ids = world.add_keys({"only"}, like);
    world.fail_reads(3);
    world.kill(ids[0]);
    EXPECT_FALSE(granted(world.acquire("flash")));
    world.advance(3s);
    EXPECT_TRUE(granted(world.acquire("flash")));
  }
}

TEST(KeyPool, ADeletedKeyLeavesNothingBehindThoughTheDiskCouldNotBeRead) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"only"});
  granted(world.acquire("flash"))->settle({});
  world.run();
  world.fail_reads(1);
  (void)world.ask(world.pool, BulkKeys{ids, std::nullopt, BulkAction::remove});
  world.advance(1s);
  for (const auto& [key, value] : *world.disk)
    EXPECT_EQ(key.find(ids[0]), std::string::npos) << key;
}

TEST(KeyPool, ARequestThatWaitsSurvivesTheDeathOfAKey) {
  Rules rules;
  rules.models["flash"].limits.rpm = {policy::LimitSetting::Kind::value, 1};
  ActorWorld world{noon, rules};
  const auto ids = world.add_keys({"a", "b"});
  auto a = granted(world.acquire("flash"));
  auto b = granted(world.acquire("flash"));
  world.advance(58s);
  const auto waits = world.acquire("flash", 5s);
  ASSERT_TRUE(waiting(waits));
  world.kill(ids[0]);
  world.advance(2s);
  EXPECT_TRUE(granted(waits));
}

TEST(KeyPool, AKeyIsNotTakenForTheDeletedOneThatARequestHasTried) {
  ActorWorld world{noon};
  const auto ids = world.add_keys({"first"});
  const auto tried = granted(world.acquire("flash"))->slot();
  world.ask(world.pool, BulkKeys{ids, std::nullopt, BulkAction::remove});
  world.add_keys({"second"});
  EXPECT_TRUE(granted(world.acquire("flash", 0s, 1, "user", {tried})));
}

TEST(KeyPool, TheSlotsOfDeletedKeysAreUsedAgainInTheEnd) {
  ActorWorld world{noon};
  for (int i = 0; i < 5; ++i) {
    const auto ids = world.add_keys({"key" + std::to_string(i)});
    EXPECT_EQ(granted(world.acquire("flash"))->slot(), i % 2) << i;
    world.ask(world.pool, BulkKeys{ids, std::nullopt, BulkAction::remove});
    world.advance(40min);
  }
}

} // namespace
} // namespace geminid::key_pool_test
