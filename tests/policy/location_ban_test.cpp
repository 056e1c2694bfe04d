#include "actors/policy/location_ban.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::location_ban_test {
namespace {

using namespace geminid::policy;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

TEST(LocationBan, BarsOnlyTheKeysThatWereRefused) {
  LocationBan ban;
  ban.refused(3, noon);
  EXPECT_EQ(ban.barred_until(3, noon), noon + 15min);
  EXPECT_EQ(ban.barred_until(4, noon), Instant{});
}

TEST(LocationBan, LetsOneKeyTryAgainAfterAQuarterOfAnHourAndAnotherAfterThat) {
  LocationBan ban;
  ban.refused(1, noon);
  ban.refused(2, noon);
  const auto again = noon + 15min;
  EXPECT_EQ(ban.state(again), CircuitState::half_open);
  EXPECT_EQ(ban.barred_until(1, again), Instant{});
  EXPECT_EQ(ban.barred_until(2, again), Instant::max());
  ban.refused(1, again);
  EXPECT_EQ(ban.barred_until(1, again), again + 30min);
  EXPECT_EQ(ban.barred_until(2, again + 30min), Instant{});
  EXPECT_EQ(ban.barred_until(1, again + 30min), Instant::max());
}

TEST(LocationBan, PassesTheTurnOnFromAKeyThatDoesNotTry) {
  LocationBan ban;
  for (const LocationBan::Slot slot : {1U, 2U, 3U})
    ban.refused(slot, noon);
  EXPECT_EQ(ban.next_change(noon), noon + 15min);
  auto at = noon + 15min;
  for (const LocationBan::Slot turn : {1U, 2U, 3U, 1U, 2U}) {
    for (const LocationBan::Slot slot : {1U, 2U, 3U})
      EXPECT_EQ(ban.barred_until(slot, at), slot == turn ? Instant{} : Instant::max())
          << slot << " in the turn of " << turn;
    EXPECT_EQ(ban.next_change(at), at + 60s);
    at += 60s;
  }
  EXPECT_EQ(LocationBan{}.next_change(noon), Instant::max());
}

TEST(LocationBan, EndsForAllWhenTheOneThatTriesIsServed) {
  LocationBan ban;
  ban.refused(1, noon);
  ban.refused(2, noon);
  EXPECT_THAT(ban.served(7, noon + 15min), IsEmpty()); // a key with billing proves nothing
  EXPECT_THAT(ban.served(1, noon + 1min), IsEmpty());  // sent before
  EXPECT_THAT(ban.served(1, noon + 15min), ElementsAre(1, 2));
  EXPECT_EQ(ban.state(noon + 15min), CircuitState::closed);
  EXPECT_EQ(ban.barred_until(2, noon + 15min), Instant{});
}

TEST(LocationBan, EndsWhenItsKeysAreGone) {
  LocationBan ban;
  ban.refused(1, noon);
  ban.forget(1);
  EXPECT_EQ(ban.state(noon), CircuitState::closed);
}

} // namespace
} // namespace geminid::location_ban_test
