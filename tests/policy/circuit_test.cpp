#include "actors/policy/circuit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::circuit_test {
namespace {

using namespace geminid::policy;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z");

TEST(Circuit, PassesEverythingUntilItTrips) {
  Circuit circuit{model_circuit};
  EXPECT_EQ(circuit.state(noon), CircuitState::closed);
  EXPECT_TRUE(circuit.admits(noon));
  circuit.sent(noon);
  EXPECT_TRUE(circuit.admits(noon));
}

TEST(Circuit, LetsNothingPassWhileOpenAndThenOneProbeNowAndThen) {
  Circuit circuit{model_circuit};
  circuit.trip(noon);
  EXPECT_EQ(circuit.state(noon + 14'999ms), CircuitState::open);
  EXPECT_FALSE(circuit.admits(noon + 14'999ms));
  EXPECT_EQ(circuit.state(noon + 15s), CircuitState::half_open);
  EXPECT_TRUE(circuit.admits(noon + 15s));
  circuit.sent(noon + 15s);
  EXPECT_FALSE(circuit.admits(noon + 19'999ms));
  EXPECT_TRUE(circuit.admits(noon + 20s));
}

TEST(Circuit, MayLetSomebodyPassAtAnyMomentWhileItIsHalfOpen) {
  Circuit circuit{model_circuit};
  EXPECT_EQ(circuit.may_admit_at(noon), noon);
  circuit.trip(noon);
  EXPECT_EQ(circuit.may_admit_at(noon + 1s), noon + 15s);
  circuit.sent(noon + 15s);
  EXPECT_EQ(circuit.may_admit_at(noon + 16s), noon + 16s);
}

TEST(Circuit, RemembersOverARestartWhenItEndsAndHowLongItOpensNext) {
  Circuit before{model_circuit};
  EXPECT_EQ(before.memory(), std::nullopt);
  before.trip(noon);
  before.trip(noon + 15s);
  Circuit after{model_circuit};
  after.restore(*before.memory(), noon + 20s);
  EXPECT_EQ(after.state(noon + 20s), CircuitState::open);
  EXPECT_EQ(after.shut_until(), noon + 45s);
  after.trip(noon + 45s);
  EXPECT_EQ(after.shut_until(), noon + 105s);
}

TEST(Circuit, OfALaterDayThanThePresentEndsNoLaterThanALongOpening) {
  Circuit circuit{model_circuit};
  circuit.restore({noon + 24h, 1}, noon);
  EXPECT_EQ(circuit.shut_until(), noon + model_circuit.open_max);
}

TEST(Circuit, ClosesWhenAProbeIsServedButNotByWhatWasSentBeforeItOpened) {
  Circuit circuit{model_circuit};
  circuit.trip(noon);
  EXPECT_FALSE(circuit.served(noon + 1s));
  EXPECT_EQ(circuit.state(noon + 1s), CircuitState::open);
  EXPECT_TRUE(circuit.served(noon + 15s));
  EXPECT_EQ(circuit.state(noon + 15s), CircuitState::closed);
  EXPECT_FALSE(circuit.served(noon + 16s));
}

TEST(Circuit, StaysOpenTwiceAsLongEachTimeInARow) {
  Circuit circuit{model_circuit};
  auto at = noon;
  for (const auto open : {15s, 30s, 60s, 60s}) {
    circuit.trip(at);
    circuit.trip(at + 1s); // the same wave of refusals
    EXPECT_EQ(circuit.shut_until(), at + open);
    at += open;
  }
  circuit.served(at);
  circuit.trip(at);
  EXPECT_EQ(circuit.shut_until(), at + 15s);
}

TEST(BareBurst, IsThreeProjectsWithinTenSeconds) {
  BareBurst burst;
  EXPECT_THAT(burst.note("a", 0, noon), IsEmpty());
  EXPECT_THAT(burst.note("b", 1, noon + 4s), IsEmpty());
  EXPECT_THAT(burst.note("c", 2, noon + 10s), ElementsAre(0, 1, 2));
  EXPECT_THAT(burst.note("d", 3, noon + 10s), IsEmpty());
}

TEST(BareBurst, IsNoneOfOneProjectHoweverOften) {
  BareBurst burst;
  for (BareBurst::Slot slot = 0; slot < 10; ++slot)
    EXPECT_THAT(burst.note("same", slot, noon), IsEmpty());
}

TEST(BareBurst, IsNoneWhenTheyComeSlowly) {
  BareBurst burst;
  EXPECT_THAT(burst.note("a", 0, noon), IsEmpty());
  EXPECT_THAT(burst.note("b", 1, noon + 6s), IsEmpty());
  EXPECT_THAT(burst.note("c", 2, noon + 12s), IsEmpty());
}

} // namespace
} // namespace geminid::circuit_test
