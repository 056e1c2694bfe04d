// A TCP (or TLS) server that plays a written script on each connection and tells what it saw.
#pragma once

#include "server/net/task.hpp"
#include "server/upstream/deadline.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace geminid::upstream {

// What makes strings here is not inline: g++ 12 sees out-of-bounds copies in lists of scripts where it is.

/// Reads one request, its Content-Length body included.
struct ReadRequest {};
/// Reads one request's head only.
struct ReadHead {};
struct Write {
  explicit Write(std::string_view text);
  std::string bytes;
};
/// Goes on when the test calls `release`.
struct Pause {};
/// Closes in an orderly way: over TLS with close_notify.
struct Close {};
/// Closes the TCP connection, over TLS without close_notify.
struct Cut {};
struct Reset {};
/// Waits until the client has closed.
struct AwaitClose {};
/// Keeps the connection open and does nothing, not even the TLS handshake when it comes first.
struct Hang {};
/// Passes bytes on to this port on loopback and back, until both sides have closed. Not over TLS of its own.
struct Relay {
  std::uint16_t port;
};

using Step = std::variant<ReadRequest, ReadHead, Write, Pause, Close, Cut, Reset, AwaitClose, Hang, Relay>;
using Script = std::vector<Step>;

/// A 200 with this body.
[[nodiscard]] std::string answer(std::string_view body);
/// A 200 with a chunked body that begins with these bytes, chunk heads included.
[[nodiscard]] std::string chunked(std::string_view bytes);

class ScriptedServer {
public:
  /// Connection number n plays script n; more connections are closed at once. TLS when a context is given.
  ScriptedServer(net::asio::io_context& io, std::vector<Script> scripts,
                 std::shared_ptr<net::asio::ssl::context> tls = nullptr);

  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] const std::vector<std::string>& requests() const;
  [[nodiscard]] int accepted() const;
  [[nodiscard]] int resumed() const;
  /// The server name of each TLS connection; empty where none was sent.
  [[nodiscard]] const std::vector<std::string>& server_names() const;

  net::Task<void> until_accepted(int count);
  net::Task<void> until_requests(std::size_t count);
  /// Until the scripts of that many connections have come to their end.
  net::Task<void> until_finished(int count);
  /// Lets the oldest pause that has not been released go on, also before it is reached.
  void release();

private:
  struct State;
  std::shared_ptr<State> state_;
};

} // namespace geminid::upstream
