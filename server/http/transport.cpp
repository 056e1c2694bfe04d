#include "server/http/transport.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <poll.h>
#include <utility>

namespace geminid::http {

namespace asio = net::asio;
using boost::system::error_code;

namespace {

// A usual request's head and small body fit; it stays allocated while a connection idles.
constexpr std::size_t buffer_bytes_idle = 4096;
constexpr std::size_t linger_read_bytes = 64 * 1024;

std::string textual_address(const net::Socket& socket) {
  error_code ec;
  const auto endpoint = socket.remote_endpoint(ec);
  if (ec)
    return {};
  auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  return address.to_string();
}

/// Drops the first `bytes` of the pieces; true when nothing is left.
bool advance(Transport::Gather& pieces, std::size_t bytes) {
  bool done = true;
  for (auto& piece : pieces) {
    const auto taken = std::min(bytes, piece.size());
    piece += taken;
    bytes -= taken;
    done = done && piece.size() == 0;
  }
  return done;
}

bool must_wait(const error_code& ec) {
  return ec == asio::error::would_block || ec == asio::error::try_again;
}

} // namespace

Transport::Transport(net::Socket socket, const Limits& limits)
    : socket_(std::move(socket)), timer_(socket_.get_executor()), limits_(limits), buffer_(limits.buffer_bytes_max),
      remote_address_(textual_address(socket_)) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  buffer_.reserve(std::min(buffer_bytes_idle, buffer_.max_size()));
}

void Transport::shrink_buffer() {
  if (buffer_.capacity() > buffer_bytes_idle)
    buffer_.shrink_to_fit();
  buffer_.reserve(std::min(buffer_bytes_idle, buffer_.max_size()));
}

void Transport::release_buffer() {
  if (buffer_.size() == 0)
    buffer_.shrink_to_fit();
}

void Transport::expect_within(std::chrono::milliseconds timeout) {
  timed_out_ = false;
  const auto now = Clock::now();
  deadline_ = now + timeout;
  // Any later deadline lies at least `shortest_timeout` ahead of its own present, so a timer set this way needs no
  // earlier setting until it fires.
  if (deadline_ < armed_until_)
    arm(std::min(deadline_, now + limits_.shortest_timeout));
}

void Transport::arm(Clock::time_point when) {
  armed_until_ = when;
  timer_.expires_at(when);
  timer_.async_wait([weak = weak_from_this()](error_code ec) {
    if (const auto self = weak.lock())
      self->on_timer(ec);
  });
}

void Transport::on_timer(error_code ec) {
  const auto now = Clock::now();
  if (ec || now < armed_until_)
    return; // set anew meanwhile
  armed_until_ = Clock::time_point::max();
  if (deadline_ == Clock::time_point::max() || !socket_.is_open())
    return;
  if (now < deadline_)
    return arm(deadline_);
  deadline_ = Clock::time_point::max();
  timed_out_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

net::Task<std::size_t> Transport::read_some(asio::mutable_buffer into) {
  if (gone_ || timed_out_)
    co_return 0;
  const auto [ec, bytes] = co_await socket_.async_read_some(into, net::as_tuple);
  co_return ec ? 0 : bytes;
}

net::Task<std::size_t> Transport::read_to_buffer(std::size_t bytes_max) {
  const auto into = buffer_.prepare(std::min(bytes_max, buffer_room()));
  const auto bytes = co_await read_some(into);
  buffer_.commit(bytes);
  co_return bytes;
}

net::Task<bool> Transport::write_all(Gather pieces) {
  if (gone_)
    co_return false;
  error_code ec;
  // Mostly the kernel takes all of it at once, and then there is nothing to wait for.
  auto bytes = socket_.write_some(pieces, ec);
  while (!ec || must_wait(ec)) {
    if (advance(pieces, bytes)) {
      expect_nothing();
      co_return true;
    }
    expect_within(limits_.write_timeout);
    std::tie(ec, bytes) = co_await socket_.async_write_some(pieces, net::as_tuple);
  }
  expect_nothing();
  lose_client();
  co_return false;
}

std::shared_ptr<void> Transport::watch(std::function<void()> callback) {
  struct Guard {
    std::weak_ptr<Transport> transport;
    explicit Guard(std::weak_ptr<Transport> watched) : transport(std::move(watched)) {}
    ~Guard() {
      if (const auto alive = transport.lock())
        alive->on_gone_ = nullptr;
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
  };
  on_gone_ = std::move(callback);
  if (gone_)
    post_gone();
  else
    watch_for_bytes();
  return std::make_shared<Guard>(weak_from_this());
}

// A wait that its guard has not outlived is left standing: it costs nothing, the next read queues behind it, and
// cancelling it would cost as much as it did to set it up.
void Transport::watch_for_bytes() {
  if (std::exchange(awaits_bytes_, true))
    return;
  socket_.async_wait(net::Socket::wait_read, [weak = weak_from_this()](error_code ec) {
    if (const auto self = weak.lock())
      self->on_readable(ec);
  });
}

void Transport::on_readable(error_code ec) {
  awaits_bytes_ = false;
  if (!on_gone_)
    return; // nobody asks, and the connection itself may be reading
  if (!socket_.is_open() || (ec && ec != asio::error::operation_aborted) || !read_ahead())
    return lose_client();
  if (buffer_room() > 0)
    watch_for_bytes();
  else
    watch_for_reset(); // waiting for bytes would complete again and again
}

/// False when the client has closed or reset.
bool Transport::read_ahead() {
  if (buffer_room() == 0)
    return true;
  error_code ec;
  const auto bytes = socket_.read_some(buffer_.prepare(std::min(buffer_bytes_idle, buffer_room())), ec);
  buffer_.commit(bytes);
  return !ec || must_wait(ec);
}

void Transport::watch_for_reset() {
  if (std::exchange(awaits_reset_, true))
    return;
  socket_.async_wait(net::Socket::wait_error, [weak = weak_from_this()](error_code) {
    if (const auto self = weak.lock())
      self->on_reset();
  });
}

// Urgent data wakes it too; then it is not set again, or it would wake for the same byte for ever. Reading would not
// show a reset before all unread bytes are taken.
void Transport::on_reset() {
  awaits_reset_ = false;
  if (!on_gone_)
    return;
  pollfd status{socket_.native_handle(), 0, 0};
  if (!socket_.is_open() || (::poll(&status, 1, 0) > 0 && (status.revents & (POLLERR | POLLHUP)) != 0))
    lose_client();
}

void Transport::lose_client() {
  gone_ = true;
  post_gone();
}

// Never called in place: a handler must not be re-entered from its own `write` or `on_gone`.
void Transport::post_gone() {
  if (!on_gone_)
    return;
  asio::post(socket_.get_executor(), [weak = weak_from_this()] {
    if (const auto self = weak.lock())
      self->notify_gone();
  });
}

void Transport::notify_gone() {
  if (const auto callback = std::exchange(on_gone_, nullptr))
    callback();
}

net::Task<void> Transport::linger(std::size_t bytes_max, std::chrono::milliseconds longest) {
  error_code ec;
  socket_.shutdown(net::Socket::shutdown_send, ec);
  const auto end = Clock::now() + longest;
  std::size_t discarded = buffer_.size();
  buffer_.clear();
  while (!ec && discarded < bytes_max && Clock::now() < end) {
    expect_within(limits_.linger_timeout);
    const auto bytes = co_await read_to_buffer(linger_read_bytes);
    if (bytes == 0)
      break;
    discarded += bytes;
    buffer_.clear();
  }
}

void Transport::close() {
  error_code ignored;
  socket_.close(ignored);
  timer_.cancel();
  lose_client();
}

void Transport::abort() {
  error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  close();
}

} // namespace geminid::http
