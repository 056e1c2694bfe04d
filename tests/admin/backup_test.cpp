#include "server/store/passphrase_box.hpp"
#include "tests/admin/admin_test.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>

namespace geminid::test::backup_test {
namespace {

constexpr auto passphrase = "a passphrase for tests";

class Backup : public testing::Test {
protected:
  json back_up() {
    const auto answer = world.admin("POST", "/backup", {{"passphrase", passphrase}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.document;
  }
  Answer restore(const json& document, std::string_view with = passphrase) {
    return world.admin("POST", "/restore", {{"passphrase", with}, {"document", document}});
  }
  /// A backup whose content `change` has changed.
  json changed(const json& document, const std::function<void(json&)>& change) {
    auto content = json::parse(*store::open_with_passphrase(document.dump(), passphrase));
    change(content);
    return json::parse(store::seal_with_passphrase(content.dump(), passphrase));
  }
  json all(std::string_view path) { return world.admin("GET", path).document; }
  std::string create_user() {
    return world.admin("POST", "/user-keys", {{"name", "made"}}).document.at("key").get<std::string>();
  }
  int chat_as(const std::string& user) {
    return world.request("POST", "/v1/chat/completions", bearer(user), chat_body().dump()).status;
  }

  GatewayWorld world;
};

TEST_F(Backup, BringsBackWhatItHoldsAndServesByItAtOnce) {
  const auto kept = world.add_key({.project = "p"});
  const auto deleted = world.add_key();
  ASSERT_EQ(world.admin("PATCH", "/keys/" + kept, {{"name", "mine"}, {"tags", {"a"}}}).status, 200);
  ASSERT_EQ(world.admin("PUT", "/models/m", {{"rpm", 7}, {"aliases", {"alias"}}}).status, 200);
  world.set({{"routing", {{"max_attempts", 7}}}});
  const auto user = create_user();
  const auto before = all("/keys");
  const auto document = back_up();
  EXPECT_EQ(document.dump().find(world.secret(kept)), std::string::npos);

  world.add_key();
  ASSERT_EQ(world.admin("PATCH", "/keys/" + kept, {{"name", "other"}, {"project", ""}}).status, 200);
  ASSERT_EQ(world.admin("DELETE", "/keys/" + deleted).status, 204);
  ASSERT_EQ(world.admin("DELETE", "/models/m").status, 204);
  ASSERT_EQ(world.admin("PUT", "/models/n", {{"rpm", 1}}).status, 200);
  world.set({{"routing", {{"max_attempts", 1}}}});
  const auto later = create_user();

  const auto restored = restore(document);
  EXPECT_EQ(restored.status, 200) << restored.body;
  EXPECT_EQ(restored.document, (json{{"keys", 2}, {"user_keys", 2}, {"models", 1}}));
  EXPECT_EQ(all("/keys"), before);
  EXPECT_EQ(all("/settings")["routing"]["max_attempts"], 7);
  EXPECT_EQ(all("/models")["models"].at(0)["id"], "m");
  EXPECT_EQ(chat_as(user), 200);
  EXPECT_EQ(chat_as(later), 401);
  world.crash();
  EXPECT_EQ(all("/keys")["total"], 2);
  EXPECT_EQ(all("/settings")["routing"]["max_attempts"], 7);
  EXPECT_EQ(world.chat().status, 200);
}

TEST_F(Backup, IsTakenAsTextToo) {
  const auto id = world.add_key();
  const auto document = back_up();
  ASSERT_EQ(world.admin("DELETE", "/keys/" + id).status, 204);
  EXPECT_EQ(restore(document.dump()).status, 200);
  EXPECT_EQ(world.chat().status, 200);
}

TEST_F(Backup, LeavesWhatWasUsedTodayCounted) {
  const auto id = world.add_key();
  ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, {{"rpd", 3}}).status, 200);
  const auto document = back_up();
  EXPECT_EQ(world.chat().status, 200);
  EXPECT_EQ(world.chat().status, 200);
  ASSERT_EQ(restore(document).status, 200);
  EXPECT_EQ(world.use(id)["rpd"]["used"], 2);
  EXPECT_EQ(world.chat().status, 200);
  EXPECT_EQ(world.chat().status, 429);
}

TEST_F(Backup, KeepsTheLimitsThatGoogleNamed) {
  const auto id = world.add_key();
  sim::Fault refusal;
  refusal.body = "per_minute";
  ASSERT_TRUE(world.google().faults().add(refusal));
  world.set({{"routing", {{"max_wait_ms", 0}}}});
  EXPECT_EQ(world.chat().status, 429);
  const auto learned = world.use(id)["rpm"]["limit"];
  ASSERT_TRUE(learned.is_number());
  const auto document = back_up();
  ASSERT_EQ(world.admin("DELETE", "/keys/" + id).status, 204);
  ASSERT_EQ(restore(document).status, 200);
  EXPECT_EQ(world.use(id)["rpm"]["limit"], learned);
}

TEST_F(Backup, OfAnotherHostBringsItsUserKeysAlong) {
  world.add_key();
  const auto user = create_user();
  const auto document = back_up();
  GatewayWorld other;
  const auto restored = other.admin("POST", "/restore", {{"passphrase", passphrase}, {"document", document}});
  ASSERT_EQ(restored.status, 200) << restored.body;
  const auto with_user = [&] { return other.request("GET", "/v1/models/none", bearer(user), "").status; };
  EXPECT_NE(with_user(), 401);
  other.restart();
  EXPECT_NE(with_user(), 401);
  EXPECT_EQ(other.admin("GET", "/keys").document["total"], 1);
}

TEST_F(Backup, OfAnotherHostEndsSessionsAndGivesTheCallerANewOne) {
  const auto document = back_up();
  GatewayWorld other;
  const auto log_in = [&] {
    return other.request("POST", "/admin/api/login", "", json{{"password", "world-admin-password-1"}}.dump());
  };
  const auto lines = [](const Answer& answer) {
    const auto cookie = answer.header("set-cookie");
    return "Cookie: " + std::string{cookie.substr(0, cookie.find(';'))} +
           "\r\nX-CSRF-Token: " + answer.document.at("csrf_token").get<std::string>() + "\r\n";
  };
  const auto mine = lines(log_in());
  const auto others = lines(log_in());
  const json body{{"passphrase", passphrase}, {"document", document}};
  const auto restored = other.request("POST", "/admin/api/restore", mine, body.dump());
  ASSERT_EQ(restored.status, 200) << restored.body;
  const auto get = [&](const std::string& with) { return other.request("GET", "/admin/api/keys", with, "").status; };
  EXPECT_EQ(get(others), 401);
  EXPECT_EQ(get(mine), 401);
  EXPECT_EQ(get(lines(restored)), 200);
  EXPECT_EQ(log_in().status, 200);
  other.restart();
  EXPECT_EQ(get(lines(restored)), 200);
}

TEST_F(Backup, ThatIsRefusedChangesNothing) {
  const auto id = world.add_key();
  const auto document = back_up();
  ASSERT_EQ(world.admin("PATCH", "/keys/" + id, {{"name", "changed since"}}).status, 200);
  const auto refused = [&](const json& with, std::string_view field) {
    const auto answer = restore(with);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(answer.error().value("field", ""), field) << answer.body;
    EXPECT_EQ(world.key(id)["name"], "changed since");
  };
  const auto wrong = [&](const std::string& field, const std::function<void(json&)>& change) {
    refused(changed(document, change), "document." + field);
  };
  expect_refused(restore(document, "another passphrase"), 400, "invalid_request", "passphrase");
  auto newer = document;
  newer["version"] = 2;
  refused(newer, "document.version");
  wrong("settings.routing.max_attempts", [](json& content) { content["settings"]["routing"]["max_attempts"] = 0; });
  wrong("keys." + id + ".weight", [&](json& content) { content["keys"][id]["weight"] = -1; });
}

TEST_F(Backup, NeedsAPassphraseAndADocument) {
  expect_invalid(world.admin("POST", "/backup", {{"passphrase", "short"}}), "passphrase");
  expect_invalid(world.admin("POST", "/restore", {{"passphrase", passphrase}}), "document");
}

TEST_F(Backup, IsMadeByOneCallAtATime) {
  const auto body = json{{"passphrase", passphrase}}.dump();
  const auto headers = bearer(GatewayWorld::admin_token);
  const auto first = world.begin("POST", "/admin/api/backup", headers, body);
  const auto second = world.begin("POST", "/admin/api/backup", headers, body);
  const auto one = world.finish(first).status;
  const auto two = world.finish(second).status;
  EXPECT_EQ(std::min(one, two), 200);
  EXPECT_EQ(std::max(one, two), 503);
  back_up();
}

TEST_F(Backup, AndRestoreAreInTheAuditLogWithoutThePassphrase) {
  ASSERT_EQ(restore(back_up()).status, 200);
  const auto audit = all("/audit");
  EXPECT_EQ(audit["audit"].at(0)["action"], "restore");
  EXPECT_EQ(audit["audit"].at(1)["action"], "backUp");
  EXPECT_EQ(audit.dump().find(passphrase), std::string::npos);
}

// Made by the first geminid that could; every later one must restore it.
TEST_F(Backup, OfVersionOneRestores) {
  const auto path = std::filesystem::path{GEMINID_SOURCE_DIR} / "tests/golden/backup/version_1.json";
  if (std::getenv("GEMINID_UPDATE_GOLDEN") != nullptr && !std::filesystem::exists(path)) {
    world.add_key({.project = "p", .priority = 2});
    ASSERT_EQ(world.admin("PUT", "/models/m", {{"rpm", 7}}).status, 200);
    world.set({{"routing", {{"max_attempts", 7}}}});
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path} << back_up().dump() << '\n';
  }
  std::ifstream in{path};
  const auto document = json::parse(in, nullptr, false);
  ASSERT_TRUE(document.is_object());
  const auto restored = restore(document);
  ASSERT_EQ(restored.status, 200) << restored.body;
  const auto keys = all("/keys");
  ASSERT_EQ(keys["total"], 1);
  EXPECT_EQ(keys["keys"].at(0)["project"], "p");
  EXPECT_EQ(keys["keys"].at(0)["priority"], 2);
  EXPECT_EQ(all("/models")["models"].at(0)["rpm"], 7);
  EXPECT_EQ(all("/settings")["routing"]["max_attempts"], 7);
}

} // namespace
} // namespace geminid::test::backup_test
