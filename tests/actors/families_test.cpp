// Models that Google counts together (gemini-wire.md, section 6): known from the refusal on that names their family.
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace geminid::families_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

LeaseOutcome served() {
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::served;
  return outcome;
}

LeaseOutcome refused_in(std::string family, policy::LearnedLimits limits = {}) {
  LeaseOutcome outcome;
  outcome.kind = LeaseOutcome::Kind::refused;
  outcome.reading.refusal = policy::Refusal::minute_limit;
  outcome.reading.until = noon + 10s;
  outcome.reading.family = std::move(family);
  outcome.reading.learned = limits;
  return outcome;
}

int drain(ActorWorld& world, const std::string& model) {
  int requests = 0;
  while (const auto lease = granted(world.acquire(model))) {
    lease->settle(served());
    world.run();
    ++requests;
  }
  return requests;
}

void settle(ActorWorld& world, const std::string& model, LeaseOutcome outcome) {
  const auto lease = granted(world.acquire(model));
  ASSERT_TRUE(lease) << model;
  lease->settle(std::move(outcome));
  world.run();
}

ModelUse use(const KeySnapshot& key, const std::string& model) {
  for (const auto& use : key.models)
    if (use.model == model)
      return use;
  ADD_FAILURE() << "the key does not know " << model;
  return {};
}

/// A key of its own, and one of a named project.
class Families : public ::testing::TestWithParam<const char*> {
protected:
  ActorWorld world{noon};
  std::vector<std::string> ids;

  Families() { add(world); }
  void add(ActorWorld& to) {
    KeyConfig like;
    like.project = GetParam();
    ids = to.add_keys({"only"}, like);
  }
};

INSTANTIATE_TEST_SUITE_P(Of, Families, ::testing::Values("", "alpha"),
                         [](const auto& of) { return *of.param ? "AProject" : "AKey"; });

TEST_P(Families, ShareOneLimitOnceTheyAreKnown) {
  settle(world, "flash", served());
  settle(world, "flash-preview", served());
  settle(world, "flash-preview", refused_in("flash", {.rpm = 6, .tpm = {}, .rpd = {}}));
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::busy); // what holds the one holds the other
  EXPECT_EQ(refused(world.acquire("flash-preview")), NoRoom::busy);
  world.advance(10s);
  EXPECT_EQ(use(world.key(ids[0]), "flash").rpm.used, 3);
  EXPECT_EQ(use(world.key(ids[0]), "flash-preview").rpm.used, 3);
  settle(world, "flash", served());
  EXPECT_EQ(drain(world, "flash-preview"), 2);
  EXPECT_EQ(refused(world.acquire("flash")), NoRoom::busy);
  world.advance(60s);
  EXPECT_EQ(drain(world, "flash"), 6);
}

TEST_P(Families, NeedNoModelOfTheirName) {
  settle(world, "one", refused_in("family", {.rpm = 4, .tpm = {}, .rpd = {}}));
  settle(world, "two", refused_in("family", {.rpm = 4, .tpm = {}, .rpd = {}}));
  world.advance(61s);
  EXPECT_EQ(drain(world, "one"), 4);
  EXPECT_EQ(refused(world.acquire("two")), NoRoom::busy);
  EXPECT_EQ(world.key(ids[0]).models.size(), 2);
}

TEST_P(Families, LeaveOtherModelsAlone) {
  settle(world, "other", served());
  settle(world, "flash-preview", refused_in("flash", {.rpm = 2, .tpm = {}, .rpd = {}}));
  EXPECT_TRUE(granted(world.acquire("other")));
  EXPECT_EQ(use(world.key(ids[0]), "other").rpm.limit.value, std::nullopt);
}

TEST_P(Families, DoNotShareWhatAProjectLacks) {
  settle(world, "flash-preview", refused_in("flash", {.rpm = 5, .tpm = {}, .rpd = {}}));
  world.advance(61s);
  auto missing = refused_in("");
  missing.reading.refusal = policy::Refusal::model_missing;
  missing.reading.until = world.now() + 1h;
  settle(world, "flash-preview", missing);
  EXPECT_EQ(refused(world.acquire("flash-preview")), NoRoom::unavailable);
  EXPECT_EQ(drain(world, "flash"), 4);
  world.advance(1h);
  EXPECT_EQ(drain(world, "flash-preview"), 5);
}

TEST_P(Families, AreCountedApartAgainWhenGoogleSaysSo) {
  settle(world, "flash", served());
  settle(world, "flash-preview", refused_in("flash", {.rpm = 3, .tpm = {}, .rpd = {}}));
  world.advance(61s);
  settle(world, "flash-preview", refused_in("flash-preview", {.rpm = 2, .tpm = {}, .rpd = {}}));
  world.advance(61s);
  EXPECT_EQ(drain(world, "flash-preview"), 2);
  EXPECT_EQ(drain(world, "flash"), 3);
}

TEST_P(Families, AreRememberedOverACrash) {
  settle(world, "flash", served());
  settle(world, "flash-preview", served());
  settle(world, "flash-preview", refused_in("flash", {.rpm = 6, .tpm = {}, .rpd = 100}));
  world.advance(11s);
  settle(world, "flash-preview", served());
  ActorWorld restarted{world.now() + 1s, {}, std::make_shared<test::MemoryDisk>(*world.disk)};
  EXPECT_EQ(drain(restarted, "flash"), 2);
  EXPECT_EQ(use(restarted.key(ids[0]), "flash").rpm.used, 6);
  EXPECT_EQ(use(restarted.key(ids[0]), "flash-preview").rpd.limit.value, 100);
  EXPECT_EQ(refused(restarted.acquire("flash-preview")), NoRoom::busy);
}

TEST_P(Families, WakeWhoWaitsForAnotherOfTheirModels) {
  settle(world, "flash", served());
  settle(world, "flash-preview", refused_in("flash", {.rpm = 3, .tpm = {}, .rpd = {}}));
  world.advance(61s);
  EXPECT_EQ(drain(world, "flash"), 3);
  const auto waits = world.acquire("flash-preview", 2min);
  EXPECT_TRUE(waiting(waits));
  world.advance(59s);
  EXPECT_TRUE(waiting(waits));
  world.advance(2s);
  EXPECT_TRUE(granted(waits));
}

TEST_P(Families, AreKnownWhereAModelIsStillWritingItsDay) {
  Rules rules;
  rules.models["flash-preview"].limits.rpd = {policy::LimitSetting::Kind::value, 50};
  world.set_rules(rules);
  auto first = granted(world.acquire("flash-preview"));
  const auto second =
      world.post(world.dispatcher, AcquireLease{"flash-preview", 1, "user", world.next_ticket++, world.now(), {}, {}});
  for (int turns = 0; turns < 4; ++turns)
    world.run_some(1);
  first->settle(refused_in("flash", {.rpm = 5, .tpm = {}, .rpd = {}}));
  world.run();
  if (const auto lease = granted(second))
    lease->settle(served());
  world.run();
  world.advance(11s);
  EXPECT_EQ(use(world.key(ids[0]), "flash-preview").rpd.used, 2);
  EXPECT_EQ(drain(world, "flash"), 3);
}

} // namespace
} // namespace geminid::families_test
