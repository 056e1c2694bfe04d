#include "tests/upstream/full_listener.hpp"
#include "tests/upstream/net_test.hpp"

namespace geminid::upstream::timeout_test {
namespace {

using std::chrono::milliseconds;

class TimeoutTest : public NetTest {
protected:
  static Request impatient(std::string_view body = "{}") {
    auto request = post(body);
    request.head_timeout = milliseconds(30);
    return request;
  }
};

TEST_F(TimeoutTest, EndsAConnectThatIsNotAnswered) {
  FullListener silent(io);
  Client::Options options;
  options.origin = Origin{.tls = false, .host = "127.0.0.1", .port = silent.port()};
  options.connect_timeout = milliseconds(30);
  Client client(io, options);
  run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client), Fails(Fault::connect_timeout)); });
}

TEST_F(TimeoutTest, CountsTheHandshakeAsPartOfTheConnect) {
  ScriptedServer server(io, {{AwaitClose{}}});
  auto options = options_for(server);
  options.origin.tls = true;
  options.connect_timeout = milliseconds(30);
  Client client(io, options);
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Fails(Fault::connect_timeout));
    co_await server.until_finished(1);
  });
}

TEST_F(TimeoutTest, EndsTheWaitForAHead) {
  ScriptedServer server(io, {{ReadRequest{}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client, impatient()), Fails(Fault::head_timeout));
    co_await server.until_finished(1);
  });
}

TEST_F(TimeoutTest, DoesNotSendAgainWhatAReusedConnectionLeftUnanswered) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("one")}, ReadRequest{}, AwaitClose{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("one"));
    EXPECT_THAT(co_await exchange(client, impatient()), Fails(Fault::head_timeout));
    EXPECT_EQ(server.accepted(), 1);
  });
}

TEST_F(TimeoutTest, IsNotPutOffByInterimResponsesOrHalfAHead) {
  for (const auto* const bytes : {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-"}) {
    ScriptedServer server(io, {{ReadRequest{}, Write{bytes}, AwaitClose{}}});
    Client client(io, options_for(server));
    run([&]() -> net::Task<void> { EXPECT_THAT(co_await exchange(client, impatient()), Fails(Fault::head_timeout)); });
    io.restart();
  }
}

TEST_F(TimeoutTest, EndsAWriteThatDoesNotGetOn) {
  const std::string large(64 * 1024 * 1024, 'x');
  ScriptedServer server(io, {{ReadHead{}, Hang{}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client, impatient(large)), Fails(Fault::head_timeout));
  });
}

TEST_F(TimeoutTest, EndsABodyThatFallsSilent) {
  ScriptedServer server(io, {{ReadRequest{}, Write{chunked("1\r\na\r\n")}, AwaitClose{}}});
  auto options = options_for(server);
  options.idle_timeout = milliseconds(30);
  Client client(io, options);
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    const auto head = co_await call->send(post());
    EXPECT_TRUE(head);
    const auto piece = co_await call->read_some();
    EXPECT_TRUE(piece && *piece == "a");
    EXPECT_THAT(co_await call->read_some(), Fails(Fault::idle_timeout));
    co_await server.until_finished(1);
  });
}

TEST_F(TimeoutTest, DoesNotRunWhileTheReaderIsBusyElsewhere) {
  ScriptedServer server(io, {{ReadRequest{}, Write{chunked("1\r\na\r\n")}, Pause{}, Write{"1\r\nb\r\n0\r\n\r\n"}}});
  auto options = options_for(server);
  options.idle_timeout = milliseconds(20);
  Client client(io, options);
  run([&]() -> net::Task<void> {
    const auto call = client.call();
    auto request = post();
    request.head_timeout = milliseconds(20);
    // Time itself is what this waits for: longer than either timeout, after the head and after the first piece.
    const auto be_busy = [&](milliseconds time) -> net::Task<void> {
      SteadyTimer timer(io.get_executor(), time);
      co_await timer.async_wait(net::as_tuple);
    };
    const auto head = co_await call->send(request);
    EXPECT_TRUE(head);
    co_await be_busy(milliseconds(60));
    const auto piece = co_await call->read_some();
    EXPECT_TRUE(piece && *piece == "a");
    server.release();
    co_await be_busy(milliseconds(60));
    EXPECT_THAT(co_await call->read_all(100), Gives("b"));
  });
}

TEST_F(TimeoutTest, LeavesAConnectionInThePoolThatWasTimedBefore) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("one")}, ReadRequest{}, Write{answer("two")}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    auto request = post();
    request.head_timeout = milliseconds(20);
    EXPECT_THAT(co_await exchange(client, request), Gives("one"));
    SteadyTimer timer(io.get_executor(), milliseconds(60));
    co_await timer.async_wait(net::as_tuple);
    EXPECT_THAT(co_await exchange(client), Gives("two"));
    EXPECT_EQ(server.accepted(), 1);
  });
}

} // namespace
} // namespace geminid::upstream::timeout_test
