#include "tests/actors/users.hpp"

namespace geminid::user_limits_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

TEST(UserLimits, RefuseTheRequestTooManyUntilTheWindowHasSlid) {
  Users users;
  const auto id = users.create({.rpm = 3});
  users.serve(id, 3);
  const auto refused = users.admit(id);
  EXPECT_EQ(refused_by(refused), policy::UserLimit::requests_per_minute);
  EXPECT_EQ((*refused->value)->overrun->retry_at, noon + 60s);
  users.world.advance(60s);
  EXPECT_EQ(users.drain(id), 3);
}

TEST(UserLimits, TellWhatIsLeftWithEachAnswer) {
  Users users;
  const auto id = users.create({.rpm = 2, .tpm = 100});
  const auto first = users.admit(id, 40);
  EXPECT_EQ((*first->value)->allowances.requests, (policy::Allowance{2, 1, 60s}));
  EXPECT_EQ((*first->value)->allowances.tokens, (policy::Allowance{100, 60, 60s}));
  const auto refused = users.admit(id, 61);
  EXPECT_EQ((*refused->value)->allowances.requests, (policy::Allowance{2, 1, 60s}));
}

TEST(UserLimits, SettleTheTokensThatUpstreamCounted) {
  Users users;
  const auto id = users.create({.tpm = 100});
  auto pass = pass_of(users.admit(id, 90));
  ASSERT_TRUE(pass);
  EXPECT_EQ(refused_by(users.admit(id, 11)), policy::UserLimit::tokens_per_minute);
  pass->end(20);
  pass->end(90); // only the first counts
  users.world.run();
  EXPECT_TRUE(pass_of(users.admit(id, 80)));
}

TEST(UserLimits, APlaceIsFreeAgainHoweverItsRequestEnded) {
  Users users;
  const auto id = users.create({.concurrent = 2});
  auto first = pass_of(users.admit(id));
  auto second = pass_of(users.admit(id));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(refused_by(users.admit(id)), policy::UserLimit::concurrent_requests);
  EXPECT_EQ(users.standing(id)->concurrent, 2);
  first->end(1);
  users.world.run();
  auto third = pass_of(users.admit(id));
  EXPECT_TRUE(third);
  second.reset(); // its coroutine died
  users.world.run();
  EXPECT_TRUE(pass_of(users.admit(id)));
}

TEST(UserLimits, AreEachUsersOwn) {
  Users users;
  const auto one = users.create({.rpm = 1});
  const auto other = users.create({.rpm = 1});
  EXPECT_EQ(users.drain(one), 1);
  EXPECT_EQ(users.drain(other), 1);
}

TEST(UserLimits, ThatAnAdminChangesHoldAtOnceForWhatWasUsedBefore) {
  Users users;
  const auto id = users.create({.rpm = 2});
  EXPECT_EQ(users.drain(id), 2);
  users.set_limits(id, {.rpm = 5});
  EXPECT_EQ(users.drain(id), 3);
  users.set_limits(id, {.rpm = 1});
  EXPECT_EQ(users.drain(id), 0);
}

TEST(UserLimits, OfTheDayEndAtMidnightInLosAngeles) {
  Users users;
  const auto id = users.create({.rpd = 2});
  EXPECT_EQ(users.drain(id), 2);
  EXPECT_EQ((*users.admit(id)->value)->overrun->retry_at, midnight);
  users.world.advance(midnight - noon - 1ms);
  EXPECT_EQ(users.drain(id), 0);
  users.world.advance(1ms);
  EXPECT_EQ(users.drain(id), 2);
}

TEST(UserDay, IsOnDiskBeforeTheRequestIsCarriedOut) {
  Users users;
  const auto id = users.create({.rpd = 20});
  for (int sent = 1; sent <= 5; ++sent) {
    users.serve(id, 1);
    Users restarted{noon + 1min, users.crash()};
    EXPECT_EQ(restarted.drain(id), 20 - sent);
  }
}

TEST(UserDay, LosesAtMostOnePercentOfALargeLimitInACrash) {
  Users users;
  const auto id = users.create({.rpd = 1000});
  users.serve(id, 101);
  Users restarted{noon + 1min, users.crash()};
  const int left = restarted.drain(id);
  EXPECT_LE(left, 1000 - 101);
  EXPECT_GE(left, 1000 - 101 - 10);
}

TEST(UserDay, LosesNothingInAGracefulStop) {
  Users users;
  const auto id = users.create({.rpd = 1000});
  users.serve(id, 101);
  ASSERT_TRUE(*users.world.ask(users.directory, Settle{})->value);
  Users restarted{noon + 1min, users.crash()};
  EXPECT_EQ(restarted.standing(id)->day_requests, 101);
  EXPECT_EQ(restarted.drain(id), 1000 - 101);
}

TEST(UserDay, RefusesWhatTheDiskDidNotTakeAndCountsItNot) {
  Users users;
  const auto id = users.create({.rpd = 20, .concurrent = 1});
  users.world.set_disk_full(true);
  const auto answer = users.admit(id);
  ASSERT_TRUE(answer->value && *answer->value);
  EXPECT_FALSE((*answer->value)->pass);
  EXPECT_FALSE((*answer->value)->overrun);
  users.world.set_disk_full(false);
  EXPECT_EQ(users.drain(id), 20);
}

TEST(UserDay, SurvivesTheRestOfAnIdleActor) {
  Users users;
  const auto id = users.create({.rpd = 1000});
  users.serve(id, 3);
  users.world.advance(1h);
  Users restarted{noon + 2h, users.crash()};
  EXPECT_EQ(restarted.standing(id)->day_requests, 3);
  EXPECT_EQ(users.standing(id)->day_requests, 3);
  users.serve(id, 1);
  EXPECT_EQ(users.standing(id)->day_requests, 4);
}

} // namespace
} // namespace geminid::user_limits_test
