#include "webui/view/request_view.hpp"

#include <gtest/gtest.h>

namespace geminid::webui {
namespace {

using dto::ThinkingMode;
using Preset = ThinkingPreset;

TEST(RequestView, EachThinkingPresetIsFoundAgainInTheSettingsItMakes) {
  for (const auto preset :
       {Preset::model_default, Preset::off, Preset::automatic, Preset::flash_24k, Preset::pro_32k, Preset::own}) {
    dto::Thinking thinking{ThinkingMode::fixed, flash_budget, true};
    apply(preset, thinking);
    EXPECT_EQ(preset_of(thinking), preset);
    EXPECT_TRUE(thinking.include_thoughts);
  }
}

TEST(RequestView, ThePresetsOfFlashAndProAreTheMostTheyCanThink) {
  dto::Thinking thinking;
  apply(Preset::flash_24k, thinking);
  EXPECT_EQ(thinking, (dto::Thinking{ThinkingMode::fixed, 24'576, false}));
  apply(Preset::pro_32k, thinking);
  EXPECT_EQ(thinking.budget, 32'768);
}

TEST(RequestView, AnOwnBudgetStaysWhatItIs) {
  dto::Thinking thinking{ThinkingMode::fixed, 100, false};
  apply(Preset::own, thinking);
  EXPECT_EQ(thinking.budget, 100);
}

TEST(RequestView, GoingBackFromAPresetToTheDefaultLeavesNoChange) {
  dto::Thinking thinking;
  apply(Preset::pro_32k, thinking);
  apply(Preset::model_default, thinking);
  EXPECT_EQ(thinking, dto::Thinking{});
}

TEST(RequestView, ThePromptComesWhereItWasPut) {
  dto::PromptInjectionSettings injection{true, dto::InjectionPosition::system, "Be brief."};
  auto preview = preview_of(injection, {});
  ASSERT_EQ(preview.instruction.size(), 2U);
  EXPECT_EQ(preview.instruction[0].text, "Be brief.");
  EXPECT_TRUE(preview.instruction[0].added);
  EXPECT_EQ(preview.user.size(), 1U);

  injection.position = dto::InjectionPosition::user_prefix;
  preview = preview_of(injection, {});
  ASSERT_EQ(preview.user.size(), 2U);
  EXPECT_TRUE(preview.user.front().added);

  injection.position = dto::InjectionPosition::user_suffix;
  preview = preview_of(injection, {});
  ASSERT_EQ(preview.user.size(), 2U);
  EXPECT_TRUE(preview.user.back().added);
  EXPECT_EQ(preview.instruction.size(), 1U);
}

TEST(RequestView, APromptThatIsOffOrEmptyIsNotAdded) {
  for (const auto& injection : {dto::PromptInjectionSettings{false, dto::InjectionPosition::system, "Be brief."},
                                dto::PromptInjectionSettings{true, dto::InjectionPosition::system, ""}})
    EXPECT_EQ(preview_of(injection, {}).instruction.size(), 1U);
}

} // namespace
} // namespace geminid::webui
