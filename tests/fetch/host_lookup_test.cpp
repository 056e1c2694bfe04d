#include "server/fetch/host_lookup.hpp"
#include "tests/upstream/net_test.hpp"

namespace geminid::fetch::host_lookup_test {
namespace {

class HostLookupTest : public upstream::NetTest {};

TEST_F(HostLookupTest, FindsTheAddressesThatTheSystemKnows) {
  run([&]() -> net::Task<void> {
    HostLookup lookup(io);
    upstream::Event woken(io);
    const auto addresses = co_await lookup.addresses("localhost", woken);
    EXPECT_FALSE(addresses.empty());
    for (const auto& address : addresses)
      EXPECT_TRUE(address.is_loopback()) << address.to_string();
  });
}

TEST_F(HostLookupTest, ReadsIPv6AddressesAsWell) {
  run([&]() -> net::Task<void> {
    HostLookup lookup(io);
    upstream::Event woken(io);
    const auto addresses = co_await lookup.addresses("2001:db8::7", woken);
    EXPECT_THAT(addresses, testing::ElementsAre(net::asio::ip::make_address("2001:db8::7")));
  });
}

TEST_F(HostLookupTest, EndsWithoutAnswerWhenNobodyWaitsForItAnyMore) {
  run([&]() -> net::Task<void> {
    HostLookup lookup(io);
    upstream::Event woken(io);
    woken.set();
    EXPECT_THAT(co_await lookup.addresses("localhost", woken), testing::IsEmpty());
  });
}

} // namespace
} // namespace geminid::fetch::host_lookup_test
