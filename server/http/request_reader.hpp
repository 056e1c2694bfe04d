// Reads one request after another off a connection, within the server's limits.
#pragma once

#include "server/http/server_state.hpp"

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::http {

using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

/// Says no to a request before any handler sees it.
struct Refusal {
  int status = 400;
  std::string_view code = "malformed_request";
  std::string message = {};
};

class RequestReader {
public:
  RequestReader(Transport& transport, ServerState& server)
      : transport_(transport), server_(server), limits_(server.options.limits), share_(server) {}

  enum class Received {
    /// `parser()` holds it, with its body.
    request,
    /// The client has closed, or was silent for too long before a request began: nobody waits for an answer.
    closed,
    /// `refusal()` says why. The rest of what the client sends can't be understood, so the connection must close.
    refused,
  };

  /// Bytes behind the request stay in the transport's buffer for the next call.
  net::Task<Received> next();
  /// Frees what the last request took.
  void release();

  [[nodiscard]] Parser& parser() { return *parser_; }
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }
  /// What was understood of the request line, for a refusal.
  [[nodiscard]] std::string_view target() const;
  /// Of the web page whose script asks; empty when none is named, or the head was refused before it was named.
  [[nodiscard]] std::string_view origin() const;

private:
  net::Task<Received> read_head();
  net::Task<Received> read_body();
  net::Task<Received> read_sized_body(std::size_t length);
  net::Task<Received> read_chunked_body();
  net::Task<bool> invite_body();
  Received check_head();
  bool grow(std::string& body, std::size_t length);
  Received refuse(int status, std::string_view code, std::string message);
  Received refuse_by(const boost::system::error_code& ec);
  /// After a read that brought nothing.
  Received ended(std::string_view awaited);

  Transport& transport_;
  ServerState& server_;
  const ServerLimits& limits_;
  std::optional<Parser> parser_;
  BodyShare share_;
  Refusal refusal_;
  bool first_ = true;
};

} // namespace geminid::http
