#include "shared/user_key_list_dto.hpp"

#include <gtest/gtest.h>

namespace geminid::dto::user_key_list_dto_test {
namespace {

json a_key() {
  UserKey key;
  key.id = "user_1";
  key.name = "laptop";
  return to_json(key);
}

TEST(UserKeyList, IsReadWithAllItsKeys) {
  const auto keys = parse_user_key_list({{"user_keys", {a_key(), a_key()}}, {"total", 2}});
  ASSERT_TRUE(keys);
  EXPECT_EQ(keys->size(), 2U);
  EXPECT_EQ(keys->front().name, "laptop");
}

TEST(UserKeyList, IsRefusedWithTheFieldThatIsWrong) {
  auto wrong = a_key();
  wrong["enabled"] = "yes";
  EXPECT_EQ(parse_user_key_list({{"user_keys", {wrong}}}).error().field, "user_keys.enabled");
  EXPECT_FALSE(parse_user_key_list({{"total", 2}}));
  EXPECT_FALSE(parse_user_key_list({{"user_keys", 3}}));
}

TEST(CreatedUserKey, HoldsTheKeyItself) {
  auto document = a_key();
  EXPECT_EQ(parse_created_user_key(document).error().field, "key");
  document["key"] = "sk-secret";
  const auto created = parse_created_user_key(document);
  ASSERT_TRUE(created);
  EXPECT_EQ(created->secret, "sk-secret");
  EXPECT_EQ(created->key.id, "user_1");
}

} // namespace
} // namespace geminid::dto::user_key_list_dto_test
