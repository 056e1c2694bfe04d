#include "webui/view/spread_view.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::spread_view_test {
namespace {

using namespace std::chrono_literals;

const Instant noon{std::chrono::hours{490'000}};
constexpr auto flash = "gemini-2.5-flash";

dto::Key key_of(std::string name) {
  dto::Key key;
  key.name = std::move(name);
  return key;
}

dto::ModelListing listing_of(std::string id, std::int64_t rpm) {
  dto::ModelListing listing;
  listing.id = std::move(id);
  listing.config.limits.rpm = {dto::LimitSetting::Kind::value, rpm};
  return listing;
}

TEST(SpreadView, AKeyThatServedTheModelStandsAsItSays) {
  auto key = key_of("a");
  key.priority = 2;
  key.weight = 3;
  key.project = "shop";
  key.models[flash].rpm = {7, 10, dto::LimitSource::learned};
  key.models[flash].rpd = {90, 250, dto::LimitSource::set};
  key.models[flash].state = dto::KeyState::exhausted;
  key.models[flash].until = noon + 1h;
  const auto simulated = simulated_keys({key}, {listing_of(flash, 500)}, flash);
  ASSERT_EQ(simulated.size(), 1U);
  EXPECT_EQ(simulated[0].limits.rpm, (policy::Limit{10, policy::LimitSource::learned}));
  EXPECT_EQ(simulated[0].limits.tpm, policy::Limit{});
  EXPECT_EQ(simulated[0].requests_of_minute, 7);
  EXPECT_EQ(simulated[0].requests_of_day, 90);
  EXPECT_EQ(simulated[0].blocked_until, noon + 1h);
  EXPECT_EQ(simulated[0].priority, 2);
  EXPECT_EQ(simulated[0].weight, 3);
  EXPECT_EQ(simulated[0].project, "shop");
}

TEST(SpreadView, AKeyThatHasNotServedTheModelHasTheModelsLimitsElseThoseOfAllModels) {
  const std::vector models{listing_of("*", 5), listing_of(flash, 500)};
  EXPECT_EQ(simulated_keys({key_of("a")}, models, flash)[0].limits.rpm.value, 500);
  EXPECT_EQ(simulated_keys({key_of("a")}, models, "gemini-2.5-pro")[0].limits.rpm.value, 5);
}

TEST(SpreadView, TheLimitsOfAKeyThatHasNotServedTheModelAreItsOwnWhereItHasSome) {
  auto key = key_of("a");
  key.limits[flash].rpm = {dto::LimitSetting::Kind::value, 7};
  EXPECT_EQ(simulated_keys({key}, {listing_of(flash, 500)}, flash)[0].limits.rpm.value, 7);
}

TEST(SpreadView, AKeyThatIsOutOfServiceDoesNotServe) {
  auto invalid = key_of("a");
  invalid.state = dto::KeyState::invalid;
  auto cooling = key_of("b");
  cooling.state = dto::KeyState::cooling_down;
  cooling.next_change_at = noon + 10s;
  const auto simulated = simulated_keys({invalid, cooling}, {}, flash);
  EXPECT_FALSE(simulated[0].usable);
  EXPECT_TRUE(simulated[1].usable);
  EXPECT_EQ(simulated[1].cooling_until, noon + 10s);
}

TEST(SpreadView, OffersTheModelsThatAreKnownWithoutWildcards) {
  auto key = key_of("a");
  key.models["gemini-2.5-pro"];
  EXPECT_EQ(simulated_models({key}, {listing_of("*", 5), listing_of(flash, 5)}),
            (std::vector<std::string>{flash, "gemini-2.5-pro"}));
}

TEST(SpreadView, ComparesTheKeysByTheirRequestsAndAddsUpThoseWithoutABar) {
  Spread now;
  now.span = 60s;
  now.keys.resize(4);
  now.keys[0].served = 1;
  now.keys[1].served = 50;
  now.keys[1].full_after = 12s;
  now.keys[2].served = 30;
  now.keys[3].served = 19;
  now.requests = now.served = 100;
  auto then = now;
  then.served = 90;
  then.refused = 10;
  then.refused_after = 40s;
  const std::vector keys{key_of("a"), key_of("b"), key_of("c"), key_of("d")};
  const auto view = make_spread_view(keys, now, then, 3, {});
  ASSERT_EQ(view.rows.size(), 3U);
  EXPECT_EQ(view.rows[0].label, "b");
  EXPECT_EQ(view.rows[0].now_detail, "50% · full after 12 s");
  EXPECT_EQ(view.rows[1].label, "c");
  EXPECT_EQ(view.rows[2].label, "2 other keys");
  EXPECT_EQ(view.rows[2].now, 20);
  EXPECT_EQ(view.now_summary, "All 100 requests within 1 min are served by 4 of 4 keys.");
  EXPECT_EQ(view.then_summary, "10 of 100 requests refused within 1 min, the first after 40 s.");
  EXPECT_TRUE(view.then_refuses);
}

} // namespace
} // namespace geminid::webui::spread_view_test
