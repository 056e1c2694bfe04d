// Talks HTTP/1.1 to one upstream origin over a pool of kept-alive connections. Knows no JSON and no policy: it reports
// what the wire did, and the gateway decides.
#pragma once

#include "server/net/task.hpp"
#include "server/upstream/origin.hpp"
#include "server/upstream/proxy.hpp"
#include "shared/result.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geminid::upstream {

/// What went wrong on the wire; a timeout tells what was waited for. `tls` covers everything from the handshake's start
/// to its end, verification of the peer included. `malformed` is also a request that could not stand on the wire
/// (control characters in the target or the key). `too_large` is also a response head over 64 KiB. `proxy_auth` is the
/// proxy's 407, `proxy_refused` whatever else it says instead of opening a tunnel; `proxy_failed`: it could not be
/// found or reached, closed, or answered with something that is no HTTP.
enum class Fault {
  resolve,
  connect,
  proxy_auth,
  proxy_refused,
  proxy_failed,
  tls,
  connect_timeout,
  head_timeout,
  idle_timeout,
  broken,
  malformed,
  too_large,
  cancelled
};

[[nodiscard]] std::string_view to_string(Fault fault);
/// Nothing of the request can have reached upstream: the way there was not open yet.
[[nodiscard]] bool before_request(Fault fault);

struct Request {
  std::string_view method = "POST";
  /// From "/v1beta/…" on, with its query; the origin's prefix is put before it.
  std::string target;
  /// Sent once, as `x-goog-api-key` (gemini-wire.md, section 0 row 2); never in the URL, never logged. Empty: not sent.
  std::string api_key;
  /// Must stay alive until `send` has completed.
  std::string_view body = {};
  std::string_view content_type = "application/json";
  /// More of the head; none of the names that are sent anyway.
  std::vector<std::pair<std::string, std::string>> headers = {};
  /// Longest silence until the response head.
  std::chrono::milliseconds head_timeout{600'000};
};

struct ResponseHead {
  int status = 0;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers; // names lower-cased
};

/// One request and its response. Destroying it before the body's end closes its connection, else the connection goes
/// back to the pool. io thread only.
class Call {
public:
  virtual ~Call() = default;

  /// Sends the request and reads the response's head. A kept-alive connection that turns out to be dead before any byte
  /// of the response is replaced once by a fresh one, silently.
  virtual net::Task<Result<ResponseHead, Fault>> send(Request request) = 0;
  /// The next piece of the body as it arrives, de-chunked; empty at the proper end of the body. A connection that
  /// closes before that end is Fault::broken. The view is valid until the next call.
  virtual net::Task<Result<std::string_view, Fault>> read_some() = 0;
  /// The next piece if it has come already; empty when it has not, and before the end and before a fault, which
  /// `read_some` tells.
  virtual std::string_view at_hand() = 0;
  /// The rest of the body. Over `bytes_max` is Fault::too_large.
  virtual net::Task<Result<std::string, Fault>> read_all(std::size_t bytes_max) = 0;
  /// Ends whatever is awaited with Fault::cancelled and closes the connection; also before `send`, which then fails at
  /// once.
  virtual void cancel() = 0;
};

struct Shared; // what the calls of one client share

class Client {
public:
  struct Options {
    Origin origin;
    /// Opens a tunnel to the origin, whatever its scheme; none: the origin itself is connected to.
    std::optional<Proxy> proxy = {};
    /// Where the origin is; empty: its host is looked up. Only the first is asked of a proxy.
    std::vector<net::asio::ip::tcp::endpoint> addresses = {};
    std::chrono::milliseconds connect_timeout{10'000};
    /// Longest silence between two pieces of a body: thinking models are silent for minutes (gemini-wire.md, 5.1).
    std::chrono::milliseconds idle_timeout{1'200'000};
    /// A kept-alive connection unused for longer is closed instead of reused.
    std::chrono::milliseconds keep_alive{50'000};
    std::size_t idle_connections_max = 256;
    /// PEM file with extra trusted roots; empty: the system's only.
    std::string ca_file = {};
  };

  /// Throws std::runtime_error when `ca_file` cannot be read as PEM: at start-up, never later.
  Client(net::asio::io_context& io, Options options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// The client outlives its calls.
  [[nodiscard]] std::unique_ptr<Call> call();
  /// Closes idle connections; calls under way go on.
  void close_idle();

  struct Load {
    std::size_t idle_connections = 0;
    std::size_t calls = 0; // that exist
  };
  [[nodiscard]] Load load() const;

private:
  std::shared_ptr<Shared> shared_;
};

} // namespace geminid::upstream
