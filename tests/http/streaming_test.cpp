// Streamed answers: their framing, their end, and the back-pressure of a client that does not read.
#include "tests/http/http_fixture.hpp"

namespace geminid::http::streaming_test {
namespace {

using namespace std::chrono_literals;

class StreamingTest : public HttpTest {
protected:
  StreamingTest() {
    router.add("GET", "/stream", [](Exchange& exchange) -> net::Task<void> {
      co_await begin(exchange);
      for (const std::string_view chunk : {"one", "", "sixteen bytes ok"})
        EXPECT_TRUE(co_await exchange.write(chunk));
      co_await exchange.end_stream();
    });
  }

  static net::Task<void> begin(Exchange& exchange) {
    Response head;
    head.content_type = "text/event-stream";
    co_await exchange.begin_stream(std::move(head));
  }
};

TEST_F(StreamingTest, SendsEachWriteAsOneChunkAndKeepsTheConnection) {
  with_client([](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("GET", "/stream"));
    const auto head = co_await client.read_until("\r\n\r\n");
    EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
    EXPECT_NE(head.find("Transfer-Encoding: chunked\r\n"), std::string::npos);
    EXPECT_EQ(head.find("Content-Length"), std::string::npos);
    EXPECT_EQ(co_await client.read_until("0\r\n\r\n"), "3\r\none\r\n10\r\nsixteen bytes ok\r\n0\r\n\r\n");
    const auto next = co_await client.exchange(request_text("GET", "/hello"));
    EXPECT_EQ(next.body, "hello");
  });
}

TEST_F(StreamingTest, MayEndWithoutAnyChunk) {
  router.add("GET", "/empty", [](Exchange& exchange) -> net::Task<void> {
    co_await begin(exchange);
    EXPECT_FALSE(exchange.started());
    co_await exchange.end_stream();
    EXPECT_TRUE(exchange.started());
  });
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(request_text("GET", "/empty"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.complete);
    EXPECT_EQ(answer.body, "");
  });
}

TEST_F(StreamingTest, AnswersHeadWithoutChunks) {
  with_client([](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("HEAD", "/stream") + request_text("GET", "/hello"));
    const auto head = co_await client.read_answer(false);
    EXPECT_EQ(head.status, 200);
    const auto next = co_await client.read_answer();
    EXPECT_EQ(next.body, "hello");
  });
}

TEST_F(StreamingTest, SendsAnHttp10ClientThePlainBytesUntilTheEnd) {
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(answer.header("transfer-encoding"), "");
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_EQ(answer.body, "onesixteen bytes ok");
    EXPECT_FALSE(client.was_reset());
  });
}

TEST_F(StreamingTest, ThatTheHandlerLeavesUnfinishedLooksTruncatedNotComplete) {
  router.add("GET", "/unfinished", [](Exchange& exchange) -> net::Task<void> {
    co_await begin(exchange);
    co_await exchange.write("half");
  });
  with_client([](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("GET", "/unfinished"));
    co_await client.read_until("\r\n\r\n");
    EXPECT_EQ(co_await client.read_to_end(), "4\r\nhalf\r\n");
    EXPECT_FALSE(client.was_reset());
  });
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange("GET /unfinished HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(client.was_reset());
  });
  EXPECT_EQ(errors.size(), 2U);
}

TEST_F(StreamingTest, WaitsForAClientThatDoesNotRead) {
  constexpr std::size_t chunk_bytes = 64 * 1024;
  constexpr std::size_t chunks = 1024; // 64 MiB, which no socket buffers hold
  std::size_t accepted = 0;
  Event ended{io};
  router.add("GET", "/flood", [&](Exchange& exchange) -> net::Task<void> {
    const std::string chunk(chunk_bytes, 'x');
    co_await begin(exchange);
    for (bool taken = true; taken && accepted < chunks;) {
      taken = co_await exchange.write(chunk);
      accepted += taken ? 1 : 0;
    }
    co_await exchange.end_stream();
    ended.set();
  });
  start();
  test::run(io, [&]() -> net::Task<void> {
    RawClient client{io};
    co_await client.connect(server->port(), 32 * 1024);
    co_await client.send(request_text("GET", "/flood"));
    for (std::size_t before = chunks; before != accepted;) {
      before = accepted;
      co_await settle(io, 1000);
    }
    EXPECT_FALSE(ended.is_set());
    EXPECT_LT(accepted, chunks);
    const auto answer = co_await client.read_answer();
    EXPECT_TRUE(answer.complete);
    EXPECT_EQ(answer.body.size(), chunks * chunk_bytes);
    co_await ended.wait();
    EXPECT_EQ(accepted, chunks);
  });
}

TEST_F(StreamingTest, GivesUpOnAClientThatTakesNothing) {
  options.limits.write_timeout = 50ms;
  Event gave_up{io}, told{io};
  router.add("GET", "/flood", [&](Exchange& exchange) -> net::Task<void> {
    const auto guard = exchange.on_gone([&] { told.set(); });
    const std::string chunk(1024 * 1024, 'x');
    co_await begin(exchange);
    for (bool taken = true; taken;)
      taken = co_await exchange.write(chunk);
    EXPECT_FALSE(co_await exchange.write(chunk));
    gave_up.set();
    co_await told.wait();
  });
  with_client([&](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("GET", "/flood"));
    co_await gave_up.wait();
    co_await told.wait();
  });
  EXPECT_TRUE(errors.empty());
}

} // namespace
} // namespace geminid::http::streaming_test
