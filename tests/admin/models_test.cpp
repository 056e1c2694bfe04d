#include "tests/admin/admin_test.hpp"

namespace geminid::test::models_test {
namespace {

class Models : public testing::Test {
protected:
  Answer put(const json& body, std::string_view model = default_model) {
    return world.admin("PUT", "/models/" + std::string{model}, body);
  }
  /// Null when it is not listed.
  json listed(std::string_view model = default_model) {
    const auto answer = world.admin("GET", "/models");
    EXPECT_EQ(answer.status, 200) << answer.body;
    for (const auto& entry : answer.document.at("models"))
      if (entry.at("id") == model)
        return entry;
    return nullptr;
  }
  json total(const char* window) { return listed().at("totals").at(window); }
  json used_of_limit(const char* window) {
    const auto all = total(window);
    return json{{"used", all.at("used")}, {"limit", all.at("limit")}};
  }

  /// Google refuses every project the model so, until nobody is asked any more.
  void refuse_each(const std::string& body) {
    sim::Fault fault;
    fault.body = body;
    fault.count.reset();
    ASSERT_TRUE(world.google().faults().add(fault));
    for (auto before = world.attempts() + 1; before != world.attempts();) {
      before = world.attempts();
      world.chat();
    }
    world.google().faults().remove({});
  }

  GatewayWorld world{{.settings = {{"routing", {{"max_wait_ms", 0}}}}}};
};

TEST_F(Models, ArePutWholeSoThatWhatIsLeftOutIsTheDefaultAgain) {
  const json first{{"enabled", true},
                   {"rpm", 10},
                   {"tpm", nullptr},
                   {"aliases", {"fast"}},
                   {"fallbacks", {"gemini-2.5-flash-lite"}},
                   {"thinking", {{"mode", "fixed"}, {"budget", 100}, {"include_thoughts", true}}}};
  const auto answer = put(first);
  EXPECT_EQ(answer.status, 200) << answer.body;
  for (const auto& [field, value] : first.items())
    EXPECT_EQ(answer.document.at(field), value) << field;
  EXPECT_FALSE(answer.document.contains("rpd")); // left to what Google says

  const auto second = put({{"rpd", 7}});
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(second.document.at("rpd"), 7);
  EXPECT_FALSE(second.document.contains("rpm"));
  EXPECT_FALSE(second.document.contains("tpm"));
  EXPECT_EQ(second.document.at("aliases"), json::array());
  EXPECT_EQ(second.document.at("fallbacks"), json::array());
  EXPECT_TRUE(second.document.at("thinking").is_null());
}

TEST_F(Models, AreWhatTheyWereAfterACrash) {
  ASSERT_EQ(put({{"rpm", 3}, {"tpm", nullptr}, {"aliases", {"fast"}}}).status, 200);
  const auto before = listed();
  world.crash();
  EXPECT_EQ(listed(), before);
}

TEST_F(Models, WithANullLimitAreUnlimitedWhateverGoogleSaid) {
  const auto id = world.add_key();
  sim::Fault per_minute;
  per_minute.body = "per_minute";
  ASSERT_TRUE(world.google().faults().add(per_minute));
  EXPECT_EQ(world.chat().status, 429);
  EXPECT_EQ(world.use(id).at("rpm").at("source"), "learned");
  ASSERT_EQ(put({{"rpm", nullptr}}).status, 200);
  EXPECT_TRUE(world.use(id).at("rpm").at("limit").is_null());
  EXPECT_EQ(world.use(id).at("rpm").at("source"), "set");
}

TEST_F(Models, ShowTheTotalsOfTheWholePool) {
  world.add_keys(3);
  world.add_keys(2, {.project = "shared"});
  ASSERT_EQ(put({{"rpm", 5}, {"rpd", 100}}).status, 200);
  for (int i = 0; i < 8; ++i)
    ASSERT_EQ(world.chat().status, 200);
  EXPECT_EQ(listed().at("totals").at("keys"), 5);
  EXPECT_EQ(used_of_limit("rpm"), (json{{"used", 8}, {"limit", 20}})); // a project counts once
  EXPECT_EQ(used_of_limit("rpd"), (json{{"used", 8}, {"limit", 400}}));
  EXPECT_TRUE(total("tpm").at("limit").is_null());
}

TEST_F(Models, CountKeysThatHaveNotServedThemYet) {
  const auto ids = world.add_keys(3);
  world.add_keys(2, {.project = "shared"});
  ASSERT_EQ(put({{"rpm", 5}}).status, 200);
  EXPECT_EQ(listed().at("totals").at("keys"), 5);
  EXPECT_EQ(used_of_limit("rpm"), (json{{"used", 0}, {"limit", 20}}));
  ASSERT_EQ(world.chat().status, 200);
  EXPECT_EQ(used_of_limit("rpm"), (json{{"used", 1}, {"limit", 20}}));
  ASSERT_EQ(world.admin("PATCH", "/keys/" + ids[0], {{"enabled", false}}).status, 200);
  EXPECT_EQ(total("rpm").at("limit"), 15);
}

TEST_F(Models, ShowWhatIsLeftNowAndTodayAndWhenItIsBack) {
  const auto ids = world.add_keys(2);
  world.add_keys(2, {.project = "shared"});
  ASSERT_EQ(put({{"rpm", 5}, {"rpd", 100}}).status, 200);
  EXPECT_TRUE(total("rpm").at("resets_at").is_null());
  const auto began = world.now();
  for (int i = 0; i < 6; ++i)
    ASSERT_EQ(world.chat().status, 200);
  EXPECT_EQ(listed().at("totals").at("keys"), 4);
  EXPECT_EQ(listed().at("totals").at("projects"), 3);
  EXPECT_EQ(total("rpm").at("known_limit"), 15);
  EXPECT_EQ(total("rpm").at("remaining"), 9);
  EXPECT_EQ(total("rpd").at("remaining"), 294);
  const auto frees = parse_rfc3339(total("rpm").at("resets_at").get<std::string>());
  ASSERT_TRUE(frees);
  EXPECT_GE(*frees, began + std::chrono::seconds{60});
  EXPECT_LE(*frees, world.now() + std::chrono::seconds{60});
  const auto midnight = parse_rfc3339(total("rpd").at("resets_at").get<std::string>());
  ASSERT_TRUE(midnight);
  EXPECT_EQ(*midnight, std::chrono::floor<std::chrono::minutes>(began) + std::chrono::hours{12})
      << "a world begins at noon in California";

  EXPECT_TRUE(total("tpm").at("limit").is_null());
  EXPECT_TRUE(total("tpm").at("remaining").is_null());
  EXPECT_EQ(total("tpm").at("unknown"), 3);
  ASSERT_EQ(put({{"rpm", nullptr}, {"rpd", 100}}).status, 200);
  EXPECT_EQ(total("rpm").at("unlimited"), 3);
  const json own{{"limits", {{default_model, {{"rpm", 7}}}}}};
  ASSERT_EQ(world.admin("PATCH", "/keys/" + ids[0], own).status, 200);
  EXPECT_TRUE(total("rpm").at("limit").is_null());
  EXPECT_EQ(total("rpm").at("known_limit"), 7);
  EXPECT_EQ(total("rpm").at("limited"), 1);
  world.leap_to(*midnight);
  EXPECT_EQ(total("rpd").at("remaining"), 300);
}

TEST_F(Models, TellWhichProjectsCannotServeThemAndWhyAndUntilWhen) {
  const auto alone = world.add_key();
  world.add_keys(2, {.project = "shared"});
  ASSERT_EQ(put(json::object()).status, 200);
  EXPECT_EQ(listed().at("unavailable"), json::array());
  EXPECT_EQ(listed().at("unavailable_total"), 0);

  refuse_each("zero");
  const auto told = listed().at("unavailable");
  EXPECT_EQ(listed().at("unavailable_total"), 2) << "the keys of a named project are one";
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told.at(0).at("project"), "shared") << "those with a name come first";
  EXPECT_TRUE(told.at(0).at("key_id").is_null());
  EXPECT_TRUE(told.at(1).at("project").is_null());
  EXPECT_EQ(told.at(1).at("key_id"), alone);
  EXPECT_EQ(told.at(1).at("key"), world.key(alone).at("masked"));
  for (const auto& who : told) {
    EXPECT_EQ(who.at("cause"), "not_in_tier");
    EXPECT_EQ(who.at("reason"), "the model is not in this project's tier");
  }
  EXPECT_EQ(told.at(1).at("until"), world.use(alone).at("until"));

  world.leap(std::chrono::hours{24});
  EXPECT_EQ(listed().at("unavailable_total"), 0);
}

TEST_F(Models, TellWhetherTheyAreMissingOrExhaustedOrResting) {
  const auto id = world.add_key();
  for (const auto& [body, cause] : {std::pair{"not_found", "missing"}, std::pair{"no_longer_available", "missing"},
                                    std::pair{"per_day", "exhausted"}, std::pair{"per_minute", "cooling_down"},
                                    std::pair{"spend", "cooling_down"}}) {
    refuse_each(body);
    const auto told = listed().at("unavailable");
    ASSERT_EQ(told.size(), 1U) << body;
    EXPECT_EQ(told.at(0).at("cause"), cause) << body;
    EXPECT_EQ(told.at(0).at("reason"), world.use(id).at("reason")) << body;
    EXPECT_EQ(told.at(0).at("until"), world.use(id).at("until")) << body;
    ASSERT_EQ(world.admin("POST", "/keys/bulk", {{"ids", {id}}, {"action", "reset"}}).status, 200);
    EXPECT_EQ(listed().at("unavailable_total"), 0) << body;
  }
}

TEST_F(Models, AreUnavailableToAKeyThatRestsItselfButNotToItsProject) {
  world.set({{"routing", {{"failure_threshold", 1}, {"max_attempts", 1}}}});
  const auto resting = world.add_key({.project = "shared"});
  ASSERT_EQ(put(json::object()).status, 200);
  refuse_each("unauthenticated");
  ASSERT_EQ(world.key(resting).at("state"), "cooling_down");
  auto told = listed().at("unavailable");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.at(0).at("cause"), "cooling_down");
  EXPECT_EQ(told.at(0).at("until"), world.key(resting).at("next_change_at"));
  EXPECT_EQ(told.at(0).at("reason"), world.key(resting).at("reason"));
  world.add_key({.project = "shared"});
  EXPECT_EQ(listed().at("unavailable"), json::array());
}

TEST_F(Models, NameFiftyOfThoseThatLackThemAndCountAll) {
  world.set({{"routing", {{"max_attempts", 10}}}});
  world.add_keys(53);
  world.add_key({.project = "named"});
  refuse_each("zero");
  EXPECT_EQ(listed().at("unavailable_total"), 54);
  ASSERT_EQ(listed().at("unavailable").size(), 50U);
  EXPECT_EQ(listed().at("unavailable").at(0).at("project"), "named");
}

TEST_F(Models, ThatAreOnlyUsedAreListedWithTheirTotals) {
  world.add_key();
  EXPECT_TRUE(listed().is_null());
  ASSERT_EQ(world.chat().status, 200);
  EXPECT_EQ(listed().at("enabled"), true);
  EXPECT_EQ(total("rpm").at("used"), 1);
}

TEST_F(Models, ThatAreDisabledAreNotFoundByClients) {
  world.add_key();
  ASSERT_EQ(put({{"enabled", false}}).status, 200);
  const auto answer = world.chat();
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.error().value("code", ""), "model_not_found");
  EXPECT_EQ(world.attempts(), 0U);
  ASSERT_EQ(world.admin("DELETE", "/models/" + std::string{default_model}).status, 204);
  EXPECT_EQ(world.chat().status, 200);
}

TEST_F(Models, AnswerToTheirAliases) {
  const auto id = world.add_key();
  ASSERT_EQ(put({{"aliases", {"gpt-4o-mini"}}}).status, 200);
  const auto answer = world.chat(chat_body("hello", "gpt-4o-mini"));
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.document.at("model"), "gpt-4o-mini");
  EXPECT_EQ(world.use(id).at("rpd").at("used"), 1);
}

TEST_F(Models, DoNotShareAnAlias) {
  ASSERT_EQ(put({{"aliases", {"fast"}}}).status, 200);
  expect_invalid(put({{"aliases", {"fast"}}}, "gemini-2.5-pro"), "aliases");
  EXPECT_TRUE(listed("gemini-2.5-pro").is_null());
}

TEST_F(Models, AreNotPutByAWrongRequest) {
  expect_invalid(put({{"rpm", -1}}), "rpm");
  expect_invalid(put({{"rpm", "ten"}}), "rpm");
  expect_invalid(put({{"enabled", nullptr}}), "enabled");
  expect_invalid(put({{"aliases", "fast"}}), "aliases");
  expect_invalid(put({{"aliases", {"with space"}}}), "aliases");
  expect_invalid(put({{"thinking", {{"mode", "hard"}}}}), "thinking.mode");
  expect_invalid(put({{"rpm", 1}}, "with%20space"), "model");
  EXPECT_TRUE(listed().is_null());
}

} // namespace
} // namespace geminid::test::models_test
