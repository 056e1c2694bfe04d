// Checks of many keys: /admin/api/keys/check
#include "server/admin/check_jobs.hpp"
#include "tests/admin/event_listener.hpp"

#include <gmock/gmock.h>

namespace geminid::test::check_jobs_test {
namespace {

using namespace std::chrono_literals;

constexpr auto path = "/keys/check";

class ManyChecks : public testing::Test {
protected:
  /// Keys that Google knows, and others that it does not.
  void add(int good, int bad) {
    json keys = json::array();
    for (int i = 0; i < good; ++i)
      keys.push_back(world.make_secret());
    for (int i = 0; i < bad; ++i)
      keys.push_back("AIzaSyNobody-Knows-This-One-" + std::to_string(1'000'000'000 + i));
    const auto added = world.admin("POST", "/keys", {{"keys", keys}});
    ASSERT_EQ(added.status, 201) << added.body;
    for (const auto& key : added.document.at("added"))
      ids.push_back(key.at("id"));
  }
  json job(const std::string& id) { return world.admin("GET", std::string{path} + "/" + id).document; }
  json when_over(const std::string& id) {
    auto now = job(id);
    while (now.at("state") == "running")
      now = job(id);
    return now;
  }

  GatewayWorld world;
  std::vector<std::string> ids;
};

TEST_F(ManyChecks, AreAJobThatIsAnsweredAtOnce) {
  add(20, 4);
  const auto begun = world.admin("POST", path);
  EXPECT_EQ(begun.status, 202) << begun.body;
  EXPECT_EQ(begun.document.at("total"), 24);
  EXPECT_EQ(begun.document.at("state"), "running");
  const auto over = when_over(begun.document.at("id"));
  EXPECT_EQ(over.at("state"), "done");
  EXPECT_EQ(over.at("done"), 24);
  EXPECT_EQ(over.at("valid"), 20);
  EXPECT_EQ(over.at("invalid"), 4);
  EXPECT_EQ(over.at("unreachable"), 0);
  EXPECT_EQ(world.key(ids.back()).at("state"), "invalid");
  EXPECT_EQ(world.admin("GET", path).document.at("jobs").at(0), over);
}

TEST_F(ManyChecks, AreAJobAsABulkActionToo) {
  add(21, 0);
  const auto begun = world.admin("POST", "/keys/bulk", {{"state", "healthy"}, {"action", "check"}});
  EXPECT_EQ(begun.status, 202) << begun.body;
  EXPECT_EQ(when_over(begun.document.at("id")).at("valid"), 21);
}

TEST_F(ManyChecks, OfFewKeysAreAJobWhenThatIsWanted) {
  add(2, 0);
  EXPECT_EQ(world.admin("POST", path).status, 200);
  EXPECT_EQ(world.admin("POST", path, {{"ids", {ids[0]}}}).document.at("keys").size(), 1U);
  EXPECT_EQ(world.admin("POST", path, {{"state", "invalid"}}).document.at("keys").size(), 0U);
  const auto begun = world.admin("POST", path, {{"ids", {ids[0]}}, {"background", true}});
  EXPECT_EQ(begun.status, 202) << begun.body;
  EXPECT_EQ(begun.document.at("total"), 1);
  when_over(begun.document.at("id"));
}

TEST_F(ManyChecks, AreRefusedByTheNameOfTheFieldThatIsWrong) {
  expect_invalid(world.admin("POST", path, {{"background", 1}}), "background");
  expect_invalid(world.admin("POST", path, {{"state", "fine"}}), "state");
  expect_invalid(world.admin("POST", path, {{"state", "healthy"}, {"ids", {"a"}}}), "ids");
  expect_invalid(world.admin("POST", path, {{"id", "a"}}), "id");
}

TEST_F(ManyChecks, RunOneAtATime) {
  add(30, 0);
  const auto first = world.admin("POST", path);
  const std::string id = first.document.at("id");
  const auto second = world.admin("POST", path);
  expect_refused(second, 409, "check_running");
  EXPECT_NE(second.body.find(id), std::string::npos);
  when_over(id);
  const auto third = world.admin("POST", path);
  EXPECT_EQ(third.status, 202) << third.body;
  when_over(third.document.at("id"));
}

TEST_F(ManyChecks, EndWhenTheyAreCancelled) {
  add(60, 0);
  const std::string id = world.admin("POST", path).document.at("id");
  const auto cancelled = world.admin("DELETE", std::string{path} + "/" + id);
  EXPECT_EQ(cancelled.status, 200) << cancelled.body;
  EXPECT_EQ(cancelled.document.at("state"), "cancelled");
  EXPECT_LT(cancelled.document.at("done"), 60);
  EXPECT_EQ(job(id), cancelled.document);
  EXPECT_EQ(world.admin("DELETE", std::string{path} + "/" + id).document, cancelled.document);
  expect_refused(world.admin("DELETE", std::string{path} + "/check_x"), 404, "not_found");
  expect_refused(world.admin("GET", std::string{path} + "/check_x"), 404, "not_found");
}

TEST_F(ManyChecks, TakeKeysThatAreDeletedMeanwhileForDone) {
  add(30, 0);
  const std::string id = world.admin("POST", path).document.at("id");
  EXPECT_EQ(world.admin("DELETE", "/keys/" + ids.back()).status, 204);
  const auto over = when_over(id);
  EXPECT_EQ(over.at("state"), "done");
  EXPECT_EQ(over.at("done"), 30);
  EXPECT_EQ(over.at("valid"), 29);
  EXPECT_EQ(over.at("unreachable"), 0);
}

TEST_F(ManyChecks, SayNothingOfKeysWhenGoogleCannotBeReached) {
  add(3, 0);
  world.lose_google();
  const auto begun = world.admin("POST", path, {{"background", true}});
  EXPECT_EQ(when_over(begun.document.at("id")).at("unreachable"), 3);
  EXPECT_EQ(world.key(ids[0]).at("state"), "healthy");
}

TEST_F(ManyChecks, TellHowFarTheyAre) {
  add(22, 1);
  TestListener listener{world};
  listener.open();
  const std::string id = world.admin("POST", path).document.at("id");
  const auto over = listener.next("check", [](const json& data) { return data.at("state") != "running"; });
  EXPECT_EQ(over, job(id));
  EXPECT_EQ(over.at("done"), 23);
}

TEST_F(ManyChecks, EndWithTheServer) {
  add(100, 0);
  EXPECT_EQ(world.admin("POST", path).status, 202);
  world.restart();
  EXPECT_EQ(world.admin("GET", path).document.at("jobs").size(), 0U);
}

} // namespace
} // namespace geminid::test::check_jobs_test
