// A server and its clients on one io_context.
#pragma once

#include "server/http/server.hpp"
#include "tests/support/coroutine.hpp"
#include "tests/support/raw_client.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geminid::http {

using test::Event;
using test::RawAnswer;
using test::RawClient;
using test::request_text;
using test::settle;

inline Response text_response(std::string body, int status = 200) {
  Response response;
  response.status = status;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

class HttpTest : public testing::Test {
protected:
  HttpTest() {
    options.address = "127.0.0.1";
    options.port = 0;
    options.on_handler_error = [this](std::string_view, std::string_view what) { errors.emplace_back(what); };
    router.add("GET", "/hello", [](Exchange& exchange) -> net::Task<void> {
      auto response = text_response("hello");
      co_await exchange.respond(std::move(response));
    });
    router.add("POST", "/echo", [](Exchange& exchange) -> net::Task<void> {
      auto response = text_response(std::move(exchange.body()));
      co_await exchange.respond(std::move(response));
    });
  }

  void start() {
    server.emplace(io, router, options);
    const auto started = server->start();
    ASSERT_TRUE(started.ok()) << started.error().message;
  }

  /// Runs a test's story: a lambda that returns net::Task<void>, given a connected client.
  template <class Story>
  void with_client(Story story) {
    if (!server)
      start();
    test::run(io, [&]() -> net::Task<void> {
      RawClient client{io};
      EXPECT_TRUE(co_await client.connect(server->port()));
      co_await story(client);
    });
  }

  net::asio::io_context io{1};
  Router router;
  Server::Options options;
  std::vector<std::string> errors;
  std::optional<Server> server;
};

} // namespace geminid::http
