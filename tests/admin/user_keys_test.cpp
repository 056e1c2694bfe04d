#include "tests/admin/admin_test.hpp"

#include <algorithm>

namespace geminid::test::user_keys_test {
namespace {

using namespace std::chrono_literals;

class UserKeys : public testing::Test {
protected:
  UserKeys() { world.add_key(); }

  Answer create(const json& body) { return world.admin("POST", "/user-keys", body); }
  Answer patch(const std::string& id, const json& body) { return world.admin("PATCH", "/user-keys/" + id, body); }
  json list() { return world.admin("GET", "/user-keys").document; }
  Answer chat_as(std::string_view secret, const json& body = chat_body()) {
    return world.request("POST", "/v1/chat/completions", bearer(secret), body.dump());
  }
  int status_as(std::string_view secret) { return chat_as(secret).status; }

  struct Created {
    std::string id;
    std::string secret;
  };
  Created created(const json& body) {
    const auto answer = create(body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return {answer.document.at("id"), answer.document.at("key")};
  }

  GatewayWorld world;
};

TEST_F(UserKeys, AreShownWholeOnceAndMaskedEverAfter) {
  const auto answer = create({{"name", "alice"}});
  ASSERT_EQ(answer.status, 201) << answer.body;
  const auto secret = answer.document.at("key").get<std::string>();
  EXPECT_TRUE(secret.starts_with("sk-"));
  EXPECT_GE(secret.size(), 32U);
  EXPECT_EQ(status_as(secret), 200);
  const auto listed = world.admin("GET", "/user-keys");
  EXPECT_EQ(listed.document.at("total"), 2); // the environment's is the other
  EXPECT_EQ(listed.body.find(secret), std::string::npos);
  EXPECT_EQ(listed.body.find(GatewayWorld::user_key), std::string::npos);
  const auto patched = patch(answer.document.at("id"), {{"name", "alice2"}});
  EXPECT_EQ(patched.body.find(secret), std::string::npos);
  EXPECT_FALSE(patched.document.contains("key"));
}

TEST_F(UserKeys, CarryWhatTheyWereCreatedWithOverACrash) {
  const json body{{"name", "bob"},
                  {"rpm", 10},
                  {"tpm", 1000},
                  {"rpd", 100},
                  {"expires_at", "2030-01-02T03:04:05.000Z"},
                  {"models", {"gemini-2.5-flash", "gemini-2.5-pro"}},
                  {"max_concurrency", 4},
                  {"token_budget", 100000},
                  {"notes", "billed to the team\nsince May"},
                  {"thinking", {{"mode", "fixed"}, {"budget", 100}, {"include_thoughts", true}}}};
  const auto [id, secret] = created(body);
  for (const bool crashed : {false, true}) {
    if (crashed)
      world.crash();
    const auto listed = list();
    const auto& keys = listed.at("user_keys");
    const auto found =
        std::find_if(keys.begin(), keys.end(), [&of = id](const json& key) { return key.at("id") == of; });
    ASSERT_NE(found, keys.end());
    for (const auto& [field, value] : body.items())
      EXPECT_EQ(found->at(field), value) << field;
    EXPECT_EQ(found->at("enabled"), true);
    EXPECT_EQ(status_as(secret), 200);
  }
}

TEST_F(UserKeys, AreNotCreatedByAWrongRequest) {
  expect_invalid(create(json::object()), "name");
  expect_invalid(create({{"name", ""}}), "name");
  expect_invalid(create({{"name", "x"}, {"rpm", -1}}), "rpm");
  expect_invalid(create({{"name", "x"}, {"tpm", "many"}}), "tpm");
  expect_invalid(create({{"name", "x"}, {"expires_at", "tomorrow"}}), "expires_at");
  expect_invalid(create({{"name", "x"}, {"models", json::array()}}), "models");
  expect_invalid(create({{"name", "x"}, {"max_concurrency", 0}}), "max_concurrency");
  expect_invalid(create({{"name", "x"}, {"token_budget", 0}}), "token_budget");
  expect_invalid(create({{"name", "x"}, {"notes", std::string(2'001, 'x')}}), "notes");
  expect_invalid(create({{"name", "x"}, {"key", "sk-mine"}}), "key");
  expect_invalid(create({{"name", "x"}, {"thinking", {{"mode", "hard"}}}}), "thinking.mode");
  EXPECT_EQ(list().at("total"), 1);
}

TEST_F(UserKeys, AreNoGoodWhileDisabled) {
  const auto [id, secret] = created({{"name", "carol"}});
  ASSERT_EQ(patch(id, {{"enabled", false}}).status, 200);
  const auto refused = chat_as(secret);
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.error().value("code", ""), "invalid_api_key");
  ASSERT_EQ(patch(id, {{"enabled", true}}).status, 200);
  EXPECT_EQ(status_as(secret), 200);
}

TEST_F(UserKeys, AreNoGoodFromTheirCreationWhenCreatedDisabled) {
  const auto [id, secret] = created({{"name", "carol"}, {"enabled", false}});
  EXPECT_EQ(status_as(secret), 401);
  ASSERT_EQ(patch(id, {{"enabled", true}}).status, 200);
  EXPECT_EQ(status_as(secret), 200);
}

TEST_F(UserKeys, HaveABudgetOfTokensForGood) {
  const auto [id, secret] = created({{"name", "gil"}, {"token_budget", 1'000'000}});
  ASSERT_EQ(status_as(secret), 200);
  const auto used = [&, of = id] {
    const auto listed = list();
    for (const auto& key : listed.at("user_keys"))
      if (key.at("id") == of)
        return key.at("usage").at("token_budget");
    return json{};
  };
  const auto spent = used().at("used").get<std::int64_t>();
  EXPECT_GT(spent, 0);
  ASSERT_EQ(patch(id, {{"token_budget", spent}}).status, 200);
  const auto refused = chat_as(secret);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.error().value("type", ""), "insufficient_quota");
  EXPECT_EQ(refused.error().value("code", ""), "insufficient_quota");
  EXPECT_EQ(used(), (json{{"used", spent}, {"limit", spent}}));
  world.crash();
  EXPECT_EQ(status_as(secret), 429);
  ASSERT_EQ(patch(id, {{"token_budget", nullptr}}).status, 200);
  EXPECT_EQ(status_as(secret), 200);
}

TEST_F(UserKeys, AreNoGoodFromTheirExpiryOn) {
  const auto [id, secret] = created({{"name", "dave"}, {"expires_at", to_rfc3339(world.now() + 1h)}});
  world.leap(1h - 2s);
  EXPECT_EQ(status_as(secret), 200);
  world.leap(2s);
  EXPECT_EQ(status_as(secret), 401);
  ASSERT_EQ(patch(id, {{"expires_at", nullptr}}).status, 200);
  EXPECT_EQ(status_as(secret), 200);
}

TEST_F(UserKeys, AreGoodForTheirModelsOnly) {
  const auto [id, secret] = created({{"name", "erin"}, {"models", {"gemini-2.5-pro"}}});
  EXPECT_EQ(chat_as(secret, chat_body("hello", "gemini-2.5-pro")).status, 200);
  const auto refused = chat_as(secret);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.error().value("code", ""), "model_not_allowed");
  EXPECT_EQ(world.attempts(), 1U);
  ASSERT_EQ(patch(id, {{"models", nullptr}}).status, 200);
  EXPECT_EQ(status_as(secret), 200);
}

TEST_F(UserKeys, AreChangedInTheFieldsThatAPatchNames) {
  const auto [id, secret] = created({{"name", "frank"}, {"rpm", 10}, {"tpm", 20}});
  const auto answer = patch(id, {{"rpm", nullptr}, {"rpd", 5}, {"name", "francis"}});
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.document.at("name"), "francis");
  EXPECT_TRUE(answer.document.at("rpm").is_null());
  EXPECT_EQ(answer.document.at("tpm"), 20);
  EXPECT_EQ(answer.document.at("rpd"), 5);
  expect_invalid(patch(id, {{"enabled", "no"}}), "enabled");
  expect_invalid(patch(id, {{"name", ""}}), "name");
}

TEST_F(UserKeys, HaveAThinkingOfTheirOwnBeforeTheModelsAndTheSettings) {
  const auto thoughts = [](bool shown) { return json{{"mode", "auto"}, {"include_thoughts", shown}}; };
  const auto [id, secret] = created({{"name", "heidi"}, {"thinking", thoughts(true)}});
  const auto shown = [&world = world](std::string_view as, json body = chat_body()) {
    const auto answer = world.request("POST", "/v1/chat/completions", bearer(as), body.dump());
    return answer.document["choices"][0]["message"].contains("reasoning_content");
  };
  EXPECT_TRUE(shown(secret));
  EXPECT_FALSE(shown(GatewayWorld::user_key));
  ASSERT_EQ(patch(id, {{"thinking", thoughts(false)}}).status, 200);
  ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, {{"thinking", thoughts(true)}}).status, 200);
  EXPECT_FALSE(shown(secret));
  EXPECT_TRUE(shown(GatewayWorld::user_key));
  auto stated = chat_body();
  stated["google"]["thinking_config"]["include_thoughts"] = true;
  EXPECT_TRUE(shown(secret, stated));
  ASSERT_EQ(patch(id, {{"thinking", nullptr}}).status, 200);
  EXPECT_TRUE(shown(secret));
}

TEST_F(UserKeys, AreNoGoodOnceDeleted) {
  const auto [id, secret] = created({{"name", "grace"}});
  EXPECT_EQ(world.admin("DELETE", "/user-keys/" + id).status, 204);
  EXPECT_EQ(status_as(secret), 401);
  world.restart();
  EXPECT_EQ(status_as(secret), 401);
}

TEST_F(UserKeys, AreTheOnlyWayToAModel) {
  for (const std::string& headers : {std::string{}, bearer("sk-nobody-has-this-key"), bearer(""),
                                     std::string{"Authorization: Basic c2std29ybGQ=\r\n"}}) {
    const auto answer = world.request("POST", "/v1/chat/completions", headers, chat_body().dump());
    EXPECT_EQ(answer.status, 401) << headers;
    EXPECT_EQ(answer.error().value("type", ""), "invalid_request_error");
    EXPECT_EQ(answer.error().value("code", ""), "invalid_api_key");
  }
  EXPECT_EQ(world.request("GET", "/v1/models", "", "").status, 401);
  EXPECT_EQ(world.attempts(), 0U);
}

} // namespace
} // namespace geminid::test::user_keys_test
