#include "shared/settings_dto.hpp"
#include "tests/admin/admin_test.hpp"

namespace geminid::test::settings_test {
namespace {

class Settings : public testing::Test {
protected:
  json get() {
    const auto answer = world.admin("GET", "/settings");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.document;
  }
  Answer patch(const json& body) { return world.admin("PATCH", "/settings", body); }

  GatewayWorld world{{.health_checks = true}};
};

// That they are the documented ones is tested with the DTO.
json defaults() {
  return dto::to_json(dto::Settings{});
}

TEST_F(Settings, BeginWithTheDefaults) {
  EXPECT_EQ(get(), defaults());
}

TEST_F(Settings, AreMergedWithAPatchAndKeptOverACrash) {
  const json change{{"routing", {{"max_attempts", 7}, {"strategy", "round_robin"}}}, {"logs", {{"bodies", true}}}};
  auto expected = defaults();
  expected.merge_patch(change);
  const auto answer = patch(change);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.document, expected);
  world.crash();
  EXPECT_EQ(get(), expected);
}

TEST_F(Settings, AreLeftAsTheyAreByAnEmptyPatch) {
  EXPECT_EQ(patch(json::object()).document, defaults());
}

TEST_F(Settings, TakeEffectAtOnce) {
  world.add_keys(2);
  sim::Fault overloaded;
  overloaded.count.reset();
  ASSERT_TRUE(world.google().faults().add(overloaded));
  EXPECT_EQ(world.chat().status, 503);
  EXPECT_EQ(world.attempts(), 2U);
  ASSERT_EQ(patch({{"routing", {{"max_attempts", 1}}}}).status, 200);
  EXPECT_EQ(world.chat().status, 503);
  EXPECT_EQ(world.attempts(), 3U);
}

TEST_F(Settings, AreRefusedWholeByTheNameOfTheWrongField) {
  const auto refused = [&](const json& change, std::string_view field) {
    expect_invalid(patch(change), field);
    auto with_good = change;
    with_good["keep_alive"]["enabled"] = false; // a good change beside it is not taken either
    if (!field.starts_with("keep_alive"))
      expect_invalid(patch(with_good), field);
  };
  refused({{"routing", {{"max_attempts", 0}}}}, "routing.max_attempts");
  refused({{"routing", {{"max_attempts", 21}}}}, "routing.max_attempts");
  refused({{"routing", {{"max_attempts", 1.5}}}}, "routing.max_attempts");
  refused({{"routing", {{"max_attempts", nullptr}}}}, "routing.max_attempts");
  refused({{"routing", {{"strategy", "random"}}}}, "routing.strategy");
  refused({{"routing", {{"max_wait_ms", -1}}}}, "routing.max_wait_ms");
  refused({{"routing", {{"affinity", "yes"}}}}, "routing.affinity");
  refused({{"routing", {{"failure_threshold", 0}}}}, "routing.failure_threshold");
  refused({{"routing", {{"cooldown_seconds", 0}}}}, "routing.cooldown_seconds");
  refused({{"routing", {{"usage_warning_percent", 101}}}}, "routing.usage_warning_percent");
  refused({{"routing", {{"usage_protection_percent", 0}}}}, "routing.usage_protection_percent");
  refused({{"routing", {{"speed", 1}}}}, "routing.speed");
  refused({{"routing", 3}}, "routing");
  refused({{"thinking", {{"mode", "hard"}}}}, "thinking.mode");
  refused({{"thinking", {{"budget", "all"}}}}, "thinking.budget");
  refused({{"prompt_injection", {{"position", "middle"}}}}, "prompt_injection.position");
  refused({{"prompt_injection", {{"content", 1}}}}, "prompt_injection.content");
  refused({{"keep_alive", {{"interval_minutes", 0}}}}, "keep_alive.interval_minutes");
  refused({{"health_checks", {{"interval_minutes", 0}}}}, "health_checks.interval_minutes");
  refused({{"health_checks", {{"delete_invalid_after_days", -1}}}}, "health_checks.delete_invalid_after_days");
  refused({{"logs", {{"retention_days", 0}}}}, "logs.retention_days");
  EXPECT_EQ(get(), defaults());
}

} // namespace
} // namespace geminid::test::settings_test
