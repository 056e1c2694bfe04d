// Who the users are, and when there is an actor for one.
#include "tests/actors/users.hpp"

namespace geminid::user_directory_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

TEST(UserActors, AreThereOnlyForWhoAsksAndWhileTheyAreUsed) {
  Users users;
  const auto id = users.create({.rpm = 5});
  users.create({.rpm = 5});
  EXPECT_EQ(users.actors(), 0U);
  auto pass = pass_of(users.admit(id));
  EXPECT_EQ(users.actors(), 1U);
  users.world.advance(1h); // a long request
  EXPECT_EQ(users.actors(), 1U);
  pass.reset();
  users.world.advance(4min);
  EXPECT_EQ(users.actors(), 1U);
  users.world.advance(10min);
  EXPECT_EQ(users.actors(), 0U);
  EXPECT_EQ(users.drain(id), 5);
}

TEST(UserActors, RestAlsoWhileAnAdminKeepsLooking) {
  Users users;
  const auto id = users.create({.rpd = 100});
  users.serve(id, 1);
  for (int minute = 0; minute < 10; ++minute) {
    EXPECT_EQ(users.standing(id)->day_requests, 1);
    users.world.advance(1min);
  }
  EXPECT_EQ(users.actors(), 0U);
}

TEST(UserActors, AreReplacedFromWhatIsStoredWhenTheyDie) {
  Users users;
  const auto id = users.create({.rpd = 20});
  const auto pass = pass_of(users.admit(id));
  ASSERT_TRUE(pass);
  users.kill_actor(id);
  EXPECT_EQ(users.deaths, std::vector<std::string>{id});
  EXPECT_EQ(users.drain(id), 19);
}

TEST(UserActors, EndWithTheirUserAndLeaveNothing) {
  Users users;
  const auto id = users.create({.rpd = 20});
  const auto pass = pass_of(users.admit(id));
  ASSERT_TRUE(users.on_disk("user_quota/" + id));
  ASSERT_TRUE(*users.world.ask(users.directory, RemoveUser{id})->value);
  EXPECT_EQ(users.actors(), 0U);
  EXPECT_FALSE(users.on_disk("user_quota/" + id));
  EXPECT_FALSE(users.on_disk("user/" + id));
  EXPECT_FALSE(*users.admit(id)->value);
  EXPECT_TRUE(users.deaths.empty());
}

TEST(UserList, ShowsWhatIsUsedOfThoseWhoHaveLimits) {
  Users users;
  const auto busy = users.create({.rpm = 5, .tpm = 100});
  const auto unused = users.create({.rpd = 5});
  const auto free = users.create({});
  const auto pass = pass_of(users.admit(busy, 30));
  const auto standing = users.standing(busy);
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->minute_requests, 1);
  EXPECT_EQ(standing->minute_tokens, 30);
  EXPECT_EQ(standing->day_requests, 1);
  EXPECT_EQ(standing->concurrent, 1);
  ASSERT_TRUE(users.standing(unused));
  EXPECT_EQ(users.standing(unused)->day_requests, 0);
  EXPECT_FALSE(users.standing(free));
}

TEST(UserList, ForgetsYesterdaysCountOfWhoIsIdle) {
  Users users;
  const auto id = users.create({.rpd = 5});
  users.serve(id, 2);
  users.world.advance(midnight - noon);
  EXPECT_EQ(users.standing(id)->day_requests, 0);
}

TEST(UserDirectory, MakesEachChangeToWhatTheOneBeforeItLeft) {
  Users users;
  const auto id = users.create({});
  caf::anon_send(users.directory, PatchUser{id, [](UserConfig& config) { config.name = "renamed"; }});
  caf::anon_send(users.directory, PatchUser{id, [](UserConfig& config) { config.limits.rpm = 7; }});
  users.world.run();
  ASSERT_EQ(users.published.size(), 1U);
  EXPECT_EQ(users.published[0].config.name, "renamed");
  EXPECT_EQ(users.published[0].config.limits.rpm, 7);
  Users restarted{noon + 1min, users.crash()};
  EXPECT_EQ(restarted.published[0].config.name, "renamed");
}

TEST(UserDirectory, BringsNobodyBackByAChangeThatCameTooLate) {
  Users users;
  const auto id = users.create({});
  caf::anon_send(users.directory, RemoveUser{id});
  caf::anon_send(users.directory, PatchUser{id, [](UserConfig& config) { config.name = "renamed"; }});
  users.world.run();
  EXPECT_TRUE(users.published.empty());
  EXPECT_FALSE(users.on_disk("user/" + id));
}

} // namespace
} // namespace geminid::user_directory_test
