// A loopback HTTP client that sends exactly the bytes it is given and shows exactly what came back.
#pragma once

#include "server/net/task.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace geminid::test {

struct RawAnswer {
  /// 0: the connection ended before a whole head.
  int status = 0;
  /// Status line and headers, as received, with the blank line.
  std::string head = {};
  /// Names in lower case.
  std::map<std::string, std::string> headers = {};
  std::string body = {};
  /// Of a chunked body, as they were framed.
  std::vector<std::string> chunks = {};
  /// The body ended as its framing says.
  bool complete = false;

  [[nodiscard]] std::string header(const std::string& name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string{} : found->second;
  }
};

class RawClient {
public:
  explicit RawClient(net::asio::io_context& io) : socket_(io.get_executor()) {}

  /// Makes the socket ahead of `connect`.
  void open() {
    boost::system::error_code ignored;
    socket_.open(net::asio::ip::tcp::v4(), ignored);
  }

  /// `receive_buffer_bytes` over 0 makes the kernel hold little for a client that does not read.
  net::Task<bool> connect(std::uint16_t port, int receive_buffer_bytes = 0) {
    const net::asio::ip::tcp::endpoint endpoint{net::asio::ip::address_v4::loopback(), port};
    boost::system::error_code ignored;
    if (!socket_.is_open())
      open();
    if (receive_buffer_bytes > 0)
      socket_.set_option(net::asio::socket_base::receive_buffer_size(receive_buffer_bytes), ignored);
    const auto [ec] = co_await socket_.async_connect(endpoint, net::as_tuple);
    co_return !ec;
  }

  /// False when the server no longer takes bytes.
  net::Task<bool> send(std::string bytes) {
    const auto [ec, sent] = co_await net::asio::async_write(socket_, net::asio::buffer(bytes), net::as_tuple);
    co_return !ec;
  }

  /// What comes up to and with `delimiter`; less when the connection ends before.
  net::Task<std::string> read_until(std::string_view delimiter) {
    bool open = true;
    while (open && received_.find(delimiter) == std::string::npos)
      open = co_await receive();
    const auto place = received_.find(delimiter);
    co_return take(place == std::string::npos ? received_.size() : place + delimiter.size());
  }

  net::Task<std::string> read_exactly(std::size_t bytes) {
    bool open = true;
    while (open && received_.size() < bytes)
      open = co_await receive();
    co_return take(std::min(bytes, received_.size()));
  }

  /// All that comes until the server closes; then `was_reset()` tells how.
  net::Task<std::string> read_to_end() {
    for (bool open = true; open;)
      open = co_await receive();
    co_return take(received_.size());
  }

  /// One whole answer. `has_body` is false for answers to HEAD.
  net::Task<RawAnswer> read_answer(bool has_body = true) {
    RawAnswer answer;
    answer.head = co_await read_until("\r\n\r\n");
    if (!answer.head.ends_with("\r\n\r\n"))
      co_return answer;
    parse_head(answer);
    if (!has_body || answer.status < 200 || answer.status == 204 || answer.status == 304)
      answer.complete = true;
    else if (answer.header("transfer-encoding") == "chunked")
      co_await read_chunks(answer);
    else if (!answer.header("content-length").empty())
      co_await read_sized(answer, std::stoull(answer.header("content-length")));
    else
      answer.body = co_await read_to_end(), answer.complete = !was_reset_;
    co_return answer;
  }

  net::Task<RawAnswer> exchange(std::string request) {
    co_await send(std::move(request));
    co_return co_await read_answer();
  }

  /// The server closed or reset; anything that came before is dropped.
  net::Task<void> wait_for_end() { co_await read_to_end(); }
  [[nodiscard]] bool was_reset() const { return was_reset_; }

  void shutdown_send() {
    boost::system::error_code ignored;
    socket_.shutdown(net::Socket::shutdown_send, ignored);
  }
  void close() {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }
  void reset() {
    boost::system::error_code ignored;
    socket_.set_option(net::asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
  }

private:
  net::Task<bool> receive() {
    std::array<char, 64 * 1024> bytes;
    const auto [ec, count] = co_await socket_.async_read_some(net::asio::buffer(bytes), net::as_tuple);
    received_.append(bytes.data(), count);
    was_reset_ = was_reset_ || (ec && ec != net::asio::error::eof);
    co_return !ec;
  }

  std::string take(std::size_t bytes) {
    auto taken = received_.substr(0, bytes);
    received_.erase(0, bytes);
    return taken;
  }

  static void parse_head(RawAnswer& answer) {
    answer.status = std::stoi(answer.head.substr(answer.head.find(' ') + 1, 3));
    for (auto line = answer.head.find("\r\n") + 2; line + 2 < answer.head.size();) {
      const auto end = answer.head.find("\r\n", line);
      const auto colon = answer.head.find(": ", line);
      auto name = answer.head.substr(line, colon - line);
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      answer.headers[name] = answer.head.substr(colon + 2, end - colon - 2);
      line = end + 2;
    }
  }

  net::Task<void> read_sized(RawAnswer& answer, std::size_t bytes) {
    answer.body = co_await read_exactly(bytes);
    answer.complete = answer.body.size() == bytes;
  }

  net::Task<void> read_chunks(RawAnswer& answer) {
    for (;;) {
      const auto size_line = co_await read_until("\r\n");
      if (!size_line.ends_with("\r\n"))
        co_return;
      const auto size = std::stoull(size_line, nullptr, 16);
      auto chunk = co_await read_exactly(size + 2);
      if (chunk.size() < size + 2 || !chunk.ends_with("\r\n"))
        co_return;
      chunk.resize(size);
      if (size == 0) {
        answer.complete = true;
        co_return;
      }
      answer.body += chunk;
      answer.chunks.push_back(std::move(chunk));
    }
  }

  net::Socket socket_;
  std::string received_;
  bool was_reset_ = false;
};

/// A whole HTTP/1.1 request. `headers` are whole lines with "\r\n"; a body brings its Content-Length.
inline std::string request_text(std::string_view method, std::string_view target, std::string_view headers = {},
                                std::string_view body = {}) {
  std::string text{method};
  text += ' ';
  text += target;
  text += " HTTP/1.1\r\nHost: localhost\r\n";
  text += headers;
  if (!body.empty())
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  text += "\r\n";
  text += body;
  return text;
}

} // namespace geminid::test
