#include "webui/view/routing_view.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::routing_view_test {
namespace {

using namespace std::chrono_literals;

const Instant noon{std::chrono::hours{490'000}};

dto::Key key_of(std::int64_t priority, double weight, dto::KeyState state = dto::KeyState::healthy) {
  dto::Key key;
  key.priority = priority;
  key.weight = weight;
  key.state = state;
  return key;
}

TEST(RoutingView, TellsWhichPrioritiesComeFirstAndWhatTheyWeigh) {
  const std::vector keys{key_of(1, 4), key_of(0, 1), key_of(0, 3), key_of(0, 8, dto::KeyState::invalid)};
  const auto view = make_routing_view(keys, 4, {}, {}, noon, {});
  ASSERT_EQ(view.priorities.size(), 2U);
  EXPECT_EQ(view.priorities[0].title, "Priority 0 · first");
  EXPECT_EQ(view.priorities[0].detail, "3 keys, 2 in service");
  EXPECT_EQ(view.priorities[0].weight, "weight 1 to 8");
  EXPECT_EQ(view.priorities[0].part, 0.5);
  EXPECT_EQ(view.priorities[1].title, "Priority 1 · then");
  EXPECT_EQ(view.priorities[1].weight, "weight 4 each");
  EXPECT_EQ(view.keys_left_out, "");
}

TEST(RoutingView, SaysWhenOnlyTheFirstKeysAreCounted) {
  EXPECT_EQ(make_routing_view({key_of(0, 1)}, 20'000, {}, {}, noon, {}).keys_left_out,
            "Of 20,000 keys, the first 1 are counted here.");
}

TEST(RoutingView, ShowsTheFallbacksInTheirOrder) {
  dto::ModelListing pro;
  pro.id = "gemini-2.5-pro";
  pro.config.fallbacks = {"gemini-2.5-flash", "gemini-2.0-flash"};
  dto::ModelListing alone;
  alone.id = "gemini-2.5-flash";
  const auto view = make_routing_view({}, 0, {pro, alone}, {}, noon, {});
  ASSERT_EQ(view.fallbacks.size(), 1U);
  EXPECT_EQ(view.fallbacks[0].chain, "gemini-2.5-flash, then gemini-2.0-flash");
}

TEST(RoutingView, SaysOfAnOpenCircuitWhatItMeansAndWhenItIsTriedAgain) {
  dto::Circuit circuit;
  circuit.subject = "gemini-2.5-pro";
  circuit.until = noon + 30s;
  circuit.keys = 12;
  const auto view = make_routing_view({}, 0, {}, {circuit}, noon, {});
  ASSERT_EQ(view.circuits.size(), 1U);
  EXPECT_EQ(view.circuits[0].title, "gemini-2.5-pro is throttled for every key");
  EXPECT_EQ(view.circuits[0].detail, "Tried again in 30 s; it keeps 12 keys from serving.");
}

} // namespace
} // namespace geminid::webui::routing_view_test
