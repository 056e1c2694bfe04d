// One HTTP request and its answer, as a handler sees it. Knows nothing of Gemini, OpenAI or actors.
#pragma once

#include "server/net/task.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geminid::http {

struct Header {
  std::string name;
  std::string value;
};

/// A whole answer. `content_type` empty: no body is sent.
struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  std::vector<Header> headers = {};
};

/// Lives on the connection's coroutine frame for one request; io thread only. Header and query views are valid until
/// the answer has been sent.
class Exchange {
public:
  virtual ~Exchange() = default;

  /// "GET", "POST", …, as sent.
  [[nodiscard]] virtual std::string_view method() const = 0;
  /// Percent-decoded ("%2F" too), without the query.
  [[nodiscard]] virtual std::string_view path() const = 0;
  /// As sent, with the query: what a byte-exact proxy forwards. Always in origin form.
  [[nodiscard]] virtual std::string_view target() const = 0;
  /// The segment that the route's `{name}` matched; empty when the route has none of that name.
  [[nodiscard]] virtual std::string_view path_parameter(std::string_view name) const = 0;
  /// Percent-decoded value of the first such query parameter.
  [[nodiscard]] virtual std::optional<std::string> query(std::string_view name) const = 0;
  /// Case-insensitive; empty when absent.
  [[nodiscard]] virtual std::string_view header(std::string_view name) const = 0;
  /// All lines of that name in order, joined by ", " (RFC 9110, 5.3).
  [[nodiscard]] virtual std::string header_list(std::string_view name) const = 0;
  /// The whole body; the handler may take it (`std::move`).
  [[nodiscard]] virtual std::string& body() = 0;
  /// Random, sent as `x-request-id` with every answer.
  [[nodiscard]] virtual std::string_view request_id() const = 0;
  /// The peer's IP address, textual.
  [[nodiscard]] virtual std::string_view remote_address() const = 0;

  /// Sent with whatever answer follows, whole, streamed or the server's own.
  virtual void add_header(Header header) = 0;

  /// `callback` sees what is sent of the body of an answer, from now on; an empty one ends that.
  virtual void watch_body(std::function<void(std::string_view)> callback) = 0;

  /// Sends a whole answer; once an exchange. A failed write closes the connection and is no error of the handler's.
  virtual net::Task<void> respond(Response response) = 0;

  /// Sends the head of a streamed answer with `Transfer-Encoding: chunked`, unflushed until the first write.
  /// `response.body` must be empty.
  virtual net::Task<void> begin_stream(Response response) = 0;
  /// Sends one chunk. Completes when the kernel took it: awaiting it is the back-pressure. False: the client is gone.
  virtual net::Task<bool> write(std::string_view chunk) = 0;
  /// Ends the chunked body properly. A handler that returns without it makes the server close the connection, so that
  /// the client sees a truncated body, never a complete one.
  virtual net::Task<void> end_stream() = 0;
  /// Closes the connection by TCP reset at once, whatever was sent before. Nothing can be sent afterwards.
  virtual void reset() = 0;
  /// True once any byte of an answer was handed to the socket.
  [[nodiscard]] virtual bool started() const = 0;

  /// While the returned guard lives, `callback` is called at most once, on the io thread, as soon as the client has
  /// closed or reset the connection. One guard at a time. A client that has only shut down its sending side counts as
  /// gone. One that has pipelined more than the server reads ahead (ServerLimits::header_bytes_max and 4 KiB) is found
  /// gone by a reset or a failed write only.
  using GoneGuard = std::shared_ptr<void>;
  [[nodiscard]] virtual GoneGuard on_gone(std::function<void()> callback) = 0;
};

} // namespace geminid::http
