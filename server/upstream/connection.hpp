// One connection, plain or TLS, that can be interrupted at any moment. Says what the transport did; knows no HTTP.
#pragma once

#include "server/net/task.hpp"
#include "server/upstream/client.hpp"
#include "server/upstream/deadline.hpp"
#include "server/upstream/tls_context.hpp"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <array>
#include <limits>
#include <optional>
#include <tuple>

namespace geminid::upstream {

using ErrorCode = boost::system::error_code;

/// What one coroutine waits for and another, or a callback, brings about. Stays set.
class Event {
public:
  explicit Event(net::asio::io_context& io) : timer_(io.get_executor(), SteadyTime::max()) {}

  void set() {
    set_ = true;
    timer_.cancel();
  }
  net::Task<void> wait() {
    if (!set_)
      co_await timer_.async_wait(net::as_tuple);
  }

private:
  SteadyTimer timer_;
  bool set_ = false;
};

/// Destroy it only while nothing is awaited on it.
class Connection {
public:
  using Transferred = std::tuple<ErrorCode, std::size_t>;

  explicit Connection(net::asio::io_context& io);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// May be called again for another address after a failure, an expiry included.
  net::Task<ErrorCode> connect(net::asio::ip::tcp::endpoint peer);
  net::Task<ErrorCode> handshake(TlsContext& tls);
  [[nodiscard]] bool encrypted() const { return tls_.has_value(); }

  /// Writes everything. `on_progress` is called before each part.
  template <class F>
  net::Task<Transferred> write(const std::array<net::asio::const_buffer, 2>& bytes, F on_progress);
  /// Reads into `input`; tell the count to `received`.
  net::Task<Transferred> read_some();
  void received(std::size_t count);

  /// When the moment comes, the connection closes and what is awaited fails.
  void expire_at(SteadyTime at) { deadline_.expire_at(at); }
  void never_expire() { deadline_.never_expire(); }
  /// Closes; what is awaited fails.
  void cancel();
  [[nodiscard]] bool cancelled() const { return cancelled_; }
  [[nodiscard]] bool expired() const { return expired_; }
  [[nodiscard]] bool interrupted() const { return cancelled_ || expired_; }
  /// Why something failed (or must not go on): the interruption if there was one, else `failed`.
  [[nodiscard]] Fault why(Fault failed, Fault timeout) const;
  /// Set by an interruption, for waits that are not on the socket.
  [[nodiscard]] Event& woken() { return woken_; }

  /// Open and silent, as a connection between two requests must be.
  [[nodiscard]] bool quiet();
  /// Gives back memory that a large response needed.
  void trim();

  boost::beast::flat_buffer input;

private:
  void expire();

  net::Socket socket_;
  std::optional<net::asio::ssl::stream<net::Socket&>> tls_;
  Deadline deadline_;
  Event woken_;
  bool cancelled_ = false;
  bool expired_ = false;
  bool last_read_was_full_ = false;
};

template <class F>
net::Task<Connection::Transferred> Connection::write(const std::array<net::asio::const_buffer, 2>& bytes,
                                                     F on_progress) {
  const auto part = [on_progress](const ErrorCode& ec, std::size_t) -> std::size_t {
    if (ec)
      return 0;
    on_progress();
    return std::numeric_limits<std::size_t>::max();
  };
  return tls_ ? net::asio::async_write(*tls_, bytes, part, net::as_tuple)
              : net::asio::async_write(socket_, bytes, part, net::as_tuple);
}

} // namespace geminid::upstream
