// One accepted socket with its read buffer and its one deadline. Knows bytes, not HTTP.
#pragma once

#include "server/net/task.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace geminid::http {

using Clock = std::chrono::steady_clock;
using Timer = net::asio::basic_waitable_timer<Clock, net::asio::wait_traits<Clock>, net::Executor>;

/// io thread only. At most one reader and one writer at a time.
class Transport : public std::enable_shared_from_this<Transport> {
public:
  struct Limits {
    /// The read buffer never grows over this.
    std::size_t buffer_bytes_max;
    std::chrono::milliseconds write_timeout;
    std::chrono::milliseconds linger_timeout;
    /// The shortest of all timeouts that will ever be set: how often the timer may have to look.
    std::chrono::milliseconds shortest_timeout;
  };

  Transport(net::Socket socket, const Limits& limits);

  /// Textual, without the IPv4-mapped prefix.
  [[nodiscard]] std::string_view remote_address() const { return remote_address_; }

  /// What was received and not yet used.
  [[nodiscard]] boost::beast::flat_buffer& buffer() { return buffer_; }
  /// How much the buffer can still take.
  [[nodiscard]] std::size_t buffer_room() const { return buffer_.max_size() - buffer_.size(); }
  /// Gives back memory that a large request took; there is room for the beginning of another.
  void shrink_buffer();
  /// Gives back the memory of a buffer that holds nothing: the answer may take minutes.
  void release_buffer();

  /// Reads end with `timed_out()` once `timeout` has passed; replaces the former deadline.
  void expect_within(std::chrono::milliseconds timeout);
  void expect_nothing() { deadline_ = Clock::time_point::max(); }
  [[nodiscard]] bool timed_out() const { return timed_out_; }

  /// Completes with what came, or 0 when the client has closed or the deadline passed.
  net::Task<std::size_t> read_some(net::asio::mutable_buffer into);
  /// The same, into `buffer()`; `bytes_max` and the room in the buffer bound it. There must be room.
  net::Task<std::size_t> read_to_buffer(std::size_t bytes_max);

  /// Completes when the kernel has taken everything. False: the client is gone, or took no byte for `write_timeout`.
  using Gather = std::array<net::asio::const_buffer, 4>;
  net::Task<bool> write_all(Gather pieces);

  /// While the guard lives, `callback` is called at most once, from the io_context, when the client has closed or
  /// reset. A half-closed connection (a client that has shut down its sending side but still reads) counts as closed:
  /// no API client does that, and a client that has died looks the same.
  ///
  /// Whatever the client sends meanwhile (pipelined requests) goes to `buffer()`. When that is full, only a reset can
  /// be seen, no longer an orderly close; the next write finds that out.
  [[nodiscard]] std::shared_ptr<void> watch(std::function<void()> callback);

  /// The client is known to have left, or was closed.
  [[nodiscard]] bool gone() const { return gone_; }

  /// True while nothing of a next request has come: closing now cuts nothing off.
  void set_idle(bool idle) { idle_ = idle; }
  [[nodiscard]] bool idle() const { return idle_; }

  /// Says that no more will be sent, then discards at most `bytes_max` of what the client still sends. Closing with
  /// unread bytes would reset the connection, and the client could lose the answer that it has not read yet.
  net::Task<void> linger(std::size_t bytes_max, std::chrono::milliseconds longest);
  void close();
  /// Closes by reset, for a body whose truncation can't be seen otherwise.
  void abort();

private:
  void arm(Clock::time_point when);
  void on_timer(boost::system::error_code ec);
  void watch_for_bytes();
  void on_readable(boost::system::error_code ec);
  void watch_for_reset();
  void on_reset();
  bool read_ahead();
  void lose_client();
  void post_gone();
  void notify_gone();

  net::Socket socket_;
  Timer timer_;
  Limits limits_;
  boost::beast::flat_buffer buffer_;
  std::string remote_address_;

  // The timer is not set anew for each operation, which would cost microseconds a request: operations only move
  // `deadline_`, and the timer looks at it when it fires. It fires no later than any deadline.
  Clock::time_point deadline_ = Clock::time_point::max();
  Clock::time_point armed_until_ = Clock::time_point::max();
  bool timed_out_ = false;

  std::function<void()> on_gone_;
  bool awaits_bytes_ = false;
  bool awaits_reset_ = false;
  bool gone_ = false;
  bool idle_ = true;
};

} // namespace geminid::http
