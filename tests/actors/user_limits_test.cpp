#include "actors/user_directory_actor.hpp"
#include "actors/user_pass.hpp"
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace {

using namespace geminid;
using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z"); // in Los Angeles
const Instant midnight = *parse_rfc3339("2026-11-24T08:00:00Z");

using Admitted = std::shared_ptr<Answer<AdmitReply>>;

std::shared_ptr<UserPass> pass_of(const Admitted& answer) {
  return answer->value && *answer->value ? (*answer->value)->pass : nullptr;
}

std::optional<policy::UserLimit> refused_by(const Admitted& answer) {
  if (!answer->value || !*answer->value || !(*answer->value)->overrun)
    return std::nullopt;
  return (*answer->value)->overrun->limit;
}

/// A user directory on the disk of an ActorWorld.
class Users {
public:
  explicit Users(Instant start = noon, std::shared_ptr<test::MemoryDisk> disk = nullptr)
      : world(start, {}, std::move(disk)) {
    UserDirectoryStart users{TimeBase{start, world.scheduler().clock().now()},
                             world.storage,
                             std::make_shared<PlainSecretBox>(),
                             {},
                             {},
                             {},
                             {},
                             {}};
    users.random_id = [this] { return std::to_string(++ids_); };
    users.random_secret = [this] { return "sk-" + std::to_string(++ids_); };
    users.publish = [this](const std::vector<UserRecord>& all) { published = all; };
    users.on_death = [this](const std::string& id, const std::string&) { deaths.push_back(id); };
    const test::MemoryStore stored{world.disk};
    const auto records = stored.scan(user_record_prefix);
    for (const auto& entry : *records)
      users.users.push_back(*user_from_record(entry));
    ids_ = static_cast<int>(world.disk->size()) * 1000;
    directory = world.spawn(user_directory_actor, std::move(users));
    world.run();
    others_ = world.running_actors();
  }
  ~Users() {
    world.set_disk_full(false);
    world.ask(directory, Settle{});
    caf::anon_send_exit(directory, caf::exit_reason::user_shutdown);
    world.run();
  }
  Users(const Users&) = delete;
  Users& operator=(const Users&) = delete;

  std::string create(policy::UserLimits limits) {
    CreateUser request;
    request.config.limits = limits;
    return (*world.ask(directory, request)->value)->user.id;
  }
  Admitted admit(const std::string& user, std::int64_t tokens = 1) {
    return world.ask(directory, AdmitUser{user, tokens});
  }
  /// Carries out so many requests, one after another.
  void serve(const std::string& user, int requests) {
    for (int i = 0; i < requests; ++i)
      ASSERT_TRUE(pass_of(admit(user))) << i;
    world.run();
  }
  int drain(const std::string& user) {
    int requests = 0;
    while (pass_of(admit(user)))
      ++requests;
    return requests;
  }
  void set_limits(const std::string& user, policy::UserLimits limits) {
    PatchUser patch{user, [limits](UserConfig& config) { config.limits = limits; }};
    ASSERT_TRUE(*world.ask(directory, patch)->value);
    world.run();
  }
  std::optional<UserStanding> standing(const std::string& user) {
    const auto list = world.ask(directory, ListUsers{});
    const auto& standings = (*list->value)->standings;
    const auto found = standings.find(user);
    return found == standings.end() ? std::nullopt : std::optional{found->second};
  }
  /// What a crash leaves: the disk alone.
  [[nodiscard]] std::shared_ptr<test::MemoryDisk> crash() const {
    return std::make_shared<test::MemoryDisk>(*world.disk);
  }
  [[nodiscard]] bool on_disk(const std::string& key) const { return world.disk->contains(key); }
  /// How many actors of users there are.
  [[nodiscard]] std::size_t actors() const { return world.running_actors() - others_; }
  /// The user's actor dies: the one that answers for the user.
  void kill_actor(const std::string& user) {
    const auto kill = [](caf::event_based_actor* self, UserDirectory of, std::string whose) {
      self->request(of, caf::infinite, GetUserStanding{std::move(whose)}).then([self](const UserStanding&) {
        caf::anon_send_exit(caf::actor_cast<caf::actor>(self->current_sender()), caf::exit_reason::kill);
      });
    };
    world.spawn(kill, directory, user);
    world.run();
  }

  ActorWorld world;
  UserDirectory directory;
  std::vector<UserRecord> published;
  std::vector<std::string> deaths;

private:
  int ids_ = 0;
  std::size_t others_ = 0;
};

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
