#include "webui/view/model_draft.hpp"
#include "webui/view/name_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::model_draft_test {
namespace {

using dto::LimitSetting;
using testing::ElementsAre;
using Kind = LimitSetting::Kind;

ModelDraft draft_of(const dto::ModelConfig& config) {
  return model_draft("gemini-2.5-flash", config, nullptr);
}

TEST(ModelDraft, GivesBackTheConfigurationThatItWasMadeOf) {
  dto::ModelConfig config;
  config.enabled = false;
  config.limits = {{Kind::value, 15}, {Kind::unlimited, 0}, {Kind::unset, 0}};
  config.aliases = {"flash", "gpt-4o-mini"};
  config.fallbacks = {"gemini-2.5-flash-lite", "gemini-2.0-flash"};
  config.thinking = dto::Thinking{dto::ThinkingMode::off};
  EXPECT_EQ(*model_config_of(draft_of(config), Locale{}), config);
  EXPECT_EQ(*model_config_of(draft_of({}), Locale{}), dto::ModelConfig{});
}

TEST(ModelDraft, TellsALimitThatIsNotSetFromOneThatIsUnlimitedInTheDocument) {
  auto draft = draft_of({});
  draft.limits[1].choice = static_cast<int>(Kind::unlimited);
  draft.limits[2] = {static_cast<int>(Kind::value), 500};
  const auto document = dto::to_json(*model_config_of(draft, Locale{}));
  EXPECT_FALSE(document.contains("rpm"));
  EXPECT_TRUE(document["tpm"].is_null());
  EXPECT_EQ(document["rpd"], 500);
}

TEST(ModelDraft, ForgetsTheNumberOfALimitThatIsNoNumberAnyMore) {
  auto draft = draft_of({});
  draft.limits[0] = {static_cast<int>(Kind::unset), 15};
  EXPECT_EQ(*model_config_of(draft, Locale{}), dto::ModelConfig{});
}

TEST(ModelDraft, IsRefusedWithTheFieldThatIsWrong) {
  auto draft = draft_of({});
  draft.limits[0].choice = static_cast<int>(Kind::value);
  EXPECT_EQ(model_config_of(draft, Locale{}).error().field, "RPM");
  draft = draft_of({});
  draft.aliases = "快速";
  EXPECT_EQ(model_config_of(draft, Locale{}).error().message, "快速 is no model name");
  draft = draft_of({});
  draft.id = "two words";
  EXPECT_EQ(model_config_of(draft, Locale{}).error().field, "model");
}

TEST(ModelDraft, ReadsAPriceThatIsWholeOrMissing) {
  auto draft = draft_of({});
  EXPECT_EQ(*price_of(draft, Locale{}), std::nullopt);
  draft.input_price = "0.30";
  EXPECT_FALSE(price_of(draft, Locale{}));
  draft.output_price = "2.5";
  EXPECT_EQ(*price_of(draft, Locale{}), (dto::ModelPrice{0.3, 2.5, std::nullopt}));
  draft.cached_price = "-1";
  EXPECT_FALSE(price_of(draft, Locale{}));
  draft.cached_price = "0.075";
  const auto price = **price_of(draft, Locale{});
  EXPECT_EQ(price.cached_input, 0.075);
  EXPECT_EQ(model_draft("m", {}, &price).cached_price, "0.075");
}

TEST(NameList, SplitsAtLinesAndCommasOfBothLanguages) {
  EXPECT_THAT(split_names(" a, b\nc，d、a\r\n;e"), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(split_names(" \n, "), ElementsAre());
}

} // namespace
} // namespace geminid::webui::model_draft_test
