#include "server/fetch/slots.hpp"
#include "tests/upstream/net_test.hpp"

namespace geminid::fetch::slots_test {
namespace {

class SlotsTest : public upstream::NetTest {
protected:
  std::shared_ptr<Slots> slots = std::make_shared<Slots>(1);
  upstream::Event one{io};
  upstream::Event two{io};
  upstream::Event three{io};
};

TEST_F(SlotsTest, GiveAPlaceToWhoeverHasWaitedLongest) {
  run([&]() -> net::Task<void> {
    auto place = co_await Slots::take(slots, one);
    EXPECT_TRUE(place);
    upstream::Spawned second(io, Slots::take(slots, two));
    upstream::Spawned third(io, Slots::take(slots, three));
    place.reset();
    place = co_await second.result();
    EXPECT_TRUE(place);
    EXPECT_FALSE(third.done());
    place.reset();
    EXPECT_TRUE(co_await third.result());
  });
}

TEST_F(SlotsTest, ForgetWhoeverStopsWaiting) {
  run([&]() -> net::Task<void> {
    auto place = co_await Slots::take(slots, one);
    upstream::Spawned second(io, Slots::take(slots, two));
    upstream::Spawned third(io, Slots::take(slots, three));
    two.set();
    EXPECT_FALSE(co_await second.result());
    place.reset();
    EXPECT_TRUE(co_await third.result());
    upstream::Event four(io);
    EXPECT_TRUE(co_await Slots::take(slots, four));
  });
}

} // namespace
} // namespace geminid::fetch::slots_test
