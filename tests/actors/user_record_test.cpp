#include "actors/user_messages.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace geminid::user_record_test {
namespace {

using namespace geminid::actors;
using nlohmann::json;

StoreEntry entry_of(const json& record) {
  return {std::string{user_record_prefix} + "u1", record.dump()};
}

TEST(UserRecord, ComesBackWithItsThinking) {
  UserRecord user;
  user.id = "u1";
  user.fingerprint = "print";
  user.config.thinking = {dto::ThinkingMode::fixed, 1024, true};
  const auto write = to_record(user);
  const auto again = user_from_record({write.key, *write.value});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->config.thinking, user.config.thinking);
}

TEST(UserRecord, IsReadAsItWasWrittenBeforeUserKeysHadAThinking) {
  const auto user = user_from_record(entry_of(
      {{"v", 1}, {"name", "app"}, {"enabled", false}, {"models", {"m"}}, {"fingerprint", "print"}, {"rpm", 5}}));
  ASSERT_TRUE(user) << user.error().message;
  EXPECT_EQ(user->config.name, "app");
  EXPECT_EQ(user->config.limits.rpm, 5);
  EXPECT_EQ(user->config.thinking, std::nullopt);
}

TEST(UserRecord, ComesBackWithItsBudgetAndNotes) {
  UserRecord user;
  user.id = "u1";
  user.config.limits.token_budget = 5'000;
  user.config.notes = "of the team\nbilled monthly";
  const auto write = to_record(user);
  const auto again = user_from_record({write.key, *write.value});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->config.limits, user.config.limits);
  EXPECT_EQ(again->config.notes, user.config.notes);
}

TEST(UserRecord, SaysWhenItsThinkingIsDamaged) {
  for (const json& thinking : {json("auto"), json{{"mode", "hard"}}, json{{"mode", "fixed"}}}) {
    const auto user = user_from_record(entry_of({{"v", 1}, {"fingerprint", "print"}, {"thinking", thinking}}));
    ASSERT_FALSE(user) << thinking;
    EXPECT_NE(user.error().message.find("thinking"), std::string::npos);
  }
}

} // namespace
} // namespace geminid::user_record_test
