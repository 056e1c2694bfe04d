// GET /admin/api/hints
#include "tests/admin/event_listener.hpp"

#include <set>

namespace geminid::test::hints_test {
namespace {

using namespace std::chrono_literals;

class HintsOf : public testing::Test {
protected:
  json hints() { return world.admin("GET", "/hints").document.at("hints"); }
  /// A busy minute for each, with pauses.
  void busy_minutes(int count, int requests) {
    for (int minute = 0; minute < count; ++minute) {
      for (int i = 0; i < requests; ++i)
        world.chat();
      world.leap(5min);
    }
  }

  GatewayWorld world{{.google = {.limits = {.rpm = 10}}, .settings = {{"routing", {{"max_wait_ms", 0}}}}}};
};

TEST_F(HintsOf, TwoKeysThatShareAProjectWithoutNamingIt) {
  const auto a = world.add_key({.google_project = "theirs"});
  const auto b = world.add_key({.google_project = "theirs"});
  TestListener listener{world};
  listener.open();
  busy_minutes(6, 12);
  const auto found = hints();
  ASSERT_EQ(found.size(), 1U) << found;
  EXPECT_EQ(found.at(0).at("kind"), "shared_project");
  EXPECT_EQ(found.at(0).at("model"), default_model);
  EXPECT_EQ(found.at(0).at("keys").get<std::set<std::string>>(), (std::set{a, b}));
  EXPECT_EQ(listener.next("hint").at("kind"), "shared_project");
}

TEST_F(HintsOf, KeysThatAnAdminHasPutIntoOneProjectSinceAreGone) {
  const auto a = world.add_key({.google_project = "theirs"});
  const auto b = world.add_key({.google_project = "theirs"});
  busy_minutes(6, 12);
  ASSERT_EQ(hints().size(), 1U);
  ASSERT_EQ(world.admin("PATCH", "/keys/" + a, {{"project", "theirs"}}).status, 200);
  const auto found = hints();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.at(0).at("keys"), json{b});
  EXPECT_EQ(found.at(0).at("projects"), json{"theirs"});
  ASSERT_EQ(world.admin("PATCH", "/keys/" + b, {{"project", "theirs"}}).status, 200);
  EXPECT_EQ(hints(), json::array());
}

TEST_F(HintsOf, KeysThatAreAllAtTheirOwnLimitsAreNone) {
  world.add_key({.google_project = "one"});
  world.add_key({.google_project = "two"});
  busy_minutes(6, 25);
  EXPECT_EQ(hints(), json::array());
}

} // namespace
} // namespace geminid::test::hints_test
