#include "server/upstream/call.hpp"

#include "server/upstream/request_head.hpp"

#include <algorithm>
#include <utility>

namespace geminid::upstream {

namespace asio = net::asio;
using std::chrono::steady_clock;

namespace {

/// One TLS record holds no more, and each buffer becomes at least one record and one packet of its own.
constexpr std::size_t tls_record_bytes = 16 * 1024;

} // namespace

Shared::Shared(asio::io_context& context, Client::Options wanted)
    : io(context), options(std::move(wanted)), connector(io, options),
      pool(io, options.idle_connections_max, options.keep_alive) {}

PooledCall::~PooledCall() {
  if (connection_ && !failed_ && reader_ && reader_->complete())
    release();
  --shared_->calls;
}

net::Task<Result<ResponseHead, Fault>> PooledCall::send(Request request) {
  if (failed_)
    co_return *failed_;
  auto head = request_head(shared_->options.origin, request);
  if (!head)
    co_return fail(Fault::malformed);
  const auto obtained = co_await obtain_head(request, std::move(*head));
  if (!obtained)
    co_return fail(obtained.error());
  auto response = reader_->take_head();
  if (reader_->complete())
    release();
  co_return std::move(response);
}

/// A kept-alive connection may have been closed by the peer at the very moment of its reuse: that is nobody's fault,
/// and the request was not worked on, so it is sent again over a connection that is certainly fresh.
net::Task<PooledCall::Outcome> PooledCall::obtain_head(const Request& request, std::string head) {
  connection_ = shared_->pool.take();
  if (connection_) {
    const auto outcome = co_await exchange(request, head);
    const bool stale = !outcome && outcome.error() == Fault::broken && !answered_;
    if (!stale)
      co_return outcome;
  }
  connection_ = std::make_unique<Connection>(shared_->io);
  const auto connected = co_await shared_->connector.connect(*connection_);
  if (!connected)
    co_return connected;
  co_return co_await exchange(request, head);
}

net::Task<PooledCall::Outcome> PooledCall::exchange(const Request& request, const std::string& head) {
  reader_.emplace(request.method == "HEAD");
  const auto written = co_await write(request, head);
  if (!written && connection_->interrupted())
    co_return written;
  // A peer that refuses a large body may answer and close before it has read all: the answer says why.
  for (;;) {
    switch (reader_->next(connection_->input)) {
    case ResponseReader::Step::head:
      connection_->never_expire();
      co_return Done{};
    case ResponseReader::Step::too_large:
      co_return Fault::too_large;
    case ResponseReader::Step::need_input:
      break;
    case ResponseReader::Step::piece:
    case ResponseReader::Step::end:
    case ResponseReader::Step::malformed:
      co_return Fault::malformed;
    }
    const auto filled = co_await fill(Fault::head_timeout);
    if (!filled)
      co_return filled;
    answered_ = true;
  }
}

net::Task<PooledCall::Outcome> PooledCall::write(const Request& request, const std::string& head) {
  std::string_view body = request.body;
  std::string flat;
  if (connection_->encrypted() && head.size() < tls_record_bytes) {
    const auto along = std::min(body.size(), tls_record_bytes - head.size());
    flat.reserve(head.size() + along);
    flat.append(head).append(body.substr(0, along));
    body.remove_prefix(along);
  }
  const std::array<asio::const_buffer, 2> bytes{asio::buffer(flat.empty() ? head : flat), asio::buffer(body)};
  const auto on_progress = [connection = connection_.get(), timeout = request.head_timeout] {
    connection->expire_at(steady_clock::now() + timeout);
  };
  auto [ec, count] = co_await connection_->write(bytes, on_progress);
  sent_whole_ = !ec;
  if (ec || connection_->interrupted())
    co_return connection_->why(Fault::broken, Fault::head_timeout);
  on_progress();
  co_return Done{};
}

/// Fault::broken also for an orderly end, which `read_some` tells apart by asking the reader.
net::Task<PooledCall::Outcome> PooledCall::fill(Fault timeout) {
  auto [ec, count] = co_await connection_->read_some();
  if (ec || connection_->interrupted()) {
    at_eof_ = ec == asio::error::eof && !connection_->interrupted();
    co_return connection_->why(Fault::broken, timeout);
  }
  connection_->received(count);
  co_return Done{};
}

net::Task<Result<std::string_view, Fault>> PooledCall::read_some() {
  if (failed_)
    co_return *failed_;
  while (connection_) {
    switch (reader_->next(connection_->input)) {
    case ResponseReader::Step::piece:
      co_return reader_->piece();
    case ResponseReader::Step::end:
      release();
      co_return std::string_view{};
    case ResponseReader::Step::need_input:
      break;
    case ResponseReader::Step::too_large:
    case ResponseReader::Step::head:
    case ResponseReader::Step::malformed:
      co_return fail(Fault::malformed);
    }
    connection_->expire_at(steady_clock::now() + shared_->options.idle_timeout);
    const auto filled = co_await fill(Fault::idle_timeout);
    connection_->never_expire();
    if (filled)
      continue;
    if (!at_eof_ || !reader_->ends_at_eof())
      co_return fail(filled.error());
    connection_.reset();
  }
  co_return std::string_view{};
}

std::string_view PooledCall::at_hand() {
  if (failed_ || !connection_)
    return {};
  switch (reader_->next(connection_->input)) {
  case ResponseReader::Step::piece:
    return reader_->piece();
  case ResponseReader::Step::end:
  case ResponseReader::Step::need_input:
    return {};
  case ResponseReader::Step::too_large:
  case ResponseReader::Step::head:
  case ResponseReader::Step::malformed:
    break;
  }
  fail(Fault::malformed);
  return {};
}

net::Task<Result<std::string, Fault>> PooledCall::read_all(std::size_t bytes_max) {
  std::string all;
  if (const auto length = connection_ ? reader_->content_length() : std::nullopt) {
    if (*length > bytes_max)
      co_return fail(Fault::too_large);
    all.reserve(static_cast<std::size_t>(*length));
  }
  for (;;) {
    const auto piece = co_await read_some();
    if (!piece)
      co_return piece.error();
    if (piece->empty())
      co_return std::move(all);
    if (piece->size() > bytes_max - all.size())
      co_return fail(Fault::too_large);
    all.append(*piece);
  }
}

void PooledCall::cancel() {
  if (failed_)
    return;
  failed_ = Fault::cancelled;
  if (connection_)
    connection_->cancel();
}

/// The first fault stays. Nothing is awaited here, so the connection can go.
Fault PooledCall::fail(Fault fault) {
  if (!failed_)
    failed_ = fault;
  connection_.reset();
  return *failed_;
}

void PooledCall::release() {
  auto connection = std::exchange(connection_, nullptr);
  if (sent_whole_ && reader_->keep_alive() && connection->input.size() == 0)
    shared_->pool.put(std::move(connection));
}

} // namespace geminid::upstream
