#include "server/upstream/connection.hpp"

#include "server/upstream/response_reader.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>

namespace geminid::upstream {

namespace asio = net::asio;

namespace {

/// Most pieces of a stream are below this; a buffer grows only when reads fill it.
constexpr std::size_t input_bytes_first = 2 * 1024; // enough for the events of a stream, of which many may be open

/// A thinking model is silent for minutes, longer than many address translators remember a silent connection.
void keep_known_to_translators(int socket) {
  const auto set = [socket](int level, int name, int value) {
    ::setsockopt(socket, level, name, &value, sizeof value);
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, 60);
  set(IPPROTO_TCP, TCP_KEEPINTVL, 30);
  set(IPPROTO_TCP, TCP_KEEPCNT, 4);
}

} // namespace

Connection::Connection(asio::io_context& io)
    : input(buffered_bytes_max), socket_(io.get_executor()), deadline_(io, [this] { expire(); }), woken_(io) {}

Connection::~Connection() {
  // OpenSSL makes the session of a connection that ends without this unfit for resumption.
  if (tls_)
    SSL_set_shutdown(tls_->native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

net::Task<ErrorCode> Connection::connect(asio::ip::tcp::endpoint peer) {
  ErrorCode ec;
  if (cancelled_)
    co_return asio::error::operation_aborted;
  expired_ = false;
  socket_.close(ec);
  socket_.open(peer.protocol(), ec);
  if (ec)
    co_return ec;
  socket_.set_option(asio::ip::tcp::no_delay(true), ec);
  keep_known_to_translators(socket_.native_handle());
  socket_.non_blocking(true, ec); // for quiet(); asynchronous operations do not care
  auto [connect_ec] = co_await socket_.async_connect(peer, net::as_tuple);
  co_return interrupted() ? ErrorCode(asio::error::operation_aborted) : connect_ec;
}

net::Task<ErrorCode> Connection::handshake(TlsContext& tls) {
  tls_.emplace(socket_, tls.native());
  tls.prepare(tls_->native_handle());
  auto [ec] = co_await tls_->async_handshake(asio::ssl::stream_base::client, net::as_tuple);
  co_return interrupted() ? ErrorCode(asio::error::operation_aborted) : ec;
}

net::Task<Connection::Transferred> Connection::read_some() {
  auto capacity = std::max(input.capacity(), input_bytes_first);
  if (last_read_was_full_ || input.size() == capacity)
    capacity = std::min(2 * capacity, buffered_bytes_max);
  input.reserve(capacity);
  const auto space = input.prepare(input.capacity() - input.size());
  return tls_ ? tls_->async_read_some(space, net::as_tuple) : socket_.async_read_some(space, net::as_tuple);
}

void Connection::received(std::size_t count) {
  last_read_was_full_ = input.size() + count == input.capacity();
  input.commit(count);
}

void Connection::cancel() {
  cancelled_ = true;
  ErrorCode ignored;
  socket_.close(ignored);
  woken_.set();
}

void Connection::expire() {
  expired_ = true;
  ErrorCode ignored;
  socket_.close(ignored);
  woken_.set();
}

Fault Connection::why(Fault failed, Fault timeout) const {
  if (cancelled_)
    return Fault::cancelled;
  return expired_ ? timeout : failed;
}

bool Connection::quiet() {
  std::array<char, 1> byte{};
  ErrorCode ec;
  // Over TLS this also takes in what may come between responses: tickets and key updates.
  if (tls_)
    tls_->read_some(asio::buffer(byte), ec);
  else
    socket_.read_some(asio::buffer(byte), ec);
  return ec == asio::error::would_block;
}

void Connection::trim() {
  last_read_was_full_ = false;
  if (input.size() == 0 && input.capacity() > 2 * input_bytes_first)
    input.shrink_to_fit();
}

} // namespace geminid::upstream
