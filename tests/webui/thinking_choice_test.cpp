#include "webui/view/thinking_choice.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::thinking_choice_test {
namespace {

using dto::ThinkingMode;
using Choice = ThinkingChoice;

TEST(ChoiceOfThinking, EachIsFoundAgainInTheSettingsItMakes) {
  for (const auto choice :
       {Choice::model_default, Choice::off, Choice::automatic, Choice::flash, Choice::pro, Choice::own}) {
    dto::Thinking thinking{ThinkingMode::fixed, flash_budget, true};
    apply(choice, thinking);
    EXPECT_EQ(choice_of(thinking), choice);
    EXPECT_TRUE(thinking.include_thoughts);
  }
}

TEST(ChoiceOfThinking, ThoseOfFlashAndProAreTheMostTheyCanThink) {
  dto::Thinking thinking;
  apply(Choice::flash, thinking);
  EXPECT_EQ(thinking, (dto::Thinking{ThinkingMode::fixed, 24'576, false}));
  apply(Choice::pro, thinking);
  EXPECT_EQ(thinking.budget, 32'768);
}

TEST(ChoiceOfThinking, AnOwnBudgetStaysWhatItIs) {
  dto::Thinking thinking{ThinkingMode::fixed, 100, false};
  apply(Choice::own, thinking);
  EXPECT_EQ(thinking.budget, 100);
}

TEST(ChoiceOfThinking, GoingBackFromOneToTheDefaultLeavesNoChange) {
  dto::Thinking thinking;
  apply(Choice::pro, thinking);
  apply(Choice::model_default, thinking);
  EXPECT_EQ(thinking, dto::Thinking{});
}

} // namespace
} // namespace geminid::webui::thinking_choice_test
