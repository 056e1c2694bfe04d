// The end of a server's life: nothing new, what runs may finish, nobody holds it up for ever.
#include "tests/http/http_fixture.hpp"

namespace geminid::http::drain_test {
namespace {

using namespace std::chrono_literals;

class DrainTest : public HttpTest {
protected:
  DrainTest() {
    router.add("GET", "/wait", [this](Exchange& exchange) -> net::Task<void> {
      const auto guard = exchange.on_gone([this] { gone.set(); });
      entered.set();
      co_await release.wait();
      auto response = text_response("finished");
      co_await exchange.respond(std::move(response));
    });
  }

  void drain_in_background(std::chrono::milliseconds deadline) {
    net::asio::co_spawn(
        io,
        [](Server& draining, std::chrono::milliseconds longest, Event& end) -> net::Task<void> {
          co_await draining.drain(longest);
          end.set();
        }(*server, deadline, drained),
        net::asio::detached);
  }

  Event entered{io}, release{io}, gone{io}, drained{io};
};

TEST_F(DrainTest, FinishesRunningRequestsAndClosesIdleConnections) {
  with_client([this](RawClient& idle) -> net::Task<void> {
    co_await idle.exchange(request_text("GET", "/hello"));
    RawClient busy{io};
    co_await busy.connect(server->port());
    co_await busy.send(request_text("GET", "/wait"));
    co_await entered.wait();

    EXPECT_FALSE(server->draining());
    drain_in_background(60s);
    EXPECT_EQ(co_await idle.read_to_end(), "");
    EXPECT_FALSE(idle.was_reset());
    EXPECT_TRUE(server->draining());
    EXPECT_FALSE(drained.is_set());
    RawClient late{io};
    EXPECT_FALSE(co_await late.connect(server->port()));

    release.set();
    const auto answer = co_await busy.read_answer();
    EXPECT_EQ(answer.body, "finished");
    EXPECT_EQ(answer.header("connection"), "close");
    busy.close();
    co_await drained.wait();
    EXPECT_FALSE(gone.is_set());
  });
}

TEST_F(DrainTest, StillReadsARequestThatHadBegun) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Le");
    co_await settle(io);
    drain_in_background(60s);
    co_await settle(io);
    const auto answer = co_await client.exchange("ngth: 4\r\n\r\nbody");
    EXPECT_EQ(answer.body, "body");
    EXPECT_EQ(answer.header("connection"), "close");
    client.close();
    co_await drained.wait();
  });
}

TEST_F(DrainTest, EndsAStreamThatBeganBeforeAndThenCloses) {
  router.add("GET", "/stream", [this](Exchange& exchange) -> net::Task<void> {
    Response head;
    co_await exchange.begin_stream(std::move(head));
    co_await exchange.write("begun");
    co_await release.wait();
    co_await exchange.end_stream();
  });
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("GET", "/stream"));
    co_await client.read_until("begun\r\n");
    drain_in_background(60s);
    co_await settle(io);
    release.set();
    EXPECT_EQ(co_await client.read_to_end(), "0\r\n\r\n");
    EXPECT_FALSE(client.was_reset());
    client.close();
    co_await drained.wait();
  });
}

TEST_F(DrainTest, ClosesWhatIsLeftAtTheDeadline) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("GET", "/wait"));
    co_await entered.wait();
    co_await server->drain(20ms);
    EXPECT_EQ(co_await client.read_to_end(), "");
    co_await gone.wait();
    release.set();
  });
}

TEST_F(DrainTest, OfAServerWithoutConnectionsEndsAtOnce) {
  start();
  test::run(io, [this]() -> net::Task<void> { co_await server->drain(60s); });
}

TEST_F(DrainTest, MayBeHurriedByASecondOne) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("GET", "/wait"));
    co_await entered.wait();
    drain_in_background(3600s);
    co_await settle(io);
    co_await server->drain(0ms);
    co_await gone.wait();
    release.set();
    co_await drained.wait();
  });
}

TEST_F(DrainTest, IsNotNeededBeforeTheServerIsDestroyed) {
  with_client([this](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("GET", "/wait"));
    co_await entered.wait();
    server.reset();
    EXPECT_EQ(co_await client.read_to_end(), "");
    co_await gone.wait();
    release.set();
    co_await settle(io);
  });
}

} // namespace
} // namespace geminid::http::drain_test
