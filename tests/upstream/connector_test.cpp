#include "server/upstream/connector.hpp"
#include "tests/upstream/net_test.hpp"

namespace geminid::upstream::connector_test {
namespace {

using std::chrono::seconds;

TEST(AttemptDeadline, SharesTheTimeAmongTheAddressesThatAreLeft) {
  const SteadyTime now{seconds(100)};
  struct Row {
    int seconds_left;
    std::size_t addresses_left;
    int expected;
  };
  const Row table[] = {{10, 1, 10}, {10, 2, 5}, {12, 4, 3}, {10, 16, 2}, {3, 2, 2}, {1, 2, 1}, {0, 2, 0}, {-1, 2, -1}};
  for (const auto& row : table)
    EXPECT_EQ(attempt_deadline(now, now + seconds(row.seconds_left), row.addresses_left), now + seconds(row.expected))
        << row.seconds_left << " s for " << row.addresses_left;
}

class ConnectorTest : public NetTest {};

TEST_F(ConnectorTest, FindsANameWhateverAddressItsServerListensAt) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("found")}}}); // on 127.0.0.1 only
  auto options = options_for(server);
  options.origin.host = "localhost";
  Client client(io, options);
  run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Gives("found")); });
}

TEST_F(ConnectorTest, LooksUpANameForManyCallsAtOnce) {
  const Script once = {ReadRequest{}, Write{answer("x")}};
  ScriptedServer server(io, {once, once, once});
  auto options = options_for(server);
  options.origin.host = "localhost";
  Client client(io, options);
  run([&]() -> net::Task<void> {
    Spawned first(io, exchange(client));
    Spawned second(io, exchange(client));
    const auto gone = client.call();
    Spawned third(io, body_of(*gone, post()));
    SteadyTimer now(io.get_executor(), SteadyTime::min());
    co_await now.async_wait(net::as_tuple);
    gone->cancel();
    EXPECT_THAT(co_await third.result(), Fails(Fault::cancelled));
    EXPECT_THAT(co_await first.result(), Gives("x"));
    EXPECT_THAT(co_await second.result(), Gives("x"));
  });
}

TEST_F(ConnectorTest, ReportsARefusedConnection) {
  const net::asio::ip::tcp::endpoint any(net::asio::ip::address_v4::loopback(), 0);
  net::Socket not_listening(io.get_executor(), any);
  Client::Options options;
  options.origin = Origin{.tls = false, .host = "127.0.0.1", .port = not_listening.local_endpoint().port()};
  Client client(io, options);
  run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Fails(Fault::connect)); });
}

TEST_F(ConnectorTest, ReportsANameThatCannotBeFound) {
  Client::Options options;
  options.origin.host = std::string(64, 'a'); // longer than a label may be, so no name server is asked
  Client client(io, options);
  run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Fails(Fault::resolve)); });
}

} // namespace
} // namespace geminid::upstream::connector_test
