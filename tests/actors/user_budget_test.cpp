// The token budget of a user key: for good, and durable.
#include "actors/user_actor.hpp"
#include "tests/actors/users.hpp"

namespace geminid::user_budget_test {
namespace {

using namespace geminid::actors;
using namespace geminid::testing_support;
using namespace std::chrono_literals;

/// One request of so many tokens, and its answer's.
bool spend(Users& users, const std::string& user, std::int64_t prompt, std::int64_t completion) {
  const auto pass = pass_of(users.admit(user, prompt));
  if (pass)
    pass->end(prompt, completion);
  users.world.run();
  return pass != nullptr;
}

TEST(UserBudget, IsSpentByInputAndOutputWhateverTheDay) {
  Users users;
  const auto id = users.create({.token_budget = 100});
  EXPECT_TRUE(spend(users, id, 30, 60));
  EXPECT_EQ(users.standing(id)->spent, 90);
  users.world.advance(48h);
  EXPECT_EQ(refused_by(users.admit(id, 11)), policy::UserLimit::token_budget);
  EXPECT_TRUE(spend(users, id, 10, 0));
  EXPECT_EQ(refused_by(users.admit(id, 1)), policy::UserLimit::token_budget);
}

TEST(UserBudget, ThatAnAdminChangesHoldsAtOnceForWhatWasSpentBefore) {
  Users users;
  const auto id = users.create({.token_budget = 100});
  EXPECT_TRUE(spend(users, id, 50, 50));
  EXPECT_FALSE(spend(users, id, 1, 0));
  users.set_limits(id, {.token_budget = 102});
  EXPECT_TRUE(spend(users, id, 2, 0));
  EXPECT_FALSE(spend(users, id, 1, 0));
  users.set_limits(id, {.token_budget = 50});
  EXPECT_FALSE(spend(users, id, 1, 0));
}

TEST(UserBudget, OutlivesARestExactly) {
  Users users;
  const auto id = users.create({.token_budget = 10'000});
  EXPECT_TRUE(spend(users, id, 300, 45));
  users.world.advance(UserActorState::idle_after + 1s);
  users.world.run();
  EXPECT_EQ(users.actors(), 0U);
  EXPECT_EQ(users.standing(id)->spent, 345);
  EXPECT_TRUE(spend(users, id, 1, 1));
  EXPECT_EQ(users.standing(id)->spent, 347);
}

TEST(UserBudget, IsNeverLessSpentAfterACrashAndAtMostABlockMore) {
  for (const std::int64_t completion : {0, 50, 5'000}) {
    std::shared_ptr<test::MemoryDisk> disk;
    std::string id;
    std::int64_t spent = 0;
    {
      Users users;
      id = users.create({.token_budget = 10'000});
      for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(spend(users, id, 70, completion / 5));
      spent = users.standing(id)->spent;
      disk = users.crash();
    }
    Users again{noon + 1s, disk};
    const auto after = again.standing(id)->spent;
    EXPECT_GE(after, spent) << completion;
    EXPECT_LE(after, spent + 100 + 70) << completion;
  }
}

TEST(UserBudget, AdmitsNobodyWhileTheDiskDoesNotTakeWhatIsSpent) {
  Users users;
  const auto id = users.create({.token_budget = 10'000});
  users.world.set_disk_full(true);
  const auto refused = users.admit(id, 10);
  users.world.run();
  EXPECT_FALSE(pass_of(refused));
  users.world.set_disk_full(false);
  EXPECT_TRUE(spend(users, id, 10, 0));
  EXPECT_EQ(users.standing(id)->spent, 10);
}

} // namespace
} // namespace geminid::user_budget_test
