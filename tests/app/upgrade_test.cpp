// Stores that earlier versions left, one of each format: tests/golden/stores, made by
// tests/end_to_end/operator/make_upgrade_fixture.py, which says what is in them.
#include "actors/circuit_record.hpp"
#include "actors/quota_record.hpp"
#include "server/app/gateway_config.hpp"
#include "server/app/stored_state.hpp"
#include "server/log/log.hpp"
#include "server/store/password_hash.hpp"
#include "server/store/rocks_store.hpp"
#include "server/store/schema.hpp"
#include "tests/support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace geminid::app::upgrade_test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path stores() {
  return fs::path{GEMINID_SOURCE_DIR} / "tests" / "golden" / "stores";
}

std::vector<std::string> formats() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator{stores()})
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string secret_of(const std::string& name) {
  return "AIzaUpgradeFixtureKey-" + name + "-000000000000";
}

class Upgrade : public testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    config.data_dir = directory.path() / "data";
    fs::copy(stores() / GetParam() / "data", config.data_dir);
    std::ifstream{stores() / GetParam() / "expected.json"} >> expected;
    made_at = Instant{Duration{expected.at("made_at_ms").get<std::int64_t>()}};
    log::start(log::Level::info, log::Format::text, log);
  }
  ~Upgrade() override { log::stop(); }

  StoredState open() {
    auto state = open_stored_state(config);
    EXPECT_TRUE(state) << state.error().message;
    EXPECT_EQ(log.str(), "");
    return state ? std::move(*state) : StoredState{};
  }
  std::map<std::string, std::string> records() {
    std::map<std::string, std::string> found;
    const auto store = store::open_rocks_store(config.data_dir);
    const auto entries = store ? (*store)->scan("") : Result<std::vector<StoreEntry>>{store.error()};
    EXPECT_TRUE(entries) << entries.error().message;
    for (const auto& entry : *entries)
      found[entry.key] = entry.value;
    return found;
  }
  void set_format(const std::string& version) {
    const auto store = store::open_rocks_store(config.data_dir);
    ASSERT_TRUE(store) << store.error().message;
    ASSERT_TRUE((*store)->commit({{std::string{store::schema_version_key}, version}}));
  }

  test::TempDirectory directory;
  Config config;
  json expected;
  Instant made_at{};
  std::ostringstream log;
};

const actors::KeyRecord* find(const StoredState& state, const std::string& name) {
  for (const auto& key : state.keys)
    if (*key.identity.secret == secret_of(name))
      return &key;
  return nullptr;
}

const std::string* find(const std::vector<StoreEntry>& entries, const std::string& key) {
  for (const auto& entry : entries)
    if (entry.key == key)
      return &entry.value;
  return nullptr;
}

TEST_P(Upgrade, KeepsTheKeysWithTheirSecretsAndWhatAnAdminSaidOfThem) {
  const auto state = open();
  ASSERT_EQ(state.keys.size(), expected["keys"].size());
  for (const auto& [name, told] : expected["keys"].items()) {
    SCOPED_TRACE(name);
    const auto* const key = find(state, name);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->identity.config.id, told["id"].get<std::string>());
    EXPECT_EQ(key->identity.config.enabled, told["state"] != "disabled");
    EXPECT_EQ(key->health.invalid, told["state"] == "invalid");
  }
  const auto& own = find(state, "own")->identity.config;
  EXPECT_EQ(own.name, "my own");
  EXPECT_EQ(own.weight, 2);
  EXPECT_EQ(own.tags, (std::vector<std::string>{"home", "free"}));
  EXPECT_EQ(own.limits.at("gemini-2.5-flash").rpd.value, 100);
  const auto& shared = find(state, "shared1")->identity.config;
  EXPECT_EQ(shared.project, "shared");
  EXPECT_EQ(shared.priority, 1);
}

TEST_P(Upgrade, KeepsTheUserKeyValid) {
  const auto state = open();
  const auto user = user_table(state.users)->find(state.box->fingerprint("sk-upgrade-fixture-user-key"));
  ASSERT_TRUE(user);
  EXPECT_EQ(user->name, "ann");
  EXPECT_TRUE(user->enabled);
  ASSERT_EQ(state.users.size(), 1U);
  EXPECT_EQ(state.users[0].config.limits.rpd, 500);
  EXPECT_EQ(state.users[0].config.limits.token_budget, 1'000'000);
  const auto counts = state.store->scan(actors::user_quota_prefix);
  ASSERT_TRUE(counts && counts->size() == 1);
  const auto quota = actors::quota_from_record(counts->front(), made_at);
  EXPECT_GT(quota.spent, 0);
  EXPECT_EQ(quota.day.day, policy::pacific_day(made_at));
  EXPECT_GT(quota.day.used, 0);
}

TEST_P(Upgrade, KeepsSettingsAndModels) {
  const auto state = open();
  const auto& settings = state.settings;
  EXPECT_EQ(settings.routing.strategy, dto::Strategy::round_robin);
  EXPECT_EQ(settings.routing.max_attempts, 5);
  EXPECT_FALSE(settings.routing.affinity);
  EXPECT_EQ(settings.thinking.budget, 512);
  EXPECT_EQ(settings.prompt_injection.content, "Answer in verse.");
  EXPECT_EQ(settings.prompt_injection.position, dto::InjectionPosition::user_suffix);
  EXPECT_EQ(settings.logs.retention_days, 3);
  EXPECT_TRUE(settings.logs.bodies);
  EXPECT_EQ(settings.prices.size(), 1U);
  ASSERT_EQ(state.models.size(), 2U);
  EXPECT_EQ(state.models.at("gemini-2.5-flash").aliases, (std::vector<std::string>{"gpt-4o-mini"}));
  EXPECT_EQ(state.models.at("gemini-2.5-flash").fallbacks, (std::vector<std::string>{"gemini-2.5-pro"}));
  EXPECT_TRUE(state.models.at("gemini-2.5-pro").thinking);
}

TEST_P(Upgrade, KeepsCountsCooldownsAndLearnedLimits) {
  const auto state = open();
  std::set<std::string> blocked;
  for (const auto& [name, told] : expected["keys"].items()) {
    const auto* const key = find(state, name);
    ASSERT_TRUE(key) << name;
    EXPECT_EQ(key->totals.requests, told["totals"]["requests"]);
    EXPECT_EQ(key->totals.prompt_tokens, told["totals"]["prompt_tokens"]);
    const auto& known = key->identity.config;
    const auto owner = known.project.empty() ? known.id : "project:" + known.project;
    for (const auto& [model, of_model] : told["models"].items()) {
      SCOPED_TRACE(name + " " + model);
      const auto* const record = find(state.quotas, "quota/" + owner + "/" + model);
      if (!record) {
        EXPECT_EQ(of_model["day"], 0);
        continue;
      }
      const auto quota = actors::quota_from_record(*record, made_at).quota;
      ASSERT_TRUE(quota);
      EXPECT_EQ(quota->day.used, of_model["day"]);
      EXPECT_EQ(quota->minute.requests(), of_model["minute"]);
      EXPECT_EQ(quota->learned.rpd.value_or(0), of_model["learned_rpd"].is_null() ? json(0) : of_model["learned_rpd"]);
      EXPECT_EQ(quota->learned.rpm.value_or(0), of_model["learned_rpm"].is_null() ? json(0) : of_model["learned_rpm"]);
      EXPECT_EQ(quota->named.kind == policy::Block::exhausted, of_model["state"] == "exhausted");
      EXPECT_EQ(quota->named.kind == policy::Block::cooling, of_model["state"] == "cooling_down");
      if (quota->named.kind != policy::Block::none)
        blocked.insert(name);
    }
  }
  EXPECT_EQ(blocked, (std::set<std::string>{"own", "shared1", "shared2"}));
  EXPECT_THAT(actors::circuits_from_records(state.circuits).models,
              testing::ElementsAre(testing::Key("gemini-2.0-flash-lite")));
}

TEST_P(Upgrade, KeepsWhoMayAdministerAndWhatHappened) {
  const auto state = open();
  EXPECT_TRUE(store::is_password("upgrade fixture password", state.password_hash));
  EXPECT_EQ(state.sessions.size(), 1U);
  EXPECT_GT(state.next_audit_entry, 10U);
  EXPECT_GT(state.next_journal_record, 10U);
  EXPECT_EQ(state.memory.signatures.size(), 1U);
}

TEST_P(Upgrade, LeavesAStoreOfTodaysFormat) {
  const auto today = std::to_string(1 + store::schema_migrations().size());
  EXPECT_EQ(*open().store->get(store::schema_version_key), today);
}

TEST_P(Upgrade, RefusesANewerFormatAndLeavesItAsItIs) {
  set_format("999");
  const auto before = records();
  ASSERT_GT(before.size(), 20U);
  const auto command = GEMINID_BIN " --host 127.0.0.1 --port 0 --data-dir '" + config.data_dir.string() + "' 2>&1";
  auto* const started = ::popen(command.c_str(), "r");
  ASSERT_TRUE(started);
  std::string said;
  for (int c = std::fgetc(started); c != EOF; c = std::fgetc(started))
    said += static_cast<char>(c);
  const int status = ::pclose(started);
  EXPECT_EQ(WEXITSTATUS(status), 1) << said;
  EXPECT_EQ(said, "geminid: the store has format version 999, this geminid knows up to " +
                      std::to_string(1 + store::schema_migrations().size()) + ": use a newer geminid\n");
  EXPECT_EQ(records(), before);
}

TEST(UpgradeFixtures, ThereIsOneOfEachFormat) {
  std::vector<std::string> wanted;
  for (std::size_t version = 1; version <= 1 + store::schema_migrations().size(); ++version)
    wanted.push_back("format_" + std::to_string(version));
  EXPECT_THAT(formats(), testing::UnorderedElementsAreArray(wanted));
}

INSTANTIATE_TEST_SUITE_P(Of, Upgrade, testing::ValuesIn(formats()), [](const auto& format) { return format.param; });

} // namespace
} // namespace geminid::app::upgrade_test
