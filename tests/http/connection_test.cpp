// Keep-alive, pipelining, HEAD, HTTP/1.0, unmatched requests.
#include "tests/http/http_fixture.hpp"

namespace geminid::http::connection_test {
namespace {

using ConnectionTest = HttpTest;

TEST_F(ConnectionTest, ServesRequestAfterRequestWithFreshIds) {
  with_client([](RawClient& client) -> net::Task<void> {
    std::vector<std::string> ids;
    for (int i = 0; i < 3; ++i) {
      const auto answer = co_await client.exchange(request_text("GET", "/hello"));
      EXPECT_EQ(answer.body, "hello");
      EXPECT_EQ(answer.header("connection"), "");
      ids.push_back(answer.header("x-request-id"));
      EXPECT_TRUE(ids.back().starts_with("req_") && ids.back().size() == 28) << ids.back();
    }
    EXPECT_NE(ids[0], ids[1]);
    EXPECT_NE(ids[1], ids[2]);
  });
}

TEST_F(ConnectionTest, AnswersPipelinedRequestsInTheirOrder) {
  with_client([](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("POST", "/echo", "", "first") + request_text("GET", "/hello") +
                         request_text("POST", "/echo", "Transfer-Encoding: chunked\r\n") + "5\r\nthird\r\n0\r\n\r\n" +
                         request_text("POST", "/echo", "", "fourth"));
    for (const auto* const expected : {"first", "hello", "third", "fourth"}) {
      const auto answer = co_await client.read_answer();
      EXPECT_EQ(answer.body, expected);
    }
  });
}

TEST_F(ConnectionTest, ClosesWhenTheClientAsksForIt) {
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(request_text("GET", "/hello", "Connection: close\r\n"));
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(co_await client.read_to_end(), "");
    EXPECT_FALSE(client.was_reset());
  });
}

TEST_F(ConnectionTest, ClosesAfterAnHttp10RequestUnlessItIsToBeKept) {
  with_client([](RawClient& client) -> net::Task<void> {
    const auto kept = co_await client.exchange("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(kept.header("connection"), "keep-alive");
    EXPECT_EQ(kept.body, "hello");
    const auto last = co_await client.exchange("GET /hello HTTP/1.0\r\n\r\n");
    EXPECT_EQ(last.header("connection"), "close");
    EXPECT_EQ(last.body, "hello");
    EXPECT_EQ(co_await client.read_to_end(), "");
  });
}

TEST_F(ConnectionTest, AnswersHeadWithTheLengthButNotTheBody) {
  with_client([](RawClient& client) -> net::Task<void> {
    co_await client.send(request_text("HEAD", "/hello") + request_text("GET", "/hello"));
    const auto head = co_await client.read_answer(false);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("content-length"), "5");
    const auto next = co_await client.read_answer();
    EXPECT_EQ(next.body, "hello");
  });
}

TEST_F(ConnectionTest, AnswersUnknownPathsAndMethods) {
  with_client([](RawClient& client) -> net::Task<void> {
    const auto unknown = co_await client.exchange(request_text("GET", "/v2/%ff%22?key=secret"));
    EXPECT_EQ(unknown.status, 404);
    EXPECT_EQ(unknown.body, R"({"error":{"message":"Unknown request URL: GET /v2/?\".","type":"invalid_request_error",)"
                            R"("param":null,"code":"unknown_url"}})");
    const auto wrong = co_await client.exchange(request_text("PUT", "/hello", "", "x"));
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("allow"), "GET, HEAD");
    EXPECT_NE(wrong.body.find(R"("code":"method_not_supported")"), std::string::npos);
  });
}

TEST_F(ConnectionTest, LetsTheRoutersOwnerShapeUnmatchedAnswers) {
  router.set_unmatched([](const Exchange& exchange, const std::vector<std::string>&) {
    return text_response("nothing at " + std::string{exchange.path()}, 404);
  });
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(request_text("GET", "/x"));
    EXPECT_EQ(answer.body, "nothing at /x");
  });
}

TEST_F(ConnectionTest, CountsTheRequestsThatAreBeingHandled) {
  Event entered{io}, release{io};
  router.add("GET", "/wait", [&](Exchange& exchange) -> net::Task<void> {
    entered.set();
    co_await release.wait();
    auto response = text_response("");
    co_await exchange.respond(std::move(response));
  });
  with_client([&](RawClient& client) -> net::Task<void> {
    EXPECT_EQ(server->active_requests(), 0U);
    co_await client.send(request_text("GET", "/wait"));
    co_await entered.wait();
    EXPECT_EQ(server->active_requests(), 1U);
    release.set();
    co_await client.read_answer();
    co_await settle(io);
    EXPECT_EQ(server->active_requests(), 0U);
  });
}

TEST_F(ConnectionTest, OverTheLimitWaitUntilAnotherEnds) {
  options.limits.connections_max = 2;
  with_client([this](RawClient& first) -> net::Task<void> {
    RawClient second{io};
    RawClient third{io};
    co_await second.connect(server->port());
    co_await first.exchange(request_text("GET", "/hello"));
    co_await second.exchange(request_text("GET", "/hello"));
    EXPECT_TRUE(co_await third.connect(server->port()));

    Event answered{io};
    RawAnswer answer;
    net::asio::co_spawn(
        io,
        [](RawClient& client, RawAnswer& result, Event& done) -> net::Task<void> {
          result = co_await client.exchange(request_text("GET", "/hello"));
          done.set();
        }(third, answer, answered),
        net::asio::detached);
    co_await settle(io);
    EXPECT_FALSE(answered.is_set());
    first.close();
    co_await answered.wait();
    EXPECT_EQ(answer.status, 200);
  });
}

} // namespace
} // namespace geminid::http::connection_test
