#include "tests/upstream/full_listener.hpp"
#include "tests/upstream/net_test.hpp"

namespace geminid::upstream::cancel_test {
namespace {

/// No test here sets a short timeout, so what ends does so because of the cancellation.
class CancelTest : public NetTest {
protected:
  /// Lets everything run that can run now.
  net::Task<void> settle() {
    for (int i = 0; i < 10; ++i) {
      SteadyTimer now(io.get_executor(), SteadyTime::min());
      co_await now.async_wait(net::as_tuple);
    }
  }
};

TEST_F(CancelTest, BeforeTheSendNothingIsConnected) {
  ScriptedServer server(io, {});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    call->cancel();
    call->cancel();
    EXPECT_THAT(co_await body_of(*call, post()), Fails(Fault::cancelled));
    EXPECT_THAT(co_await call->read_some(), Fails(Fault::cancelled));
    EXPECT_EQ(server.accepted(), 0);
  });
}

TEST_F(CancelTest, DuringTheLookup) {
  ScriptedServer server(io, {});
  auto options = options_for(server);
  options.origin.host = "localhost";
  Client client(io, options);
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    Spawned sending(io, body_of(*call, post()));
    // The lookup's answer can only come by way of the io_context, so it has not come yet.
    SteadyTimer now(io.get_executor(), SteadyTime::min());
    co_await now.async_wait(net::as_tuple);
    call->cancel();
    EXPECT_THAT(co_await sending.result(), Fails(Fault::cancelled));
    EXPECT_EQ(server.accepted(), 0);
  });
}

TEST_F(CancelTest, DuringTheConnect) {
  FullListener silent(io);
  Client::Options options;
  options.origin = Origin{.tls = false, .host = "127.0.0.1", .port = silent.port()};
  Client client(io, options);
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    Spawned sending(io, body_of(*call, post()));
    co_await settle();
    EXPECT_FALSE(sending.done());
    call->cancel();
    EXPECT_THAT(co_await sending.result(), Fails(Fault::cancelled));
  });
}

TEST_F(CancelTest, DuringTheHandshake) {
  ScriptedServer server(io, {{AwaitClose{}}});
  auto options = options_for(server);
  options.origin.tls = true;
  Client client(io, options);
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    Spawned sending(io, body_of(*call, post()));
    co_await server.until_accepted(1);
    co_await settle();
    EXPECT_FALSE(sending.done());
    call->cancel();
    EXPECT_THAT(co_await sending.result(), Fails(Fault::cancelled));
    co_await server.until_finished(1);
  });
}

TEST_F(CancelTest, DuringTheWriteOfALargeBody) {
  const std::string large(64 * 1024 * 1024, 'x');
  ScriptedServer server(io, {{ReadHead{}, Pause{}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    Spawned sending(io, body_of(*call, post(large)));
    co_await server.until_requests(1);
    co_await settle();
    EXPECT_FALSE(sending.done());
    call->cancel();
    EXPECT_THAT(co_await sending.result(), Fails(Fault::cancelled));
    server.release();
    co_await server.until_finished(1);
  });
}

TEST_F(CancelTest, WhileWaitingForTheHeadAlsoOnAReusedConnection) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("one")}, ReadRequest{}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("one"));
    const auto call = client.call();
    Spawned sending(io, body_of(*call, post()));
    co_await server.until_requests(2);
    call->cancel();
    EXPECT_THAT(co_await sending.result(), Fails(Fault::cancelled));
    co_await server.until_finished(1);
    EXPECT_EQ(server.accepted(), 1);
  });
}

TEST_F(CancelTest, WhileWaitingForAPieceOfTheBody) {
  ScriptedServer server(io, {{ReadRequest{}, Write{chunked("")}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    const auto head = co_await call->send(post());
    EXPECT_TRUE(head);
    Spawned reading(io, call->read_all(100));
    co_await settle();
    EXPECT_FALSE(reading.done());
    call->cancel();
    EXPECT_THAT(co_await reading.result(), Fails(Fault::cancelled));
    co_await server.until_finished(1);
  });
}

TEST_F(CancelTest, BetweenTwoReadsEvenWhenMoreHasArrived) {
  ScriptedServer server(io, {{ReadRequest{}, Write{chunked("1\r\na\r\n1\r\nb\r\n0\r\n\r\n")}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    const auto head = co_await call->send(post());
    EXPECT_TRUE(head);
    const auto piece = co_await call->read_some();
    EXPECT_TRUE(piece && *piece == "a");
    call->cancel();
    co_await server.until_finished(1);
    EXPECT_THAT(co_await call->read_some(), Fails(Fault::cancelled));
    EXPECT_THAT(co_await call->read_all(100), Fails(Fault::cancelled));
  });
}

TEST_F(CancelTest, LeavesOtherCallsAndThePoolAlone) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("one")}, ReadRequest{}, Write{answer("three")}},
                             {ReadRequest{}, Pause{}, Write{answer("two")}},
                             {ReadRequest{}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto finished = client.call();
    const auto head = co_await finished->send(post());
    EXPECT_TRUE(head);
    Spawned other(io, exchange(client));
    co_await server.until_requests(2);
    const auto call = client.call();
    Spawned sending(io, body_of(*call, post()));
    co_await server.until_requests(3);
    EXPECT_THAT(co_await finished->read_all(100), Gives("one"));
    call->cancel();
    finished->cancel(); // too late: its connection is the pool's again
    EXPECT_THAT(co_await sending.result(), Fails(Fault::cancelled));
    EXPECT_THAT(co_await exchange(client), Gives("three"));
    server.release();
    EXPECT_THAT(co_await other.result(), Gives("two"));
    EXPECT_EQ(server.accepted(), 3);
  });
}

} // namespace
} // namespace geminid::upstream::cancel_test
