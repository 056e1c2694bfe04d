#include "shared/settings_dto.hpp"
#include "tests/shared/dto_cases.hpp"

namespace geminid::settings_dto_test {
using namespace geminid::dto;
using geminid::test::expect_all_refused;

namespace {

// Copied from INTERFACE.md.
const auto documented_defaults = json::parse(R"({
  "routing": {"strategy": "least_used", "max_attempts": 3, "max_wait_ms": 5000, "affinity": true,
              "failure_threshold": 5, "cooldown_seconds": 60,
              "usage_warning_percent": 80, "usage_protection_percent": 100},
  "thinking": {"mode": "model_default", "budget": -1, "include_thoughts": false},
  "prompt_injection": {"enabled": false, "position": "system", "content": ""},
  "keep_alive": {"enabled": true, "interval_minutes": 14},
  "health_checks": {"enabled": true, "interval_minutes": 60, "delete_invalid_after_days": 0},
  "logs": {"retention_days": 7, "bodies": false, "level": null},
  "prices": {}
})");

TEST(Settings, HaveTheDefaultsThatTheInterfacePromises) {
  EXPECT_EQ(to_json(Settings{}), documented_defaults);
}

TEST(Settings, ComeBackFromTheirOwnDocument) {
  Settings settings;
  settings.routing.strategy = Strategy::round_robin;
  settings.routing.affinity = false;
  settings.thinking = {ThinkingMode::fixed, 24'576, true};
  settings.prompt_injection = {true, InjectionPosition::user_suffix, "请用中文回答\nplease"};
  settings.health_checks.delete_invalid_after_days = 30;
  settings.logs.bodies = true;
  settings.logs.level = LogLevel::warn;
  const auto read = parse_settings(json::parse(to_text(to_json(settings))));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, settings);
}

TEST(Settings, APatchChangesOnlyWhatItNames) {
  Settings current;
  current.routing.max_attempts = 9;
  current.keep_alive.enabled = false;
  const auto merged =
      merge_patch(current, json::parse(R"({"routing":{"max_wait_ms":0},"logs":{"retention_days":365}})"));
  ASSERT_TRUE(merged) << merged.error().message;
  auto expected = current;
  expected.routing.max_wait_ms = 0;
  expected.logs.retention_days = 365;
  EXPECT_EQ(*merged, expected);
}

TEST(Settings, ALogLevelIsTakenBackByNull) {
  Settings current;
  current.logs.level = LogLevel::debug;
  EXPECT_EQ(merge_patch(current, json::parse(R"({"logs":{"bodies":true}})"))->logs.level, LogLevel::debug);
  EXPECT_EQ(merge_patch(current, json::parse(R"({"logs":{"level":null}})"))->logs.level, std::nullopt);
  EXPECT_EQ(merge_patch(current, json::parse(R"({"logs":{"level":"warn"}})"))->logs.level, LogLevel::warn);
}

TEST(Settings, APatchMergesThePricesOfModelsAndNullRemovesOne) {
  Settings current;
  current.prices = {{"a", {1, 2, 0.25}}, {"b", {3, 4, {}}}};
  const auto merged = merge_patch(
      current,
      json::parse(R"({"prices":{"a":{"output":2.5,"cached_input":null},"b":null,"c":{"input":0,"output":0}}})"));
  ASSERT_TRUE(merged) << merged.error().message;
  EXPECT_EQ(merged->prices, (Prices{{"a", {1, 2.5, {}}}, {"c", {0, 0, {}}}}));
  EXPECT_EQ(*parse_settings(to_json(*merged)), *merged);
}

TEST(Settings, APriceIsCompleteAndNoNonsense) {
  expect_all_refused({{R"({"prices":{"a":{"input":1}}})", "prices.a.output", "is required"},
                      {R"({"prices":{"a":{"output":1}}})", "prices.a.input", "is required"},
                      {R"({"prices":{"a":{"input":-1,"output":1}}})", "prices.a.input", "US dollars per million"},
                      {R"({"prices":{"a":{"input":"1","output":1}}})", "prices.a.input", "must be a number"},
                      {R"({"prices":{"a":{"input":1,"output":1e9}}})", "prices.a.output", "must be a number"},
                      {R"({"prices":{"a":1}})", "prices.a", "must be a JSON object"},
                      {R"({"prices":null})", "prices", "must be a JSON object"}},
                     [](const json& patch) { return merge_patch({}, patch); });
}

TEST(Settings, APatchIsCheckedTogetherWithWhatItIsMergedInto) {
  const auto fixed = json::parse(R"({"thinking":{"mode":"fixed"}})");
  EXPECT_FALSE(merge_patch({}, fixed));
  Settings current;
  current.thinking.budget = 0;
  EXPECT_TRUE(merge_patch(current, fixed));
  current.thinking.mode = ThinkingMode::fixed;
  EXPECT_FALSE(merge_patch(current, json::parse(R"({"thinking":{"budget":-1}})")));
}

TEST(Settings, RefuseWhatIsOutOfRangeByName) {
  expect_all_refused(
      {
          {R"({"routing":{"strategy":"random"}})", "routing.strategy", "must be one of round_robin, least_used"},
          {R"({"routing":{"strategy":1}})", "routing.strategy", "must be one of round_robin, least_used"},
          {R"({"routing":{"max_attempts":0}})", "routing.max_attempts", "must be an integer from 1 to 20"},
          {R"({"routing":{"max_attempts":21}})", "routing.max_attempts", "must be an integer from 1 to 20"},
          {R"({"routing":{"max_wait_ms":600001}})", "routing.max_wait_ms", "from 0 to 600000"},
          {R"({"routing":{"affinity":"yes"}})", "routing.affinity", "must be true or false"},
          {R"({"routing":{"failure_threshold":1001}})", "routing.failure_threshold", "from 1 to 1000"},
          {R"({"routing":{"cooldown_seconds":86401}})", "routing.cooldown_seconds", "from 1 to 86400"},
          {R"({"routing":{"usage_warning_percent":0}})", "routing.usage_warning_percent", "from 1 to 100"},
          {R"({"routing":{"usage_protection_percent":101}})", "routing.usage_protection_percent", "from 1 to 100"},
          {R"({"routing":null})", "routing", "must be a JSON object"},
          {R"({"thinking":{"mode":"on"}})", "thinking.mode", "model_default, off, auto, fixed"},
          {R"({"thinking":{"budget":-2}})", "thinking.budget", "must be an integer from -1"},
          {R"({"thinking":{"mode":"fixed"}})", "thinking.budget", "when mode is fixed"},
          {R"({"prompt_injection":{"position":"end"}})", "prompt_injection.position", "user_prefix, user_suffix"},
          {R"({"keep_alive":{"interval_minutes":0}})", "keep_alive.interval_minutes", "from 1 to 1440"},
          {R"({"health_checks":{"interval_minutes":1441}})", "health_checks.interval_minutes", "from 1 to 1440"},
          {R"({"health_checks":{"delete_invalid_after_days":-1}})", "health_checks.delete_invalid_after_days", "0 to"},
          {R"({"logs":{"retention_days":366}})", "logs.retention_days", "from 1 to 365"},
          {R"({"logs":{"level":"loud"}})", "logs.level", "must be one of trace, debug, info, warn, error"},
          {R"({"logs":{"retention":1}})", "logs.retention", "not a known field"},
          {R"({"log":{}})", "log", "not a known field"},
      },
      parse_settings);
}

TEST(Settings, TakeInjectedTextOfUpTo64KiB) {
  const auto patch = [](std::size_t size) { return json{{"prompt_injection", {{"content", std::string(size, 'x')}}}}; };
  EXPECT_TRUE(parse_settings(patch(65'536)));
  const auto refused = parse_settings(patch(65'537));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "prompt_injection.content");
}

} // namespace
} // namespace geminid::settings_dto_test
