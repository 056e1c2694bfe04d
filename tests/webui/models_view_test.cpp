#include "webui/view/models_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::models_view_test {
namespace {

using testing::Contains;
using Kind = dto::LimitSetting::Kind;

const Instant now{std::chrono::hours{490'000}};

dto::ModelListing flash() {
  dto::ModelListing model;
  model.id = "gemini-2.5-flash";
  model.config.limits = {{Kind::value, 15}, {Kind::unlimited, 0}, {Kind::unset, 0}};
  model.config.fallbacks = {"b", "a"};
  model.totals.keys = 3;
  model.totals.projects = 2;
  model.totals.rpm = {12, 30, 18, 2, 0, 0, now + std::chrono::seconds{20}};
  model.totals.rpd = {40, 500, 460, 1, 0, 1, {}};
  return model;
}

ModelCard card_of(const dto::ModelListing& model, const dto::Prices* prices = nullptr,
                  const std::set<std::string>& resetting = {}) {
  return make_models_view(std::vector{model}, prices, resetting, {}, now, Locale{}).cards.at(0);
}

TEST(ModelsView, TellsTheLimitOfAKeyInThreeWays) {
  const auto card = card_of(flash());
  EXPECT_EQ(card.windows[0].limit, "15 per key");
  EXPECT_EQ(card.windows[1].limit, "unlimited");
  EXPECT_EQ(card.windows[2].limit, "as Google names it");
}

TEST(ModelsView, AddsUpThePoolAndSaysOfHowManyProjectsItKnows) {
  const auto card = card_of(flash());
  EXPECT_EQ(card.keys, "3 keys in 2 projects");
  EXPECT_EQ(card.windows[0].pool, "2 × 15 = 30: 12 used, 18 left");
  EXPECT_EQ(card.windows[0].reset, "more in 20 s");
  EXPECT_FLOAT_EQ(card.windows[0].share.value(), 0.4F);
  EXPECT_EQ(card.windows[1].pool, "0 used");
  EXPECT_EQ(card.windows[2].pool, "40 used, 460 left at 1 of 2 projects");
}

TEST(ModelsView, DoesNotMultiplyWhereKeysHaveLimitsOfTheirOwn) {
  auto model = flash();
  model.totals.rpm.known_limit = 1'015;
  EXPECT_EQ(card_of(model).windows[0].pool, "12 of 1.01k used, 18 left");
}

TEST(ModelsView, KeepsTheOrderOfFallbacksAndShowsThePrice) {
  const dto::Prices prices{{"gemini-2.5-flash", {0.3, 2.5, {}}}};
  const auto card = card_of(flash(), &prices);
  EXPECT_THAT(card.facts, Contains("Fallbacks: b \u2192 a"));
  EXPECT_THAT(card.facts, Contains("Price: $0.3 in, $2.5 out per million tokens"));
}

TEST(ModelsView, ShowsTheDefaultsOfAModelThatIsBeingReset) {
  const auto card = card_of(flash(), nullptr, {"gemini-2.5-flash"});
  EXPECT_FALSE(card.configured);
  EXPECT_EQ(card.windows[0].limit, "as Google names it");
}

TEST(ModelsView, FindsByNameAndByAlias) {
  auto other = flash();
  other.id = "gemini-2.5-pro";
  other.config.aliases = {"gpt-4o"};
  const std::vector models{other, flash()};
  EXPECT_EQ(make_models_view(models, nullptr, {}, "gpt", now, Locale{}).cards.at(0).id, "gemini-2.5-pro");
  EXPECT_EQ(make_models_view(models, nullptr, {}, {}, now, Locale{}).cards.at(0).id, "gemini-2.5-flash");
}

} // namespace
} // namespace geminid::webui::models_view_test
