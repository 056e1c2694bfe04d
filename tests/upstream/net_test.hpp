// A test that is a coroutine, beside which others may run.
#pragma once

#include "server/upstream/client.hpp"
#include "server/upstream/connection.hpp"
#include "tests/upstream/scripted_server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <exception>
#include <optional>

namespace geminid::upstream {

/// What a coroutine beside the test's will have returned.
template <class T>
class Spawned {
public:
  Spawned(net::asio::io_context& io, net::Task<T> task) : state_(std::make_shared<State>(io)) {
    net::asio::co_spawn(io, finish(state_, std::move(task)), net::asio::detached);
  }
  [[nodiscard]] bool done() const { return state_->value.has_value(); }
  net::Task<T> result() {
    co_await state_->done.wait();
    co_return std::move(*state_->value);
  }

private:
  struct State {
    explicit State(net::asio::io_context& io) : done(io) {}
    Event done;
    std::optional<T> value;
  };
  static net::Task<void> finish(std::shared_ptr<State> state, net::Task<T> task) {
    state->value.emplace(co_await std::move(task));
    state->done.set();
  }
  std::shared_ptr<State> state_;
};

class NetTest : public testing::Test {
protected:
  using Outcome = Result<std::string, Fault>;

  /// `body` returns a Task<void>; what still runs when it has ended is dropped.
  template <class F>
  void run(F body) {
    std::exception_ptr failure;
    net::asio::co_spawn(io, body(), [&](const std::exception_ptr& error) {
      failure = error;
      io.stop();
    });
    io.run();
    if (failure)
      std::rethrow_exception(failure);
  }

  static Client::Options options_for(const ScriptedServer& server) {
    Client::Options options;
    options.origin = Origin{.tls = false, .host = "127.0.0.1", .port = server.port()};
    return options;
  }

  static Request post(std::string_view body = "{}") {
    Request request;
    request.target = "/v1beta/models/m:generateContent";
    request.api_key = "key";
    request.body = body;
    return request;
  }

  /// A whole call: its body, or the first fault.
  static net::Task<Outcome> exchange(Client& client, Request request) {
    const auto call = client.call();
    const auto head = co_await call->send(std::move(request));
    if (!head)
      co_return head.error();
    co_return co_await call->read_all(16 * 1024 * 1024);
  }
  static net::Task<Outcome> exchange(Client& client) { return exchange(client, post()); }

  static net::Task<Outcome> body_of(Call& call, Request request) {
    const auto head = co_await call.send(std::move(request));
    if (!head)
      co_return head.error();
    co_return co_await call.read_all(16 * 1024 * 1024);
  }

  net::asio::io_context io{1};
};

inline void PrintTo(Fault fault, std::ostream* out) {
  *out << "Fault::" << to_string(fault);
}

template <class Text>
std::string printed(const Result<Text, Fault>& outcome) {
  return outcome ? std::string{*outcome} : "Fault::" + std::string(to_string(outcome.error()));
}

MATCHER_P(Gives, body, "") {
  *result_listener << printed(arg);
  return arg.ok() && *arg == body;
}

MATCHER_P(Fails, fault, "") {
  if (arg.ok())
    *result_listener << "which succeeded";
  else
    *result_listener << "Fault::" << to_string(arg.error());
  return !arg.ok() && arg.error() == fault;
}

} // namespace geminid::upstream
