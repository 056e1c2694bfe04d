// Runs coroutines in tests: everything on the test's own io_context, nothing that sleeps.
#pragma once

#include "server/net/task.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <exception>

namespace geminid::test {

/// Runs `io` until the coroutine that `make` returns has ended. Fails the test when that takes too long. An exception
/// of the coroutine is rethrown. `make` may capture by reference: it lives until then.
template <class MakeTask>
void run(net::asio::io_context& io, MakeTask make) {
  constexpr std::chrono::seconds longest{60};
  bool ended = false;
  std::exception_ptr failure;
  net::asio::co_spawn(io, make(), [&](std::exception_ptr thrown) {
    ended = true;
    failure = thrown;
  });
  const auto end = std::chrono::steady_clock::now() + longest;
  io.restart();
  while (!ended && std::chrono::steady_clock::now() < end)
    io.run_one_until(end);
  if (failure)
    std::rethrow_exception(failure);
  // Going on would let the coroutine use what this frame owns.
  if (!ended) {
    ADD_FAILURE() << "the coroutine did not end";
    std::abort();
  }
}

/// Something that happens once, and that coroutines wait for.
class Event {
public:
  explicit Event(net::asio::io_context& io) : timer_(io.get_executor(), Clock::time_point::max()) {}

  void set() {
    is_set_ = true;
    timer_.cancel();
  }
  [[nodiscard]] bool is_set() const { return is_set_; }

  net::Task<void> wait() {
    while (!is_set_)
      co_await timer_.async_wait(net::as_tuple);
  }

private:
  using Clock = std::chrono::steady_clock;
  net::asio::basic_waitable_timer<Clock, net::asio::wait_traits<Clock>, net::Executor> timer_;
  bool is_set_ = false;
};

/// Lets everything that is ready have its turn, the network's news included.
inline net::Task<void> settle(net::asio::io_context& io, int turns = 200) {
  for (int i = 0; i < turns; ++i)
    co_await net::asio::post(io.get_executor(), net::as_tuple);
}

} // namespace geminid::test
