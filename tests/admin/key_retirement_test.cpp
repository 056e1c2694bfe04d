// health_checks.delete_invalid_after_days
#include "tests/admin/admin_test.hpp"

namespace geminid::test::key_retirement_test {
namespace {

using namespace std::chrono_literals;

constexpr auto days = 24h;

class LongInvalidKeys : public testing::Test {
protected:
  std::string add_invalid(int number) {
    const auto secret = "AIzaSyNobody-Knows-This-One-" + std::to_string(1'000'000'000 + number);
    const auto added = world.admin("POST", "/keys", {{"keys", {secret}}});
    auto id = added.document.at("added").at(0).at("id").get<std::string>();
    EXPECT_EQ(world.admin("POST", "/keys/" + id + "/check").document.at("state"), "invalid");
    return id;
  }
  void wait_until_deleted(const std::string& id) {
    world.run_until([&] { return deleted(id); });
  }
  bool deleted(const std::string& id) { return world.log().find(" id=" + id + " since=") != std::string::npos; }
  json settings(int allowed) {
    return {{"health_checks", {{"delete_invalid_after_days", allowed}, {"interval_minutes", 1440}}}};
  }

  GatewayWorld world{{.settings = settings(30), .health_checks = true}};
};

TEST_F(LongInvalidKeys, AreDeletedAndToldOfButNeitherDisabledOnesNorTheYoungerOnes) {
  const auto old = add_invalid(1);
  const auto disabled = add_invalid(2);
  world.admin("PATCH", "/keys/" + disabled, {{"enabled", false}});
  const auto good = world.add_key();
  world.leap(20 * days);
  const auto young = add_invalid(3);
  world.leap(10 * days);
  world.leap(10min);
  wait_until_deleted(old);
  world.leap(20min); // another look
  world.settle();
  EXPECT_EQ(world.key(disabled).at("state"), "disabled");
  EXPECT_EQ(world.key(young).at("state"), "invalid");
  EXPECT_EQ(world.key(good).at("state"), "healthy");
  EXPECT_EQ(world.admin("GET", "/keys").document.at("total"), 3);
  const auto entry = world.admin("GET", "/audit?limit=1").document.at("audit").at(0);
  EXPECT_EQ(entry.at("actor"), "geminid");
  EXPECT_EQ(entry.at("action"), "deleteKey");
  EXPECT_EQ(entry.at("target"), old);
}

TEST_F(LongInvalidKeys, AreJudgedByAllTheirTimeWhateverRestartsThereWere) {
  const auto id = add_invalid(1);
  world.leap(20 * days);
  world.restart();
  EXPECT_EQ(world.key(id).at("state"), "invalid");
  world.leap(10 * days);
  world.leap(10min);
  wait_until_deleted(id);
}

TEST_F(LongInvalidKeys, ThatGoogleAcceptsAgainStay) {
  const auto id = world.add_key();
  sim::Fault fault;
  fault.body = "api_key_invalid";
  fault.count = 1;
  ASSERT_TRUE(world.google().faults().add(std::move(fault)));
  world.chat();
  ASSERT_EQ(world.key(id).at("state"), "invalid");
  world.leap(31 * days);
  while (world.key(id).at("state") != "healthy") {
  }
  EXPECT_FALSE(deleted(id));
}

TEST_F(LongInvalidKeys, StayWhileGoogleCannotBeAsked) {
  const auto id = add_invalid(1);
  world.lose_google();
  world.leap(31 * days);
  world.leap(10min);
  world.settle();
  EXPECT_EQ(world.key(id).at("state"), "invalid");
}

TEST_F(LongInvalidKeys, StayForEverUnlessTheSettingSaysOtherwise) {
  const auto id = add_invalid(1);
  world.set(settings(0));
  world.leap(400 * days);
  world.leap(10min);
  world.settle();
  EXPECT_EQ(world.key(id).at("state"), "invalid");
  world.set(settings(365));
  world.leap(10min);
  wait_until_deleted(id);
}

} // namespace
} // namespace geminid::test::key_retirement_test
