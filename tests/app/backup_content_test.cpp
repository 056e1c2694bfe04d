#include "actors/key_record.hpp"
#include "server/app/backup/content.hpp"
#include "shared/json_fields.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/plain_secret_box.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace geminid::app::backup_content_test {
namespace {

using dto::json;

constexpr Instant noon{Duration{1'800'000'000'000}};
constexpr auto secret = "AIzaSyBackupContent-0123456789";

class BackupContent : public testing::Test {
protected:
  BackupContent() { put_key(store, "key_a", secret); }

  void put_key(Store& into, const std::string& id, const std::string& of_key) {
    actors::KeyConfig config;
    config.id = id;
    EXPECT_TRUE(into.commit({actors::to_record({actors::make_identity(std::move(config), of_key, box), {}, {}})}));
  }
  void put(const std::string& key, const std::string& value) { EXPECT_TRUE(store.commit({{key, value}})); }
  json content() {
    const auto made = backup_content(store, box, noon);
    return made ? json::parse(*made) : json();
  }
  std::string wrong_field(const std::function<void(json&)>& change) {
    auto changed = content();
    change(changed);
    const auto read = read_backup_content(changed.dump(), box);
    return read ? "none" : read.error().field;
  }
  void restore_into(test::MemoryStore& other, const json& from) {
    const auto restoration = read_backup_content(from.dump(), box);
    ASSERT_TRUE(restoration) << restoration.error().message;
    const auto writes = restore_writes(*restoration, other, box);
    ASSERT_TRUE(writes) << writes.error().message;
    ASSERT_TRUE(other.commit(*writes));
  }

  testing_support::PlainSecretBox box;
  test::MemoryStore store;
};

TEST_F(BackupContent, HoldsNoPasswordsSessionsCountsAndLogs) {
  put("admin/password", "hash");
  put("session/s", "{}");
  put("log/1", "{}");
  put("audit/1", "{}");
  put("stat/m/1", "{}");
  put("quota/key_a/m", R"({"v":1,"day":3,"reserved":9,"learned_rpm":7,"learned_at":5})");
  const auto made = content();
  EXPECT_EQ(made["limits"]["key_a/m"], (json{{"learned_rpm", 7}, {"learned_at", 5}}));
  for (const auto& [name, value] : made.items())
    EXPECT_THAT((std::vector<std::string>{"version", "created_at", "fingerprint_key", "keys", "user_keys", "models",
                                          "limits", "environment"}),
                testing::Contains(name));
}

TEST_F(BackupContent, IsRefusedByTheNameOfWhatIsWrong) {
  put("model/m", R"({"aliases":["a"]})");
  EXPECT_EQ(wrong_field([](json&) {}), "none");
  EXPECT_EQ(wrong_field([](json& c) { c["version"] = 2; }), "document.version");
  EXPECT_EQ(wrong_field([](json& c) { c.erase("version"); }), "document.version");
  EXPECT_EQ(wrong_field([](json& c) { c["fingerprint_key"] = "00"; }), "document.fingerprint_key");
  EXPECT_EQ(wrong_field([](json& c) { c["keys"]["key_a"]["secret"] = "short"; }), "document.keys.key_a.secret");
  EXPECT_EQ(wrong_field([](json& c) { c["keys"]["key_a"]["weight"] = -1; }), "document.keys.key_a.weight");
  EXPECT_EQ(wrong_field([](json& c) { c["keys"]["key_a"]["health"] = 1; }), "document.keys.key_a");
  EXPECT_EQ(wrong_field([](json& c) { c["keys"]["key_b"] = c["keys"]["key_a"]; }), "document.keys.key_b.secret");
  EXPECT_EQ(wrong_field([](json& c) { c["keys"]["a/b"] = c["keys"]["key_a"]; }), "document.keys.a/b");
  EXPECT_EQ(wrong_field([](json& c) { c["settings"]["logs"]["bodies"] = 1; }), "document.settings.logs.bodies");
  EXPECT_EQ(wrong_field([](json& c) { c["models"]["m"]["rpm"] = "many"; }), "document.models.m.rpm");
  EXPECT_EQ(wrong_field([](json& c) { c["models"]["n"] = c["models"]["m"]; }), "document.models.n.aliases");
  EXPECT_EQ(wrong_field([](json& c) { c["limits"]["x"] = json::object(); }), "document.limits.x");
  EXPECT_EQ(wrong_field([](json& c) { c["limits"]["x/m"]["learned_rpm"] = -1; }), "document.limits.x/m.learned_rpm");
  EXPECT_EQ(wrong_field([](json& c) { c["user_keys"] = 1; }), "document.user_keys");
  EXPECT_EQ(wrong_field([](json& c) {
              c["user_keys"]["u"] = {{"fingerprint", "x"}};
            }),
            "document.user_keys.u.fingerprint");
  EXPECT_EQ(wrong_field([](json& c) { c["environment"]["X"] = 1; }), "document.environment.X");
  EXPECT_EQ(read_backup_content("no JSON", box).error().field, "document");
}

TEST_F(BackupContent, ReplacesWhatItHoldsAndLeavesTheRest) {
  put("settings", "{}");
  const auto from = content();
  test::MemoryStore other;
  put_key(other, "key_other", "AIzaSyAnotherKey-0123456789");
  ASSERT_TRUE(
      other.commit({{"model/gone", "{}"}, {"quota/key_other/m", "{}"}, {"user_quota/u", "{}"}, {"log/1", "{}"}}));
  restore_into(other, from);
  std::vector<std::string> keys;
  for (const auto& [key, value] : other.disk())
    keys.push_back(key);
  EXPECT_THAT(keys, testing::ElementsAre("key/key_a", "log/1", "settings"));
}

TEST_F(BackupContent, LeavesCountedWhatAKeyHasUsedUnderAnotherId) {
  test::MemoryStore other;
  put_key(other, "key_b", secret);
  ASSERT_TRUE(other.commit({{"quota/key_b/m", R"({"v":1,"day":3,"reserved":9,"learned_rpm":1,"learned_at":1})"}}));
  put("quota/key_a/m", R"({"v":1,"day":2,"reserved":5,"learned_rpm":7,"learned_at":5})");
  restore_into(other, content());
  EXPECT_FALSE(other.disk().contains("quota/key_b/m"));
  EXPECT_EQ(json::parse(other.disk().at("quota/key_a/m")),
            (json{{"v", 1}, {"day", 3}, {"reserved", 9}, {"learned_rpm", 7}, {"learned_at", 5}}));
}

} // namespace
} // namespace geminid::app::backup_content_test
