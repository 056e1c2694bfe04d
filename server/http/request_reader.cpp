#include "server/http/request_reader.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

namespace geminid::http {

namespace asio = net::asio;
namespace beast_http = boost::beast::http;
using beast_http::field;
using boost::beast::iequals;
using boost::system::error_code;

namespace {

// simdjson may read this far behind the last byte, so a body with such a tail is parsed in place.
constexpr std::size_t spare_bytes = 64;
// A Content-Length up to this is believed; beyond it memory grows as bytes come, or a peer could reserve it for
// nothing.
constexpr std::size_t trusted_length = 256 * 1024;
constexpr std::size_t read_bytes = 16 * 1024;

/// Fills what is allocated before more is.
std::size_t head_read_bytes(const boost::beast::flat_buffer& buffer) {
  const auto free = buffer.capacity() - buffer.size();
  return free >= 512 ? free : 4096;
}

/// Some clients send a line end too many behind a body (RFC 9112, 2.2).
std::size_t skip_blank_lines(boost::beast::flat_buffer& buffer) {
  const auto* const text = static_cast<const char*>(buffer.data().data());
  const auto* const end = text + buffer.size();
  const auto* const begin = std::find_if(text, end, [](char c) { return c != '\r' && c != '\n'; });
  const auto skipped = static_cast<std::size_t>(begin - text);
  buffer.consume(skipped);
  return skipped;
}

/// A TLS client, say, is told at once instead of after a timeout.
bool begins_no_request(const boost::beast::flat_buffer& buffer) {
  const auto first = *static_cast<const unsigned char*>(buffer.data().data());
  return first <= ' ' || first >= 0x7f;
}

/// "chunked" alone: any other coding would reach the handler undecoded.
bool understands_transfer_encoding(const Parser::value_type& request) {
  const auto [first, last] = request.equal_range(field::transfer_encoding);
  return first == last || (std::next(first) == last && iequals(first->value(), "chunked"));
}

} // namespace

net::Task<RequestReader::Received> RequestReader::next() {
  release();
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes_max));
  parser_->body_limit(limits_.body_bytes_max);
  auto received = co_await read_head();
  if (received == Received::request && !parser_->is_done())
    received = co_await read_body();
  transport_.expect_nothing();
  first_ = false;
  co_return received;
}

void RequestReader::release() {
  parser_.reset();
  share_.release();
}

std::string_view RequestReader::target() const {
  return parser_ ? std::string_view{parser_->get().target()} : "";
}

std::string_view RequestReader::origin() const {
  return parser_ ? std::string_view{parser_->get()[field::origin]} : "";
}

net::Task<RequestReader::Received> RequestReader::read_head() {
  auto& buffer = transport_.buffer();
  if (buffer.size() == 0) {
    transport_.shrink_buffer();
    transport_.expect_within(first_ ? limits_.header_timeout : limits_.idle_timeout);
    transport_.set_idle(true);
    const auto bytes = co_await transport_.read_to_buffer(buffer.capacity());
    transport_.set_idle(false);
    if (bytes == 0)
      co_return Received::closed;
  }
  transport_.set_idle(false);

  bool timed = false;
  // Counted here because Beast's own limit leaves out the lines that it has already taken.
  std::size_t head_bytes = 0;
  for (;;) {
    if (!parser_->got_some())
      head_bytes += skip_blank_lines(buffer);
    if (buffer.size() > 0) {
      if (!parser_->got_some() && begins_no_request(buffer))
        co_return refuse(400, "malformed_request", "This is no HTTP/1.1 request.");
      error_code ec;
      const auto used = parser_->put(buffer.data(), ec);
      buffer.consume(used);
      head_bytes += used;
      if (ec && ec != beast_http::error::need_more)
        co_return refuse_by(ec);
    }
    const bool complete = parser_->is_header_done();
    if (head_bytes + (complete ? 0 : buffer.size()) > limits_.header_bytes_max)
      co_return refuse_by(beast_http::error::header_limit);
    if (complete)
      co_return check_head();
    if (!std::exchange(timed, true))
      transport_.expect_within(limits_.header_timeout);
    const auto bytes = co_await transport_.read_to_buffer(head_read_bytes(buffer));
    if (bytes == 0)
      co_return ended("header");
  }
}

RequestReader::Received RequestReader::check_head() {
  const auto& request = parser_->get();
  if (request.version() == 11 && request.count(field::host) != 1)
    return refuse(400, "malformed_request", "An HTTP/1.1 request must have one Host header (RFC 9112, 3.2).");
  if (!understands_transfer_encoding(request))
    return refuse(400, "malformed_request", "The only Transfer-Encoding understood here is \"chunked\".");
  return Received::request;
}

net::Task<RequestReader::Received> RequestReader::read_body() {
  const bool invited = co_await invite_body();
  if (!invited)
    co_return Received::closed;
  const std::size_t length = parser_->content_length().value_or(0);
  auto reading = parser_->chunked() ? read_chunked_body() : read_sized_body(length);
  co_return co_await std::move(reading);
}

/// A client that waits for "100 Continue" gets it, unless its body is here already.
net::Task<bool> RequestReader::invite_body() {
  const auto& request = parser_->get();
  if (request.version() != 11 || transport_.buffer().size() > 0 || !iequals(request[field::expect], "100-continue"))
    co_return true;
  const Transport::Gather invitation{asio::buffer(std::string_view{"HTTP/1.1 100 Continue\r\n\r\n"})};
  co_return co_await transport_.write_all(invitation);
}

/// Makes `body` longer, by doubling beyond what is trusted. False when all bodies together are too many.
bool RequestReader::grow(std::string& body, std::size_t length) {
  const auto size = std::min(length, std::max(trusted_length, 2 * body.size()));
  if (!share_.grow_to(size))
    return false;
  body.reserve(size + spare_bytes);
  body.resize(size);
  return true;
}

net::Task<RequestReader::Received> RequestReader::read_sized_body(std::size_t length) {
  auto& body = parser_->get().body();
  auto& buffer = transport_.buffer();
  std::size_t filled = 0;
  while (filled < length) {
    if (filled == body.size() && !grow(body, length))
      co_return refuse(503, "overloaded", "Too many large requests at once; try again in a moment.");
    if (buffer.size() > 0) {
      const auto bytes = std::min(buffer.size(), body.size() - filled);
      std::memcpy(body.data() + filled, buffer.data().data(), bytes);
      buffer.consume(bytes);
      filled += bytes;
      continue;
    }
    transport_.expect_within(limits_.body_timeout);
    const auto bytes = co_await transport_.read_some(asio::buffer(body.data() + filled, body.size() - filled));
    if (bytes == 0)
      co_return ended("body");
    filled += bytes;
  }
  co_return Received::request;
}

net::Task<RequestReader::Received> RequestReader::read_chunked_body() {
  auto& body = parser_->get().body();
  auto& buffer = transport_.buffer();
  parser_->eager(true);
  for (;;) {
    error_code ec;
    buffer.consume(parser_->put(buffer.data(), ec));
    if (ec && ec != beast_http::error::need_more)
      co_return refuse_by(ec);
    if (!share_.grow_to(body.size()))
      co_return refuse(503, "overloaded", "Too many large requests at once; try again in a moment.");
    if (parser_->is_done())
      break;
    if (transport_.buffer_room() == 0)
      co_return refuse(400, "malformed_request", "A chunk's extensions or the trailers are too long.");
    transport_.expect_within(limits_.body_timeout);
    const auto bytes = co_await transport_.read_to_buffer(read_bytes);
    if (bytes == 0)
      co_return ended("body");
  }
  if (body.capacity() < body.size() + spare_bytes)
    body.reserve(body.size() + spare_bytes);
  co_return Received::request;
}

RequestReader::Received RequestReader::refuse(int status, std::string_view code, std::string message) {
  refusal_ = Refusal{status, code, std::move(message)};
  return Received::refused;
}

RequestReader::Received RequestReader::refuse_by(const error_code& ec) {
  if (ec == beast_http::error::header_limit)
    return refuse(431, "headers_too_large",
                  "The request line and headers are over " + std::to_string(limits_.header_bytes_max) + " bytes.");
  if (ec == beast_http::error::body_limit)
    return refuse(413, "request_too_large",
                  "The request body is over " + std::to_string(limits_.body_bytes_max) + " bytes.");
  if (ec == beast_http::error::bad_version)
    return refuse(505, "http_version_not_supported", "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
  return refuse(400, "malformed_request", "The HTTP request could not be understood: " + ec.message() + ".");
}

RequestReader::Received RequestReader::ended(std::string_view awaited) {
  if (!transport_.timed_out())
    return Received::closed;
  return refuse(408, "request_timeout", "The request's " + std::string{awaited} + " took too long to arrive.");
}

} // namespace geminid::http
