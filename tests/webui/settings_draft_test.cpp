#include "webui/core/format.hpp"
#include "webui/view/settings_draft.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::settings_draft_test {
namespace {

using dto::json;
using Section = SettingsSection;

SettingsDraft draft_of(const dto::Settings& current) {
  SettingsDraft draft;
  draft.take(current);
  return draft;
}

TEST(SettingsDraft, SendsOnlyWhatChanged) {
  auto draft = draft_of({});
  draft.wanted.routing.max_attempts = 5;
  draft.wanted.routing.strategy = dto::Strategy::round_robin;
  EXPECT_EQ(draft.patch(Section::routing), (json{{"routing", {{"max_attempts", 5}, {"strategy", "round_robin"}}}}));
  EXPECT_TRUE(draft.changed(Section::routing));
  EXPECT_FALSE(draft.changed(Section::thinking));
}

TEST(SettingsDraft, WhatIsSentMakesTheSettingsWhatWasWantedAndTheReverseTakesItBack) {
  dto::Settings current;
  current.logs.level = dto::LogLevel::debug;
  current.prices["gemini-2.5-pro"] = {1.25, 10, 0.31};
  current.prices["gemini-2.0-flash"] = {0.1, 0.4, std::nullopt};
  auto draft = draft_of(current);
  draft.wanted.logs = {30, true, std::nullopt};
  draft.wanted.prices["gemini-2.5-pro"].cached_input.reset();
  draft.wanted.prices["gemini-2.5-flash"] = {0.3, 2.5, std::nullopt};
  draft.wanted.prices.erase("gemini-2.0-flash");
  auto settings = current;
  for (const auto section : settings_sections) {
    const auto merged = dto::merge_patch(settings, draft.patch(section));
    ASSERT_TRUE(merged) << merged.error().message;
    settings = *merged;
  }
  EXPECT_EQ(settings, draft.wanted);
  for (const auto section : settings_sections) {
    const auto merged = dto::merge_patch(settings, draft.reverse_patch(section));
    ASSERT_TRUE(merged) << merged.error().message;
    settings = *merged;
  }
  EXPECT_EQ(settings, current);
}

TEST(SettingsDraft, ASectionWithoutChangesFollowsTheServerAndOneWithChangesKeepsThem) {
  auto draft = draft_of({});
  draft.wanted.keep_alive.interval_minutes = 5;
  dto::Settings others;
  others.keep_alive.enabled = false;
  others.logs.retention_days = 90;
  draft.take(others);
  EXPECT_EQ(draft.wanted.logs.retention_days, 90);
  EXPECT_EQ(draft.wanted.keep_alive.interval_minutes, 5);
  EXPECT_TRUE(draft.changed(Section::keep_alive));
  EXPECT_FALSE(draft.changed(Section::logs));
}

TEST(SettingsDraft, DiscardingShowsWhatTheServerHas) {
  auto draft = draft_of({});
  draft.wanted.routing.affinity = false;
  draft.wanted.health_checks.interval_minutes = 5;
  draft.discard(Section::routing);
  EXPECT_TRUE(draft.wanted.routing.affinity);
  EXPECT_TRUE(draft.changed(Section::health_checks));
}

TEST(SettingsDraft, WhatWasSavedIsNoChangeAnyMore) {
  auto draft = draft_of({});
  draft.wanted.routing.max_wait_ms = 100;
  draft.wanted.thinking.include_thoughts = true;
  dto::Settings answered;
  answered.routing.max_wait_ms = 100;
  draft.saved(Section::routing, answered);
  EXPECT_FALSE(draft.changed(Section::routing));
  EXPECT_TRUE(draft.changed(Section::thinking));
}

TEST(SettingsDraft, SaysWhatChangedInTheViewersWords) {
  auto draft = draft_of({});
  draft.wanted.routing.strategy = dto::Strategy::round_robin;
  draft.wanted.routing.affinity = false;
  draft.wanted.routing.max_wait_ms = 10'000;
  EXPECT_EQ(changes_of(draft, Section::routing, {}), (std::vector<SettingChange>{
                                                         {"Affinity", "On", "Off"},
                                                         {"Longest wait (ms)", "5,000", "10,000"},
                                                         {"Strategy", "Least used", "Round robin"},
                                                     }));
  EXPECT_EQ(changes_of(draft, Section::routing, {Language::chinese}).front(), (SettingChange{"会话亲和", "开", "关"}));
}

TEST(SettingsDraft, SaysWhatBecameOfPricesAndOfALevelThatIsNotSet) {
  dto::Settings current;
  current.prices["gemini-2.0-flash"] = {0.1, 0.4, std::nullopt};
  auto draft = draft_of(current);
  draft.wanted.prices.clear();
  draft.wanted.prices["gemini-2.5-pro"] = {1.25, 10, std::nullopt};
  draft.wanted.logs.level = dto::LogLevel::warn;
  EXPECT_EQ(changes_of(draft, Section::prices, {}), (std::vector<SettingChange>{
                                                        {"gemini-2.0-flash", "$0.1 in, $0.4 out", "None"},
                                                        {"gemini-2.5-pro", "None", "$1.25 in, $10 out"},
                                                    }));
  EXPECT_EQ(changes_of(draft, Section::logs, {}).front(),
            (SettingChange{"Process log level", "As started", "Warnings"}));
}

TEST(SettingsDraft, SaysThatABudgetOfMinusOneIsTheModels) {
  auto draft = draft_of({});
  draft.wanted.thinking.mode = dto::ThinkingMode::fixed;
  draft.wanted.thinking.budget = 8'192;
  EXPECT_EQ(changes_of(draft, Section::thinking, {}).front(),
            (SettingChange{"Budget (tokens)", "Left to the model", "8,192"}));
}

TEST(SettingsDraft, CutsALongTextBetweenCharacters) {
  auto draft = draft_of({});
  for (int i = 0; i < 30; ++i)
    draft.wanted.prompt_injection.content += "请";
  const auto changes = changes_of(draft, Section::prompt_injection, {});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].after, std::string(draft.wanted.prompt_injection.content, 0, 48) + "…");
}

TEST(SettingsDraft, ReadsWholeNumbersWithinTheirRange) {
  EXPECT_EQ(whole_number("20", {1, 20}), 20);
  for (const auto* const text : {"", "21", "0", "1.5", "1 ", "one", "99999999999999999999"})
    EXPECT_FALSE(whole_number(text, {1, 20})) << text;
}

TEST(SettingsDraft, ReadsAndWritesPrices) {
  EXPECT_EQ(price_number("0,30"), 0.3);
  EXPECT_EQ(price_number("12"), 12);
  for (const auto* const text : {"", ".", "1.2.3", "-1", "1e5", "2000000", "free"})
    EXPECT_FALSE(price_number(text)) << text;
  EXPECT_EQ(format_decimal(0.3), "0.3");
  EXPECT_EQ(format_decimal(0), "0");
  EXPECT_EQ(format_decimal(1'000'000), "1000000");
}

} // namespace
} // namespace geminid::webui::settings_draft_test
