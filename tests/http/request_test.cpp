// What a handler is shown of a request, however its bytes arrived.
#include "tests/http/http_fixture.hpp"

#include <sstream>

namespace geminid::http::request_test {
namespace {

using RequestTest = HttpTest;

TEST_F(RequestTest, ShowsTheHandlerAllOfIt) {
  router.add("POST", "/v1/models/{model}/{rest...}", [](Exchange& exchange) -> net::Task<void> {
    std::string seen;
    for (const auto part : {exchange.method(), exchange.path(), exchange.target(), exchange.path_parameter("model"),
                            exchange.path_parameter("rest"), exchange.path_parameter("none"),
                            exchange.header("x-thing"), exchange.header("x-none"), exchange.remote_address()})
      seen += std::string{part} + "\n";
    seen += exchange.query("q").value_or("absent") + "\n" + exchange.query("r").value_or("absent") + "\n";
    seen += exchange.body();
    auto response = text_response(std::move(seen));
    co_await exchange.respond(std::move(response));
  });
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(
        request_text("POST", "/v1/models/a%3Ab/c/d?q=1%202", "X-THING: some thing\r\n", "the body"));
    EXPECT_EQ(answer.body,
              "POST\n/v1/models/a:b/c/d\n/v1/models/a%3Ab/c/d?q=1%202\na:b\nc/d\n\nsome thing\n\n127.0.0.1\n"
              "1 2\nabsent\nthe body");
  });
}

TEST_F(RequestTest, MayArriveByteByByte) {
  with_client([this](RawClient& client) -> net::Task<void> {
    for (const char byte : request_text("POST", "/echo", "A: b\r\n", "twelve bytes")) {
      co_await client.send(std::string(1, byte));
      co_await settle(io, 2);
    }
    const auto answer = co_await client.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "twelve bytes");
  });
}

TEST_F(RequestTest, MayHaveAChunkedBodyWithExtensionsAndTrailers) {
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(request_text("POST", "/echo", "Transfer-Encoding: chunked\r\n") +
                                                 "5\r\nhello\r\n1;a=b\r\n \r\n5\r\nworld\r\n0\r\nX-Sum: 1\r\n\r\n");
    EXPECT_EQ(answer.body, "hello world");
    const auto next = co_await client.exchange(request_text("GET", "/hello"));
    EXPECT_EQ(next.body, "hello");
  });
}

TEST_F(RequestTest, MayHaveItsChunkedBodyCutAnywhere) {
  with_client([this](RawClient& client) -> net::Task<void> {
    const auto text = request_text("POST", "/echo", "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n10\r\n" +
                      std::string(16, 'x') + "\r\n0\r\n\r\n";
    for (const char byte : text) {
      co_await client.send(std::string(1, byte));
      co_await settle(io, 2);
    }
    const auto answer = co_await client.read_answer();
    EXPECT_EQ(answer.body, "abc" + std::string(16, 'x'));
  });
}

// simdjson reads up to 64 bytes behind the text that it parses.
TEST_F(RequestTest, LeavesSpareCapacityBehindEveryBody) {
  std::size_t spare = 0;
  router.add("POST", "/spare", [&spare](Exchange& exchange) -> net::Task<void> {
    spare = exchange.body().capacity() - exchange.body().size();
    auto response = text_response(std::to_string(exchange.body().size()));
    co_await exchange.respond(std::move(response));
  });
  with_client([&spare](RawClient& client) -> net::Task<void> {
    for (const std::size_t size : {1, 1000, 100'000, 262'144, 3'000'000}) {
      const std::string body(size, 'x');
      const auto sized = co_await client.exchange(request_text("POST", "/spare", "", body));
      EXPECT_EQ(sized.body, std::to_string(size));
      EXPECT_GE(spare, 64U) << size;
      const auto chunked =
          co_await client.exchange(request_text("POST", "/spare", "Transfer-Encoding: chunked\r\n") +
                                   (std::stringstream{} << std::hex << size).str() + "\r\n" + body + "\r\n0\r\n\r\n");
      EXPECT_EQ(chunked.body, std::to_string(size));
      EXPECT_GE(spare, 64U) << size;
    }
  });
}

TEST_F(RequestTest, IsInvitedWhenItWaitsFor100Continue) {
  with_client([](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("POST", "/echo", "Expect: 100-continue\r\nContent-Length: 4\r\n"));
    EXPECT_EQ(co_await client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    const auto answer = co_await client.exchange("body");
    EXPECT_EQ(answer.body, "body");
  });
}

TEST_F(RequestTest, IsNotInvitedWhenItsBodyIsTooLargeAnyway) {
  options.limits.body_bytes_max = 3;
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer =
        co_await client.exchange(request_text("POST", "/echo", "Expect: 100-continue\r\nContent-Length: 4\r\n"));
    EXPECT_EQ(answer.status, 413);
  });
}

TEST_F(RequestTest, MayFollowStrayLineEnds) {
  with_client([](RawClient& client) -> net::Task<void> {
    co_await client.exchange(request_text("POST", "/echo", "", "x") + "\r\n");
    const auto answer = co_await client.exchange("\r\n" + request_text("GET", "/hello"));
    EXPECT_EQ(answer.status, 200);
  });
}

struct Malformed {
  std::string name;
  std::string text;
  int status = 400;
};

class MalformedRequestTest : public HttpTest, public testing::WithParamInterface<Malformed> {};

TEST_P(MalformedRequestTest, IsRefusedAndTheConnectionCloses) {
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(GetParam().text);
    EXPECT_EQ(answer.status, GetParam().status) << answer.head;
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_EQ(answer.header("x-request-id").size(), 28U);
    EXPECT_TRUE(answer.body.starts_with(R"({"error":{"message":")")) << answer.body;
    client.shutdown_send();
    EXPECT_EQ(co_await client.read_to_end(), "");
    EXPECT_FALSE(client.was_reset());
  });
}

INSTANTIATE_TEST_SUITE_P(
    All, MalformedRequestTest,
    testing::Values(
        Malformed{"NoHttp", "hello there\r\n\r\n"}, Malformed{"TlsHello", std::string{"\x16\x03\x01\x02\x00\x01", 6}},
        Malformed{"BadHeaderName", "GET /hello HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n"},
        Malformed{"NoHost", "GET /hello HTTP/1.1\r\n\r\n"},
        Malformed{"TwoHosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
        Malformed{"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        Malformed{"NegativeLength", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"},
        Malformed{"TwoLengths", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
        Malformed{"LengthAndChunked",
                  "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        Malformed{"UnknownCoding", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n"},
        Malformed{"TwoCodings", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
        Malformed{"BadChunk", "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}),
    [](const auto& test) { return test.param.name; });

} // namespace
} // namespace geminid::http::request_test
