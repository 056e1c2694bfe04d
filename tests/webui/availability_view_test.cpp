#include "webui/view/availability_view.hpp"
#include "webui/view/models_view.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::availability_view_test {
namespace {

using namespace std::chrono_literals;

const Instant now = *parse_rfc3339("2026-11-27T12:00:00Z");

dto::ModelListing model_with(std::vector<dto::UnavailableProject> unavailable, std::int64_t total) {
  dto::ModelListing model{"gemini-2.5-pro", {}, {}};
  model.totals.keys = model.totals.projects = 70;
  model.unavailable = std::move(unavailable);
  model.unavailable_total = total;
  return model;
}

TEST(Availability, SaysWhoCannotServeItWhyAndForHowLong) {
  const auto view = make_availability(
      model_with({{"shop", "", "", dto::UnavailableCause::missing, "the project does not have the model", now + 10min},
                  {"", "key_1", "AIza…Wxyz", dto::UnavailableCause::exhausted, "the day's limit is used up", now + 3h}},
                 2),
      now, Locale{});
  EXPECT_EQ(view.summary, "2 of 70 projects can't serve it now");
  ASSERT_EQ(view.rows.size(), 2U);
  EXPECT_EQ(view.rows[0].title, "shop");
  EXPECT_EQ(view.rows[0].cause, "Missing");
  EXPECT_EQ(view.rows[0].note, "the project does not have the model · 10 min left");
  EXPECT_EQ(view.rows[0].details, "q=shop");
  EXPECT_EQ(view.rows[1].title, "AIza…Wxyz");
  EXPECT_EQ(view.rows[1].cause, "Exhausted today");
  EXPECT_EQ(view.rows[1].note, "the day's limit is used up · 3 h left");
  EXPECT_EQ(view.rows[1].details, "id=key_1");
  EXPECT_EQ(view.left_out, "");
  EXPECT_TRUE(view.counts_down);
}

TEST(Availability, SpeaksChineseWithTheReason) {
  const auto view = make_availability(
      model_with({{"shop", "", "", dto::UnavailableCause::not_in_tier, "the model is not in this project's tier", {}}},
                 51),
      now, Locale{Language::chinese});
  EXPECT_EQ(view.summary, "51 / 70 个项目目前无法使用");
  EXPECT_EQ(view.rows[0].cause, "等级不含");
  EXPECT_EQ(view.rows[0].note, "该项目的等级不含此模型");
  EXPECT_EQ(view.left_out, "另有 50 个");
  EXPECT_FALSE(view.counts_down);
}

TEST(Availability, TellsAWholePoolFromOneWithoutAKey) {
  EXPECT_EQ(make_availability(model_with({}, 0), now, Locale{}).summary, "Every project can serve it");
  dto::ModelListing nobody{"gemini-2.5-pro", {}, {}};
  EXPECT_EQ(make_availability(nobody, now, Locale{}).summary, "No key may serve it now");
}

TEST(Availability, IsCountedOnTheModelsCard) {
  const std::vector models{model_with({}, 3)};
  const auto facts = make_models_view(models, nullptr, {}, {}, now, Locale{}).cards.at(0).facts;
  ASSERT_FALSE(facts.empty());
  EXPECT_EQ(facts.front(), "Unavailable: 3 of 70 projects");
}

} // namespace
} // namespace geminid::webui::availability_view_test
