// Adding, listing and deleting Gemini keys.
#include "tests/admin/admin_test.hpp"

#include <set>

namespace geminid::test::keys_test {
namespace {

class Keys : public testing::Test {
protected:
  Answer add(const json& body) { return world.admin("POST", "/keys", body); }
  json list(std::string_view query = "") {
    const auto answer = world.admin("GET", "/keys" + std::string{query});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.document;
  }
  std::vector<std::string> names(std::string_view query) {
    std::vector<std::string> found;
    const auto page = list(query);
    for (const auto& key : page.at("keys"))
      found.push_back(key.at("name"));
    return found;
  }
  void add_named(const std::string& name, const json& more = json::object()) {
    json body{{"keys", {world.make_secret()}}, {"name", name}};
    body.update(more);
    ASSERT_EQ(add(body).status, 201);
  }
  using Names = std::vector<std::string>;

  GatewayWorld world;
};

TEST_F(Keys, AreAddedWithWhatTheRequestSaysOfThem) {
  const auto answer = add({{"keys", {world.make_secret(), world.make_secret()}},
                           {"weight", 2.5},
                           {"name", "batch"},
                           {"project", "p1"},
                           {"priority", 3}});
  EXPECT_EQ(answer.status, 201) << answer.body;
  ASSERT_EQ(answer.document.at("added").size(), 2U);
  EXPECT_EQ(answer.document.at("duplicates"), 0);
  EXPECT_EQ(answer.document.at("rejected"), json::array());
  for (const auto& key : answer.document.at("added")) {
    EXPECT_EQ(key.at("weight"), 2.5);
    EXPECT_EQ(key.at("name"), "batch");
    EXPECT_EQ(key.at("project"), "p1");
    EXPECT_EQ(key.at("priority"), 3);
    EXPECT_EQ(key.at("enabled"), true);
    EXPECT_EQ(key.at("state"), "healthy");
    EXPECT_EQ(key.at("tags"), json::array());
    EXPECT_EQ(key.at("models"), json::object());
    EXPECT_TRUE(key.at("last_used_at").is_null());
  }
  EXPECT_EQ(list().at("total"), 2);
}

TEST_F(Keys, TellHowOftenTheyWereTriedInTheLastHour) {
  const auto id = world.add_key();
  const auto sum = [&] {
    std::uint64_t all = 0;
    const auto key = world.key(id);
    for (const auto& count : key.at("activity"))
      all += count.get<std::uint64_t>();
    return all;
  };
  EXPECT_EQ(world.key(id).at("activity").size(), 30U);
  EXPECT_EQ(sum(), 0U);
  ASSERT_EQ(world.chat().status, 200);
  sim::Fault overloaded;
  ASSERT_TRUE(world.google().faults().add(overloaded));
  world.chat();
  EXPECT_EQ(sum(), world.attempts(id)) << "an attempt that failed is one too";
  EXPECT_EQ(list().at("keys").at(0).at("activity"), world.key(id).at("activity"));
  world.leap(std::chrono::minutes{10});
  const auto later = world.key(id).at("activity");
  EXPECT_EQ(later.at(29), 0);
  EXPECT_EQ(sum(), world.attempts(id));
  world.leap(std::chrono::minutes{60});
  EXPECT_EQ(sum(), 0U);
}

TEST_F(Keys, AreAlsoShownOneByOneWithTheLimitsThatAnAdminSetForThem) {
  add_named("one");
  const auto id = list().at("keys").at(0).at("id").get<std::string>();
  const json limits{{"gemini-2.5-flash", {{"rpm", 5}}}};
  ASSERT_EQ(world.admin("PATCH", "/keys/" + id, {{"limits", limits}}).status, 200);
  const auto answer = world.admin("GET", "/keys/" + id);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.document.at("name"), "one");
  EXPECT_EQ(answer.document.at("limits"), limits);
  EXPECT_EQ(world.admin("GET", "/keys/key_none").status, 404);
}

TEST_F(Keys, AreShownByTheirFirstAndLastFourCharactersOnly) {
  const auto secret = world.make_secret();
  const auto answer = add({{"keys", {secret}}});
  const auto masked = answer.document.at("added").at(0).at("masked").get<std::string>();
  EXPECT_TRUE(masked.starts_with(secret.substr(0, 4)));
  EXPECT_TRUE(masked.ends_with(secret.substr(secret.size() - 4)));
  EXPECT_EQ(masked.find(secret.substr(4, 4)), std::string::npos);
}

TEST_F(Keys, ThatAreKnownOrRepeatedAreCountedAsDuplicates) {
  const auto first = world.make_secret();
  const auto second = world.make_secret();
  ASSERT_EQ(add({{"keys", {first}}}).status, 201);
  const auto again = add({{"keys", {first, second, second}}});
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.document.at("added").size(), 1U);
  EXPECT_EQ(again.document.at("duplicates"), 2);
  EXPECT_EQ(list().at("total"), 2);
}

TEST_F(Keys, ArePickedOutOfPastedTextAndTheRestIsRejectedByLine) {
  const auto first = world.make_secret();
  const auto second = world.make_secret();
  const auto text = "# my keys\nGEMINI_API_KEY=" + first + "\n\nshort\n\"" + second + "\", AIza-short\n";
  const auto answer = add({{"text", text}});
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.document.at("added").size(), 2U);
  const auto& rejected = answer.document.at("rejected");
  ASSERT_EQ(rejected.size(), 2U) << rejected;
  EXPECT_EQ(rejected.at(0).at("line"), 4);
  EXPECT_EQ(rejected.at(1).at("line"), 5);
  for (const auto& token : rejected)
    EXPECT_NE(token.at("reason").get<std::string>().find("20 to 1024"), std::string::npos) << token;
}

TEST_F(Keys, ThatAreNoneAreRejectedByTheirPlaceInTheList) {
  const auto answer = add({{"keys", {world.make_secret(), "tiny", std::string(30, 'x') + " y"}}});
  EXPECT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(answer.document.at("added").size(), 1U);
  ASSERT_EQ(answer.document.at("rejected").size(), 2U);
  EXPECT_EQ(answer.document.at("rejected").at(0).at("line"), 2);
  EXPECT_EQ(answer.document.at("rejected").at(1).at("line"), 3);
}

TEST_F(Keys, OfADryRunAreShownButNotAdded) {
  const auto known = world.make_secret();
  ASSERT_EQ(add({{"keys", {known}}}).status, 201);
  const auto answer = add({{"keys", {known, world.make_secret(), "tiny"}}, {"dry_run", true}});
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.document.at("added").size(), 1U);
  EXPECT_EQ(answer.document.at("duplicates"), 1);
  EXPECT_EQ(answer.document.at("rejected").size(), 1U);
  EXPECT_EQ(list().at("total"), 1);
}

TEST_F(Keys, AreImportedWithWhatTheTextSaysOfEach) {
  const auto first = world.make_secret();
  const auto second = world.make_secret();
  const auto known = world.make_secret();
  ASSERT_EQ(add({{"keys", {known}}}).status, 201);
  const json body{{"text", "name,key,weight,project,tags\nalice," + first + ",2,p1,eu\n," + second + ",,,\nx," + known +
                               ",1,,\ny," + first + ",1,,\nz,short,1,,\n"},
                  {"name", "batch"},
                  {"priority", 3}};
  auto dry = body;
  dry["dry_run"] = true;
  auto preview = add(dry).document;
  EXPECT_EQ(list().at("total"), 1);
  auto answer = add(body).document;
  EXPECT_EQ(list().at("total"), 3);
  for (auto* told : {&preview, &answer}) {
    for (auto& key : told->at("added"))
      for (const auto* own : {"id", "created_at"})
        key.erase(own);
    const auto& added = told->at("added");
    ASSERT_EQ(added.size(), 2U) << *told;
    EXPECT_EQ(added.at(0).at("name"), "alice");
    EXPECT_EQ(added.at(0).at("weight"), 2);
    EXPECT_EQ(added.at(0).at("project"), "p1");
    EXPECT_EQ(added.at(0).at("priority"), 3);
    EXPECT_EQ(added.at(0).at("tags"), json{"eu"});
    EXPECT_EQ(added.at(1).at("name"), "batch");
    EXPECT_EQ(added.at(1).at("weight"), 1);
    EXPECT_EQ(told->at("format"), "csv");
    EXPECT_EQ(told->at("duplicates"), 2);
    ASSERT_EQ(told->at("doubled").size(), 2U);
    EXPECT_EQ(told->at("doubled").at(0).at("line"), 4);
    EXPECT_EQ(told->at("doubled").at(0).at("reason"), "is in the pool already");
    EXPECT_EQ(told->at("doubled").at(1).at("line"), 5);
    EXPECT_EQ(told->at("doubled").at(1).at("reason"), "is in line 2 too");
    EXPECT_EQ(told->at("rejected").size(), 1U);
    EXPECT_EQ(told->at("rejected_total"), 1);
  }
  EXPECT_EQ(preview, answer); // a dry run shows the same as the real thing
}

TEST_F(Keys, AreNotAddedByARequestThatIsWrong) {
  const auto secret = world.make_secret();
  expect_invalid(add(json::object()), "keys");
  expect_invalid(add({{"keys", {secret}}, {"text", secret}}), "keys");
  expect_invalid(add({{"keys", json::array()}}), "keys");
  expect_invalid(add({{"keys", secret}}), "keys");
  expect_invalid(add({{"keys", {secret}}, {"weight", 0}}), "weight");
  expect_invalid(add({{"keys", {secret}}, {"priority", -1}}), "priority");
  expect_invalid(add({{"keys", {secret}}, {"dry_run", "yes"}}), "dry_run");
  EXPECT_EQ(list().at("total"), 0);
}

TEST_F(Keys, AreListedInPagesThatNeitherRepeatNorOmit) {
  json secrets = json::array();
  for (int i = 0; i < 25; ++i)
    secrets.push_back(world.make_secret());
  ASSERT_EQ(add({{"keys", secrets}}).document.at("added").size(), 25U);
  std::vector<std::size_t> sizes;
  std::set<std::string> ids;
  for (std::string cursor; sizes.size() < 10;) {
    const auto page = list("?limit=10" + cursor);
    EXPECT_EQ(page.at("total"), 25);
    sizes.push_back(page.at("keys").size());
    for (const auto& key : page.at("keys"))
      ids.insert(key.at("id"));
    if (!page.contains("next_cursor"))
      break;
    cursor = "&cursor=" + page.at("next_cursor").get<std::string>();
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{10, 10, 5}));
  EXPECT_EQ(ids.size(), 25U);
}

TEST_F(Keys, AreListedAHundredAtATimeUnlessAskedOtherwise) {
  json secrets = json::array();
  for (int i = 0; i < 101; ++i)
    secrets.push_back("AIzaSyMany-" + std::to_string(100'000 + i) + "-abcdefghij");
  ASSERT_EQ(add({{"keys", secrets}}).status, 201);
  EXPECT_EQ(list().at("keys").size(), 100U);
  EXPECT_EQ(list("?limit=1000").at("keys").size(), 101U);
}

TEST_F(Keys, AreFoundByNameProjectTagAndMaskInAnyCase) {
  add_named("Alpha", {{"project", "Red"}});
  add_named("beta");
  const auto id = list("?q=beta").at("keys").at(0).at("id").get<std::string>();
  ASSERT_EQ(world.admin("PATCH", "/keys/" + id, {{"tags", {"Green"}}}).status, 200);
  EXPECT_EQ(names("?q=ALPHA"), (Names{"Alpha"}));
  EXPECT_EQ(names("?q=red"), (Names{"Alpha"}));
  EXPECT_EQ(names("?q=green"), (Names{"beta"}));
  EXPECT_EQ(names("?q=aiza"), (Names{"Alpha", "beta"}));
  EXPECT_EQ(names("?q=nothing"), Names{});
  EXPECT_EQ(list("?q=red").at("total"), 1);
}

TEST_F(Keys, AreFilteredByState) {
  add_named("on");
  add_named("off");
  const auto id = list("?q=off").at("keys").at(0).at("id").get<std::string>();
  ASSERT_EQ(world.admin("PATCH", "/keys/" + id, {{"enabled", false}}).status, 200);
  EXPECT_EQ(names("?state=healthy"), (Names{"on"}));
  EXPECT_EQ(names("?state=disabled"), (Names{"off"}));
  EXPECT_EQ(names("?state=invalid"), Names{});
  EXPECT_EQ(names("?state=disabled&q=on"), Names{});
}

TEST_F(Keys, AreSortedByCreationUnlessByNameOrState) {
  add_named("c");
  add_named("a");
  add_named("b");
  const auto id = list("?q=b").at("keys").at(0).at("id").get<std::string>();
  ASSERT_EQ(world.admin("PATCH", "/keys/" + id, {{"enabled", false}}).status, 200);
  EXPECT_EQ(names(""), (Names{"c", "a", "b"}));
  EXPECT_EQ(names("?sort=created"), (Names{"c", "a", "b"}));
  EXPECT_EQ(names("?sort=name"), (Names{"a", "b", "c"}));
  EXPECT_EQ(names("?sort=state").front(), "b"); // what needs attention comes first
}

TEST_F(Keys, AreNotListedByAWrongQuery) {
  expect_invalid(world.admin("GET", "/keys?limit=0"), "limit");
  expect_invalid(world.admin("GET", "/keys?limit=1001"), "limit");
  expect_invalid(world.admin("GET", "/keys?limit=ten"), "limit");
  expect_invalid(world.admin("GET", "/keys?state=sick"), "state");
  expect_invalid(world.admin("GET", "/keys?sort=weight"), "sort");
}

TEST_F(Keys, AreGoneWhenDeletedAndMayBeAddedAgain) {
  const auto secret = world.make_secret();
  const auto added = add({{"keys", {secret}}});
  const auto path = "/keys/" + added.document.at("added").at(0).at("id").get<std::string>();
  const auto deleted = world.admin("DELETE", path);
  EXPECT_EQ(deleted.status, 204);
  EXPECT_TRUE(deleted.body.empty());
  EXPECT_EQ(list().at("total"), 0);
  EXPECT_EQ(add({{"keys", {secret}}}).document.at("added").size(), 1U);
}

TEST_F(Keys, AreWhatTheyWereAfterACrash) {
  add_named("kept", {{"project", "p"}, {"weight", 4}, {"priority", 9}});
  add_named("gone");
  const auto id = list("?q=gone").at("keys").at(0).at("id").get<std::string>();
  ASSERT_EQ(world.admin("DELETE", "/keys/" + id).status, 204);
  const auto before = list();
  world.crash();
  EXPECT_EQ(list(), before);
  EXPECT_EQ(names(""), (Names{"kept"}));
}

} // namespace
} // namespace geminid::test::keys_test
