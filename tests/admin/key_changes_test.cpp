// PATCH, bulk actions and checks of Gemini keys.
#include "tests/admin/admin_test.hpp"

namespace geminid::test::key_changes_test {
namespace {

constexpr auto unknown_secret = "AIzaSyNobody-Knows-This-One-0000000001";

class KeyChanges : public testing::Test {
protected:
  Answer patch(const json& body) { return world.admin("PATCH", "/keys/" + id, body); }
  Answer bulk(const json& body) { return world.admin("POST", "/keys/bulk", body); }
  std::string state(const std::string& of) { return world.key(of).at("state"); }

  /// A key that Google does not know, and that geminid has found out about.
  std::string add_invalid_key() {
    const auto added = world.admin("POST", "/keys", {{"keys", {unknown_secret}}});
    auto invalid = added.document.at("added").at(0).at("id").get<std::string>();
    const auto checked = world.admin("POST", "/keys/" + invalid + "/check");
    EXPECT_EQ(checked.document.at("state"), "invalid") << checked.body;
    return invalid;
  }

  GatewayWorld world;
  std::string id = world.add_key();
};

struct Change {
  const char* name;
  json patch;
  json shown; // where it differs from the patch
};

class KeyPatch : public KeyChanges, public testing::WithParamInterface<Change> {};

TEST_P(KeyPatch, ChangesThatFieldAloneAndForGood) {
  auto expected = world.key(id);
  expected.update(GetParam().shown.is_null() ? GetParam().patch : GetParam().shown);
  const auto answer = patch(GetParam().patch);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.document, expected);
  world.crash();
  EXPECT_EQ(world.key(id), expected);
}

INSTANTIATE_TEST_SUITE_P(
    Fields, KeyPatch,
    testing::Values(Change{"Name", {{"name", "mine"}}, nullptr}, Change{"Weight", {{"weight", 0.5}}, nullptr},
                    Change{"Disabled",
                           {{"enabled", false}},
                           {{"enabled", false}, {"state", "disabled"}, {"reason", "disabled by an admin"}}},
                    Change{"Project", {{"project", "p"}}, nullptr},
                    Change{"NoProject", {{"project", nullptr}}, nullptr},
                    Change{"EmptyProject", {{"project", ""}}, {{"project", nullptr}}},
                    Change{"Priority", {{"priority", 1000}}, nullptr}, Change{"Tags", {{"tags", {"a", "b"}}}, nullptr},
                    Change{"Several", {{"name", "x"}, {"weight", 7.0}, {"tags", {"t"}}}, nullptr},
                    Change{"Nothing", json::object(), nullptr}),
    [](const auto& of) { return of.param.name; });

struct Mistake {
  const char* name;
  json body;
  const char* field;
};

class KeyPatchMistake : public KeyChanges, public testing::WithParamInterface<Mistake> {};

TEST_P(KeyPatchMistake, IsRefusedByTheNameOfTheFieldAndChangesNothing) {
  const auto before = world.key(id);
  auto body = GetParam().body;
  expect_invalid(patch(body), GetParam().field);
  body["name"] = "also changed"; // a good field beside it is not taken either
  if (std::string_view{GetParam().field} != "name")
    expect_invalid(patch(body), GetParam().field);
  EXPECT_EQ(world.key(id), before);
}

INSTANTIATE_TEST_SUITE_P(
    Fields, KeyPatchMistake,
    testing::Values(
        Mistake{"Secret", {{"key", "x"}}, "key"}, Mistake{"State", {{"state", "healthy"}}, "state"},
        Mistake{"NameType", {{"name", 1}}, "name"}, Mistake{"NameNull", {{"name", nullptr}}, "name"},
        Mistake{"NameControl", {{"name", "a\nb"}}, "name"}, Mistake{"WeightZero", {{"weight", 0}}, "weight"},
        Mistake{"WeightHuge", {{"weight", 1001}}, "weight"}, Mistake{"WeightText", {{"weight", "1"}}, "weight"},
        Mistake{"EnabledNumber", {{"enabled", 1}}, "enabled"},
        Mistake{"PriorityNegative", {{"priority", -1}}, "priority"},
        Mistake{"PriorityFraction", {{"priority", 0.5}}, "priority"}, Mistake{"TagsText", {{"tags", "a"}}, "tags"},
        Mistake{"TagsTwice", {{"tags", {"a", "a"}}}, "tags"}, Mistake{"TagEmpty", {{"tags", {""}}}, "tags[0]"},
        Mistake{"LimitsList", {{"limits", {1}}}, "limits"},
        Mistake{"LimitNegative", {{"limits", {{"m", {{"rpm", -1}}}}}}, "limits.m.rpm"},
        Mistake{"LimitUnknown", {{"limits", {{"m", {{"rph", 1}}}}}}, "limits.m.rph"}),
    [](const auto& of) { return of.param.name; });

TEST_F(KeyChanges, OfALimitOverrideTheModelsAndNullClearsThem) {
  ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, {{"rpm", 10}}).status, 200);
  ASSERT_EQ(world.chat().status, 200);
  EXPECT_EQ(world.use(id).at("rpm").at("limit"), 10);
  const auto limit_key = [&](const json& limits) {
    const auto answer = patch({{"limits", {{default_model, limits}}}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return world.use(id).at("rpm").at("limit");
  };
  EXPECT_EQ(limit_key({{"rpm", 2}}), 2);
  EXPECT_EQ(limit_key({{"tpm", 5}}), 2); // the others stay
  EXPECT_EQ(limit_key({{"rpm", nullptr}}), 10);
  EXPECT_EQ(world.use(id).at("tpm").at("limit"), 5);
  EXPECT_EQ(limit_key(nullptr), 10);
  EXPECT_TRUE(world.use(id).at("tpm").at("limit").is_null());
}

TEST_F(KeyChanges, OfProjectMoveTheKeyToTheCountsOfThatProject) {
  ASSERT_EQ(world.admin("PUT", "/models/" + std::string{default_model}, {{"rpm", 1}}).status, 200);
  world.set({{"routing", {{"max_wait_ms", 0}}}});
  const auto other = world.add_key({.project = "p"});
  ASSERT_EQ(world.chat().status, 200);
  ASSERT_EQ(world.chat().status, 200); // one of each
  ASSERT_EQ(world.chat().status, 429);
  ASSERT_EQ(patch({{"project", "q"}}).status, 200);
  EXPECT_EQ(world.chat().status, 200); // of a project that has served nothing
  EXPECT_EQ(world.chat().status, 429);
  EXPECT_EQ(world.attempts(other), 1U);
}

TEST_F(KeyChanges, InBulkDisableEnableAndDeleteTheKeysThatTheyName) {
  const auto other = world.add_key();
  const auto third = world.add_key();
  const auto disabled = bulk({{"ids", {id, other, "no-such-id"}}, {"action", "disable"}});
  EXPECT_EQ(disabled.status, 200) << disabled.body;
  EXPECT_EQ(disabled.document.at("changed"), 2);
  EXPECT_EQ(disabled.document.at("keys").size(), 2U);
  EXPECT_EQ(state(id), "disabled");
  EXPECT_EQ(state(other), "disabled");
  EXPECT_EQ(state(third), "healthy");
  EXPECT_EQ(bulk({{"ids", {id}}, {"action", "enable"}}).document.at("changed"), 1);
  EXPECT_EQ(state(id), "healthy");
  EXPECT_EQ(bulk({{"state", "disabled"}, {"action", "delete"}}).document.at("changed"), 1);
  EXPECT_EQ(world.admin("GET", "/keys").document.at("total"), 2);
}

TEST_F(KeyChanges, InBulkOfVeryManyAreCountedAndTheFirstThousandShown) {
  json secrets = json::array();
  for (int i = 0; i < 1'001; ++i)
    secrets.push_back("AIzaSyBulk-Key-Of-Many-000000000000000" + std::to_string(10'000 + i));
  ASSERT_EQ(world.admin("POST", "/keys", {{"keys", std::move(secrets)}}).status, 201);
  const auto disabled = bulk({{"state", "healthy"}, {"action", "disable"}});
  EXPECT_EQ(disabled.document.at("changed"), 1'002);
  EXPECT_EQ(disabled.document.at("keys").size(), 1'000U);
  EXPECT_EQ(world.admin("GET", "/keys?state=disabled&limit=1").document.at("total"), 1'002);
}

TEST_F(KeyChanges, InBulkResetBringsBackWhatIsInvalidOrBlocked) {
  const auto invalid = add_invalid_key();
  EXPECT_EQ(bulk({{"state", "invalid"}, {"action", "reset"}}).document.at("changed"), 1);
  EXPECT_EQ(state(invalid), "healthy");
  EXPECT_TRUE(world.key(invalid).at("reason").is_null());
  ASSERT_EQ(world.admin("DELETE", "/keys/" + invalid).status, 204);

  sim::Fault used_up;
  used_up.body = "per_day";
  ASSERT_TRUE(world.google().faults().add(used_up));
  ASSERT_EQ(world.chat().status, 429);
  EXPECT_EQ(state(id), "exhausted");
  EXPECT_EQ(bulk({{"ids", {id}}, {"action", "reset"}}).document.at("changed"), 1);
  EXPECT_EQ(world.chat().status, 200);
}

TEST_F(KeyChanges, InBulkCheckDeletesNothingAndFindsTheInvalid) {
  const auto added = world.admin("POST", "/keys", {{"keys", {unknown_secret}}});
  const auto unknown = added.document.at("added").at(0).at("id").get<std::string>();
  const auto checked = bulk({{"state", "healthy"}, {"action", "check"}});
  EXPECT_EQ(checked.status, 200) << checked.body;
  EXPECT_EQ(checked.document.at("keys").size(), 2U);
  EXPECT_EQ(checked.body.find(unknown_secret), std::string::npos);
  EXPECT_EQ(state(id), "healthy");
  EXPECT_EQ(state(unknown), "invalid");
}

TEST_F(KeyChanges, InBulkAreRefusedWhenTheRequestIsWrong) {
  expect_invalid(bulk({{"action", "enable"}}), "ids");
  expect_invalid(bulk({{"ids", {id}}, {"state", "healthy"}, {"action", "enable"}}), "ids");
  expect_invalid(bulk({{"ids", {id}}}), "action");
  expect_invalid(bulk({{"ids", {id}}, {"action", "explode"}}), "action");
  expect_invalid(bulk({{"state", "sick"}, {"action", "enable"}}), "state");
  EXPECT_EQ(state(id), "healthy");
}

TEST_F(KeyChanges, ByACheckMarkAKeyThatGoogleDoesNotKnow) {
  const auto invalid = add_invalid_key();
  EXPECT_NE(world.key(invalid).at("reason").get<std::string>().find("does not know"), std::string::npos);
  EXPECT_EQ(world.attempts(), 0U); // it costs no quota
}

TEST_F(KeyChanges, ByACheckBringBackAKeyThatWorksAgain) {
  sim::Fault leaked;
  leaked.body = "leaked";
  ASSERT_TRUE(world.google().faults().add(leaked));
  ASSERT_EQ(world.chat().status, 503);
  EXPECT_EQ(state(id), "invalid");
  const auto checked = world.admin("POST", "/keys/" + id + "/check");
  EXPECT_EQ(checked.status, 200) << checked.body;
  EXPECT_EQ(checked.document.at("state"), "healthy");
  EXPECT_EQ(world.chat().status, 200);
}

TEST_F(KeyChanges, ByACheckAreNoneWhenGoogleIsInTrouble) {
  for (const auto* body : {"overloaded", "internal", "html_502"}) {
    sim::Fault fault;
    fault.body = body;
    fault.model = sim::models_fault_target;
    ASSERT_TRUE(world.google().faults().add(fault));
    EXPECT_EQ(world.admin("POST", "/keys/" + id + "/check").document.at("state"), "healthy") << body;
  }
  world.lose_google();
  EXPECT_EQ(world.admin("POST", "/keys/" + id + "/check").document.at("state"), "healthy");
}

TEST_F(KeyChanges, ByACheckOfAllReachEveryKey) {
  const auto invalid = add_invalid_key();
  ASSERT_EQ(bulk({{"ids", {invalid}}, {"action", "reset"}}).status, 200);
  const auto checked = world.admin("POST", "/keys/check");
  EXPECT_EQ(checked.status, 200) << checked.body;
  EXPECT_EQ(checked.document.at("keys").size(), 2U);
  EXPECT_EQ(state(id), "healthy");
  EXPECT_EQ(state(invalid), "invalid");
}

} // namespace
} // namespace geminid::test::key_changes_test
