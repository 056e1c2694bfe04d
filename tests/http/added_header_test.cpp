// Headers that a handler gives its answer before it knows what the answer is.
#include "tests/http/http_fixture.hpp"

#include <stdexcept>
#include <tuple>

namespace geminid::http::added_header_test {
namespace {

class AddedHeaderTest : public HttpTest {
protected:
  AddedHeaderTest() {
    router.add("GET", "/whole", [](Exchange& exchange) -> net::Task<void> {
      add(exchange);
      auto response = text_response("whole");
      response.headers.push_back({"x-own", "of the response"});
      co_await exchange.respond(std::move(response));
    });
    router.add("GET", "/streamed", [](Exchange& exchange) -> net::Task<void> {
      add(exchange);
      Response head;
      co_await exchange.begin_stream(std::move(head));
      EXPECT_TRUE(co_await exchange.write("streamed"));
      co_await exchange.end_stream();
    });
    router.add("GET", "/failed", [](Exchange& exchange) -> net::Task<void> {
      add(exchange);
      auto response = answer_of_a_failure();
      co_await exchange.respond(std::move(response));
    });
  }

  static void add(Exchange& exchange) {
    exchange.add_header({"x-added", "first"});
    exchange.add_header({"x-more", "second"});
  }
  static Response answer_of_a_failure() { throw std::runtime_error{"the handler failed"}; }
};

TEST_F(AddedHeaderTest, GoesWithWhateverAnswerFollowsAndWithNoOther) {
  with_client([](RawClient& client) -> net::Task<void> {
    for (const auto& [path, status, own] :
         {std::tuple{"/whole", 200, "of the response"}, {"/streamed", 200, ""}, {"/failed", 500, ""}}) {
      const auto answer = co_await client.exchange(request_text("GET", path));
      EXPECT_EQ(answer.status, status) << path;
      EXPECT_EQ(answer.header("x-added"), "first") << path;
      EXPECT_EQ(answer.header("x-more"), "second") << path;
      EXPECT_EQ(answer.header("x-own"), own) << path;
    }
    const auto other = co_await client.exchange(request_text("GET", "/hello"));
    EXPECT_EQ(other.body, "hello");
    EXPECT_EQ(other.header("x-added"), "");
  });
  EXPECT_EQ(errors, std::vector<std::string>{"the handler failed"});
}

} // namespace
} // namespace geminid::http::added_header_test
