#include "tests/upstream/net_test.hpp"

namespace geminid::upstream::pool_test {
namespace {

using testing::SizeIs;

class PoolTest : public NetTest {
protected:
  static Script answers(std::initializer_list<std::string_view> bodies) {
    Script script;
    for (const auto body : bodies) {
      script.emplace_back(ReadRequest{});
      script.emplace_back(Write{answer(body)});
    }
    return script;
  }
};

TEST_F(PoolTest, ReusesAConnectionForCallsInARow) {
  auto script = answers({"one", "two"});
  script.insert(script.end(), {ReadRequest{}, Write{"HTTP/1.1 204 No Content\r\n\r\n"}});
  script.insert(script.end(), {ReadRequest{}, Write{chunked("4\r\nfour\r\n0\r\n\r\n")}});
  script.insert(script.end(), {ReadRequest{}, Write{answer("five")}});
  ScriptedServer server(io, {script});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    for (const std::string_view body : {"one", "two", "", "four", "five"})
      EXPECT_THAT(co_await exchange(client), Gives(body));
    EXPECT_EQ(server.accepted(), 1);
  });
}

TEST_F(PoolTest, ReusesTheConnectionOfAHeadRequest) {
  ScriptedServer server(io, {{ReadRequest{}, Write{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"}, ReadRequest{},
                              Write{answer("two")}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    Request request;
    request.method = "HEAD";
    request.target = "/v1beta/models";
    EXPECT_THAT(co_await exchange(client, request), Gives(""));
    EXPECT_THAT(co_await exchange(client), Gives("two"));
    EXPECT_EQ(server.accepted(), 1);
  });
}

TEST_F(PoolTest, KeepsTheConnectionOfACallWhoseLastPieceWasRead) {
  ScriptedServer server(io, {answers({"one", "two"})});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    {
      const auto call = client.call();
      const auto head = co_await call->send(post());
      EXPECT_TRUE(head);
      const auto piece = co_await call->read_some();
      EXPECT_TRUE(piece && *piece == "one");
    }
    EXPECT_THAT(co_await exchange(client), Gives("two"));
    EXPECT_EQ(server.accepted(), 1);
  });
}

TEST_F(PoolTest, ClosesTheConnectionOfACallThatWasNotReadToItsEnd) {
  ScriptedServer server(io, {{ReadRequest{}, Write{chunked("5\r\nhello\r\n")}, AwaitClose{}}, answers({"two"})});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    {
      const auto call = client.call();
      const auto head = co_await call->send(post());
      EXPECT_TRUE(head);
      const auto piece = co_await call->read_some();
      EXPECT_TRUE(piece && *piece == "hello");
    }
    co_await server.until_finished(1);
    EXPECT_THAT(co_await exchange(client), Gives("two"));
    EXPECT_EQ(server.accepted(), 2);
  });
}

TEST_F(PoolTest, GivesCallsAtTheSameTimeTheirOwnConnections) {
  const Script paused = {ReadRequest{}, Pause{}, Write{answer("x")}, ReadRequest{}, Write{answer("again")}};
  ScriptedServer server(io, {paused, paused, paused});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    Spawned first(io, exchange(client));
    Spawned second(io, exchange(client));
    Spawned third(io, exchange(client));
    co_await server.until_requests(3);
    EXPECT_EQ(server.accepted(), 3);
    for (int i = 0; i < 3; ++i)
      server.release();
    EXPECT_THAT(co_await first.result(), Gives("x"));
    EXPECT_THAT(co_await second.result(), Gives("x"));
    EXPECT_THAT(co_await third.result(), Gives("x"));
    EXPECT_THAT(co_await exchange(client), Gives("again"));
    EXPECT_EQ(server.accepted(), 3);
  });
}

TEST_F(PoolTest, DoesNotReuseAConnectionThatTheResponseGaveUp) {
  const std::string table[] = {
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\none",
      "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\none",
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\noneHTTP/1.1 200 OK\r\n", // bytes that nobody asked for
  };
  for (const auto& bytes : table) {
    SCOPED_TRACE(bytes);
    ScriptedServer server(io, {{ReadRequest{}, Write{bytes}, AwaitClose{}}, answers({"two"})});
    Client client(io, options_for(server));
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await exchange(client), Gives("one"));
      co_await server.until_finished(1);
      EXPECT_THAT(co_await exchange(client), Gives("two"));
    });
    io.restart();
  }
}

TEST_F(PoolTest, NoticesThatAnIdleConnectionWasClosedOrSpokenOn) {
  const Step table[] = {Close{}, Reset{}, Write{"HTTP/1.1 408 Request Timeout\r\n\r\n"}};
  for (const auto& end : table) {
    auto first = answers({"one"});
    first.insert(first.end(), {Pause{}, end});
    ScriptedServer server(io, {first, answers({"two"})});
    Client client(io, options_for(server));
    run([&]() -> net::Task<void> {
      EXPECT_THAT(co_await exchange(client), Gives("one"));
      server.release();
      co_await server.until_finished(1);
      EXPECT_THAT(co_await exchange(client), Gives("two"));
      EXPECT_THAT(server.requests(), SizeIs(2));
    });
    io.restart();
  }
}

TEST_F(PoolTest, ReplacesAKeptConnectionThatDiesUnderTheRequest) {
  const std::string large(4 * 1024 * 1024, 'x');
  const std::pair<Step, std::string_view> table[] = {
      {ReadRequest{}, "{}"}, {ReadRequest{}, large}, {ReadHead{}, large}};
  for (const auto& [read, body] : table) {
    for (const Step& end : {Step{Cut{}}, Step{Reset{}}}) {
      auto first = answers({"one"});
      first.insert(first.end(), {read, end});
      ScriptedServer server(io, {first, answers({"two"})});
      Client client(io, options_for(server));
      run([&]() -> net::Task<void> {
        EXPECT_THAT(co_await exchange(client), Gives("one"));
        EXPECT_THAT(co_await exchange(client, post(body)), Gives("two"));
        EXPECT_EQ(server.accepted(), 2);
        EXPECT_THAT(server.requests().back(), testing::EndsWith(body));
      });
      io.restart();
    }
  }
}

TEST_F(PoolTest, ReplacesAKeptConnectionOnlyOnce) {
  auto first = answers({"one"});
  first.insert(first.end(), {ReadRequest{}, Close{}});
  ScriptedServer server(io, {first, {ReadRequest{}, Close{}}, answers({"too late"})});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("one"));
    EXPECT_THAT(co_await exchange(client), Fails(Fault::broken));
    EXPECT_EQ(server.accepted(), 2);
  });
}

TEST_F(PoolTest, DoesNotReplaceAConnectionWhoseAnswerHadBegun) {
  auto first = answers({"one"});
  first.insert(first.end(), {ReadRequest{}, Write{"HTTP/1.1 2"}, Close{}});
  ScriptedServer server(io, {first, answers({"two"})});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("one"));
    EXPECT_THAT(co_await exchange(client), Fails(Fault::broken));
    EXPECT_EQ(server.accepted(), 1);
  });
}

TEST_F(PoolTest, ReplacesWithANewConnectionEvenWhenOthersAreIdle) {
  const Script dies_at_second = {ReadRequest{}, Pause{}, Write{answer("one")}, ReadRequest{}, Close{}};
  ScriptedServer server(io, {dies_at_second, dies_at_second, answers({"fresh"})});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    Spawned first(io, exchange(client));
    Spawned second(io, exchange(client));
    co_await server.until_requests(2);
    server.release();
    server.release();
    EXPECT_THAT(co_await first.result(), Gives("one"));
    EXPECT_THAT(co_await second.result(), Gives("one"));
    EXPECT_THAT(co_await exchange(client), Gives("fresh"));
    EXPECT_EQ(server.accepted(), 3);
  });
}

TEST_F(PoolTest, ClosesAConnectionThatWasIdleForTooLong) {
  auto script = answers({"one"});
  script.emplace_back(AwaitClose{});
  ScriptedServer server(io, {script});
  auto options = options_for(server);
  options.keep_alive = std::chrono::milliseconds(20);
  Client client(io, options);
  run([&]() -> net::Task<void> {
    EXPECT_THAT(co_await exchange(client), Gives("one"));
    co_await server.until_finished(1);
  });
}

TEST_F(PoolTest, KeepsNoMoreIdleConnectionsThanAllowed) {
  const Script paused = {ReadRequest{}, Pause{}, Write{answer("x")}, AwaitClose{}};
  ScriptedServer server(io, {paused, paused, paused});
  auto options = options_for(server);
  options.idle_connections_max = 1;
  Client client(io, options);
  run([&]() -> net::Task<void> {
    Spawned first(io, exchange(client));
    Spawned second(io, exchange(client));
    Spawned third(io, exchange(client));
    co_await server.until_requests(3);
    for (int i = 0; i < 3; ++i)
      server.release();
    co_await server.until_finished(2);
    EXPECT_THAT(co_await third.result(), Gives("x"));
  });
}

TEST_F(PoolTest, ClosesIdleConnectionsOnDemandAndLeavesTheOthers) {
  ScriptedServer server(
      io, {{ReadRequest{}, Write{answer("one")}, AwaitClose{}}, {ReadRequest{}, Pause{}, Write{answer("two")}}});
  Client client(io, options_for(server));
  run([&]() -> net::Task<void> {
    const auto kept = client.call();
    const auto head = co_await kept->send(post());
    EXPECT_TRUE(head);
    Spawned under_way(io, exchange(client));
    co_await server.until_requests(2);
    EXPECT_THAT(co_await kept->read_all(100), Gives("one"));
    client.close_idle();
    co_await server.until_finished(1);
    server.release();
    EXPECT_THAT(co_await under_way.result(), Gives("two"));
  });
}

TEST_F(PoolTest, ClosesItsConnectionsWhenTheClientGoes) {
  ScriptedServer server(io, {{ReadRequest{}, Write{answer("one")}, AwaitClose{}}});
  run([&]() -> net::Task<void> {
    {
      Client client(io, options_for(server));
      EXPECT_THAT(co_await exchange(client), Gives("one"));
    }
    co_await server.until_finished(1);
  });
}

} // namespace
} // namespace geminid::upstream::pool_test
