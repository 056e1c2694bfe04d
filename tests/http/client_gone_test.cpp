// How a handler learns that nobody waits for its answer any more.
#include "tests/http/http_fixture.hpp"

namespace geminid::http::client_gone_test {
namespace {

class ClientGoneTest : public HttpTest {
protected:
  ClientGoneTest() {
    router.add("POST", "/wait", [this](Exchange& exchange) -> net::Task<void> {
      {
        const auto guard = exchange.on_gone([this] {
          ++times_gone;
          done.set();
        });
        entered.set();
        co_await done.wait();
      }
      if (times_gone > 0)
        co_return;
      auto response = text_response("waited");
      co_await exchange.respond(std::move(response));
    });
  }

  Event entered{io};
  /// Set by the callback, or by a test that lets the handler go on.
  Event done{io};
  int times_gone = 0;
};

TEST_F(ClientGoneTest, ByAClose) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("POST", "/wait", "", "body"));
    co_await entered.wait();
    client.close();
    co_await done.wait();
  });
  EXPECT_EQ(times_gone, 1);
  EXPECT_TRUE(errors.empty());
}

TEST_F(ClientGoneTest, ByAReset) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("POST", "/wait"));
    co_await entered.wait();
    client.reset();
    co_await done.wait();
  });
  EXPECT_EQ(times_gone, 1);
}

TEST_F(ClientGoneTest, ByACloseThatCameBeforeItAsked) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("POST", "/wait"));
    client.close();
    co_await done.wait();
  });
  EXPECT_EQ(times_gone, 1);
}

TEST_F(ClientGoneTest, ByAHalfClose) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("POST", "/wait"));
    co_await entered.wait();
    client.shutdown_send();
    co_await done.wait();
  });
  EXPECT_EQ(times_gone, 1);
}

TEST_F(ClientGoneTest, OnALaterRequestOfTheSameConnection) {
  router.add("GET", "/watched", [](Exchange& exchange) -> net::Task<void> {
    const auto guard = exchange.on_gone([] { ADD_FAILURE() << "the client is there"; });
    auto response = text_response("watched");
    co_await exchange.respond(std::move(response));
  });
  with_client([this](RawClient& client) -> net::Task<void> {
    for (int i = 0; i < 3; ++i) {
      const auto answer = co_await client.exchange(request_text("GET", "/watched"));
      EXPECT_EQ(answer.body, "watched");
    }
    co_await client.send(request_text("POST", "/wait"));
    co_await entered.wait();
    client.close();
    co_await done.wait();
  });
  EXPECT_EQ(times_gone, 1);
}

TEST_F(ClientGoneTest, NotByAPipelinedRequestWhichIsServedNext) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("POST", "/wait"));
    co_await entered.wait();
    co_await client.send(request_text("POST", "/echo", "", "next") + "GET /hel");
    co_await settle(io);
    EXPECT_EQ(times_gone, 0);
    done.set();
    const auto first = co_await client.read_answer();
    EXPECT_EQ(first.body, "waited");
    const auto second = co_await client.read_answer();
    EXPECT_EQ(second.body, "next");
    const auto third = co_await client.exchange("lo HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(third.body, "hello");
  });
  EXPECT_EQ(times_gone, 0);
}

TEST_F(ClientGoneTest, ByACloseBehindAPipelinedRequest) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("POST", "/wait") + request_text("GET", "/hello"));
    co_await entered.wait();
    co_await client.send(request_text("GET", "/hello"));
    client.close();
    co_await done.wait();
  });
  EXPECT_EQ(times_gone, 1);
}

TEST_F(ClientGoneTest, ByAResetBehindMoreThanIsReadAheadAndWithoutABusyLoop) {
  options.limits.header_bytes_max = 4096;
  start();
  RawClient client{io};
  test::run(io, [&]() -> net::Task<void> {
    co_await client.connect(server->port());
    co_await client.send(request_text("POST", "/wait"));
    co_await entered.wait();
    co_await client.send(std::string(50'000, 'x'));
    co_await settle(io);
  });
  int turns = 0;
  constexpr int many = 1000;
  while (turns < many && io.poll_one() > 0)
    ++turns;
  EXPECT_LT(turns, many);
  EXPECT_EQ(times_gone, 0);
  client.reset();
  test::run(io, [&]() -> net::Task<void> { co_await done.wait(); });
  EXPECT_EQ(times_gone, 1);
}

TEST_F(ClientGoneTest, NotAfterItsGuardIsGone) {
  int calls = 0;
  Event unwatched{io}, ended{io};
  router.add("GET", "/unwatch", [&](Exchange& exchange) -> net::Task<void> {
    auto guard = exchange.on_gone([&] { ++calls; });
    guard.reset();
    unwatched.set();
    co_await done.wait();
    auto response = text_response("");
    co_await exchange.respond(std::move(response));
    ended.set();
  });
  with_client([&](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("GET", "/unwatch"));
    co_await unwatched.wait();
    client.close();
    co_await settle(io);
    done.set();
    co_await ended.wait();
  });
  EXPECT_EQ(calls, 0);
}

TEST_F(ClientGoneTest, ByAWriteThatFails) {
  Event reset_seen{io};
  bool last_write = true;
  router.add("GET", "/stream", [&](Exchange& exchange) -> net::Task<void> {
    Response head;
    co_await exchange.begin_stream(std::move(head));
    co_await exchange.write("first");
    while (last_write) {
      last_write = co_await exchange.write("more");
      co_await settle(io, 1);
    }
    reset_seen.set();
  });
  with_client([&](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("GET", "/stream"));
    co_await client.read_until("first");
    client.reset();
    co_await reset_seen.wait();
  });
  EXPECT_FALSE(last_write);
  EXPECT_TRUE(errors.empty());
}

} // namespace
} // namespace geminid::http::client_gone_test
