#include "tests/admin/admin_test.hpp"

namespace geminid::test::audit_test {
namespace {

class Audit : public testing::Test {
protected:
  json audit(std::string_view query = "") {
    const auto answer = world.admin("GET", "/audit" + std::string{query});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.document;
  }
  /// The newest entry without what each run makes anew.
  json newest() {
    auto entry = audit().at("audit").at(0);
    EXPECT_TRUE(parse_rfc3339(entry.at("at").get<std::string>()));
    entry.erase("at");
    entry.erase("id");
    return entry;
  }

  // Otherwise the world changes a setting of its own.
  GatewayWorld world{{.health_checks = true}};
};

TEST_F(Audit, SaysWhoChangedWhatFromWhere) {
  world.set({{"routing", {{"max_attempts", 7}}}});
  EXPECT_EQ(newest(), (json{{"actor", "token"},
                            {"address", "127.0.0.1"},
                            {"action", "patchSettings"},
                            {"target", ""},
                            {"status", 200},
                            {"details", {{"routing", {{"max_attempts", 7}}}}}}));
}

TEST_F(Audit, NamesTheKeyAndNeverItsSecret) {
  const auto id = world.add_key();
  auto added = newest();
  EXPECT_EQ(added.at("action"), "addKeys");
  EXPECT_EQ(added.at("details"), (json{{"added", 1}, {"duplicates", 0}, {"doubled", 0}, {"rejected", 0}}));
  world.admin("PATCH", "/keys/" + id, {{"weight", 2}});
  EXPECT_EQ(newest().at("target"), id);
  EXPECT_EQ(audit().dump().find(world.secret(id)), std::string::npos);
}

TEST_F(Audit, HasLoginsAndFailedOnes) {
  const auto log_in = [&](const char* password) {
    return world.request("POST", "/admin/api/login", "X-Forwarded-For: 203.0.113.7\r\n",
                         json{{"password", password}}.dump());
  };
  log_in("wrong password");
  EXPECT_EQ(newest(), (json{{"actor", "nobody"},
                            {"address", "203.0.113.7"},
                            {"action", "login"},
                            {"target", ""},
                            {"status", 401},
                            {"details", json::object()}}));
  log_in("world-admin-password-1");
  EXPECT_EQ(newest().at("status"), 200);
  EXPECT_EQ(audit().dump().find("password-1"), std::string::npos);
}

TEST_F(Audit, HasNothingOfWhatWasRefusedOrOnlyRead) {
  world.admin("GET", "/settings");
  world.admin("PATCH", "/settings", {{"routing", 3}});
  world.admin("DELETE", "/keys/nobody");
  EXPECT_EQ(audit().at("audit"), json::array());
}

TEST_F(Audit, IsReadInPagesFromTheNewest) {
  for (int attempts = 1; attempts <= 5; ++attempts)
    world.set({{"routing", {{"max_attempts", attempts}}}});
  std::vector<int> seen;
  std::string query = "?limit=2";
  for (;;) {
    const auto page = audit(query);
    for (const auto& entry : page.at("audit"))
      seen.push_back(entry.at("details").at("routing").at("max_attempts"));
    if (!page.contains("next_before"))
      break;
    query = "?limit=2&before=" + page.at("next_before").get<std::string>();
  }
  EXPECT_EQ(seen, (std::vector<int>{5, 4, 3, 2, 1}));
  expect_invalid(world.admin("GET", "/audit?limit=0"), "limit");
  expect_invalid(world.admin("GET", "/audit?limit=many"), "limit");
}

TEST_F(Audit, GoesOnAfterACrash) {
  world.set({{"routing", {{"max_attempts", 7}}}});
  const auto before = audit().at("audit");
  world.crash();
  EXPECT_EQ(audit().at("audit"), before);
  world.set({{"routing", {{"max_attempts", 8}}}});
  const auto after = audit().at("audit");
  ASSERT_EQ(after.size(), 2U);
  EXPECT_GT(after.at(0).at("id"), after.at(1).at("id"));
}

} // namespace
} // namespace geminid::test::audit_test
