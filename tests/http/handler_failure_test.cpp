// A handler that fails takes neither the server nor the truth with it.
#include "tests/http/http_fixture.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace geminid::http::handler_failure_test {
namespace {

using testing::ElementsAre;

class HandlerFailureTest : public HttpTest {
protected:
  static net::Task<void> begin(Exchange& exchange) {
    Response head;
    head.status = 201;
    co_await exchange.begin_stream(std::move(head));
  }

  /// The handler at /fail must lead to a 500, after which the connection goes on.
  void expect_500() {
    with_client([](RawClient& client) -> net::Task<void> {
      const auto answer = co_await client.exchange(request_text("GET", "/fail"));
      EXPECT_EQ(answer.status, 500);
      EXPECT_NE(answer.body.find(R"("type":"server_error")"), std::string::npos) << answer.body;
      EXPECT_EQ(answer.body.find("secret"), std::string::npos);
      const auto next = co_await client.exchange(request_text("GET", "/hello"));
      EXPECT_EQ(next.body, "hello");
    });
  }
};

TEST_F(HandlerFailureTest, ByAnExceptionBecomes500) {
  router.add("GET", "/fail", [](Exchange&) -> net::Task<void> {
    throw std::runtime_error{"secret detail"};
    co_return;
  });
  expect_500();
  EXPECT_THAT(errors, ElementsAre("secret detail"));
}

TEST_F(HandlerFailureTest, ByReturningWithoutAnAnswerBecomes500) {
  router.add("GET", "/fail", [](Exchange&) -> net::Task<void> { co_return; });
  expect_500();
  EXPECT_EQ(errors.size(), 1U);
}

TEST_F(HandlerFailureTest, BeforeTheFirstByteOfAStreamBecomes500) {
  router.add("GET", "/fail", [](Exchange& exchange) -> net::Task<void> {
    co_await begin(exchange);
    throw 42;
  });
  expect_500();
  EXPECT_THAT(errors, ElementsAre("an exception of unknown type"));
}

TEST_F(HandlerFailureTest, AfterTheFirstByteOfAStreamClosesTheConnection) {
  router.add("GET", "/fail", [](Exchange& exchange) -> net::Task<void> {
    co_await begin(exchange);
    co_await exchange.write("half");
    throw std::runtime_error{"too late"};
  });
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(request_text("GET", "/fail"));
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, "half");
    EXPECT_FALSE(answer.complete);
  });
  EXPECT_THAT(errors, ElementsAre("too late"));
}

TEST_F(HandlerFailureTest, AfterAWholeAnswerIsOnlyReported) {
  router.add("GET", "/fail", [](Exchange& exchange) -> net::Task<void> {
    auto response = text_response("fine");
    co_await exchange.respond(std::move(response));
    throw std::runtime_error{"afterwards"};
  });
  with_client([](RawClient& client) -> net::Task<void> {
    const auto answer = co_await client.exchange(request_text("GET", "/fail"));
    EXPECT_EQ(answer.body, "fine");
    const auto next = co_await client.exchange(request_text("GET", "/hello"));
    EXPECT_EQ(next.body, "hello");
  });
  EXPECT_THAT(errors, ElementsAre("afterwards"));
}

} // namespace
} // namespace geminid::http::handler_failure_test
