// Listens, reads requests within limits, calls handlers, keeps connections alive, drains.
#pragma once

#include "server/http/cors.hpp"
#include "server/http/router.hpp"
#include "shared/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace geminid::http {

/// One place for every limit that protects the server from its peers. A peer over a time limit is closed (408 where an
/// answer still makes sense); over a size limit it gets 413 or 431. All must be over 0.
struct ServerLimits {
  std::size_t header_bytes_max = 32 * 1024;
  std::size_t body_bytes_max = 32 * 1024 * 1024;
  /// All bodies that are held at once, whoever sent them; a request over it gets 503.
  std::size_t bodies_bytes_max = 512 * 1024 * 1024;
  std::size_t connections_max = 10'000;
  std::chrono::milliseconds header_timeout{10'000};
  /// Without progress: each received byte starts it again.
  std::chrono::milliseconds body_timeout{60'000};
  std::chrono::milliseconds idle_timeout{75'000};
  /// A client that takes no byte for this long is gone.
  std::chrono::milliseconds write_timeout{60'000};
  /// How long to wait, after the last answer, for a client that neither sends nor closes.
  std::chrono::milliseconds linger_timeout{2'000};
};

/// Why the server itself answers a request, without or instead of its handler: 400, 408, 413, 431, 500, 503.
struct ServerError {
  int status = 500;
  std::string_view code = {};
  std::string_view message = {};
  /// Empty when the request line was not understood.
  std::string_view path = {};
};

class Server {
public:
  struct Options {
    std::string address = "0.0.0.0";
    /// 0 picks a free port.
    std::uint16_t port = 8080;
    ServerLimits limits = {};
    /// From which web pages scripts may call; none unless set.
    CorsPolicy cors = {};
    /// Called when a handler throws or returns without an answer, after which the client gets 500 if it got nothing
    /// yet.
    std::function<void(std::string_view request_id, std::string_view what)> on_handler_error = {};
    /// Called when the system refuses a connection (too many open files, say); the server tries again after a while.
    std::function<void(std::string_view what)> on_accept_error = {};
    /// The bodies of the server's own errors; by default OpenAI's shape (gemini-wire.md, 9.8).
    std::function<Response(const ServerError&)> error_answer = {};
  };

  /// `router` and `io` outlive the server and all of its connections.
  Server(net::asio::io_context& io, const Router& router, Options options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds and starts to accept. The error names address and port.
  Result<Done> start();
  /// The bound port, once started.
  [[nodiscard]] std::uint16_t port() const;

  /// Stops accepting, closes idle connections, answers running requests with `Connection: close`. Completes when the
  /// last connection has ended, or after `deadline`, when what is left is closed.
  net::Task<void> drain(std::chrono::milliseconds deadline);
  /// From `drain()`'s first moment on.
  [[nodiscard]] bool draining() const;
  /// Requests being handled now.
  [[nodiscard]] std::size_t active_requests() const;
  [[nodiscard]] std::size_t open_connections() const;
  /// Streamed answers that have begun and not ended.
  [[nodiscard]] std::size_t open_streams() const;

private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

} // namespace geminid::http
