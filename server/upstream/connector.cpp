#include "server/upstream/connector.hpp"

#include "server/upstream/tunnel.hpp"

#include <algorithm>

namespace geminid::upstream {

namespace asio = net::asio;
using std::chrono::steady_clock;

SteadyTime attempt_deadline(SteadyTime now, SteadyTime deadline, std::size_t addresses_left) {
  constexpr std::chrono::seconds least{2};
  if (addresses_left <= 1 || now >= deadline)
    return deadline;
  const auto share = (deadline - now) / static_cast<SteadyTime::rep>(addresses_left);
  return std::min(deadline, now + std::max<SteadyTime::duration>(share, least));
}

namespace {

/// What a proxy is asked to connect to.
Origin far_end(const Client::Options& options) {
  auto end = options.origin;
  if (!options.addresses.empty()) {
    end.host = options.addresses.front().address().to_string();
    end.port = options.addresses.front().port();
  }
  return end;
}

AddressLookup lookup_for(asio::io_context& io, const Client::Options& options) {
  if (options.proxy)
    return {io, options.proxy->host, options.proxy->port};
  if (!options.addresses.empty())
    return {io, options.addresses};
  return {io, options.origin.host, options.origin.port};
}

} // namespace

Connector::Connector(asio::io_context& io, const Client::Options& options)
    : timeout_(options.connect_timeout), through_proxy_(options.proxy.has_value()),
      connect_request_(through_proxy_ ? connect_request(far_end(options), *options.proxy) : ""),
      lookup_(lookup_for(io, options)),
      tls_(options.origin.tls ? std::make_unique<TlsContext>(options.origin.host, options.ca_file) : nullptr) {}

net::Task<Result<Done, Fault>> Connector::connect(Connection& connection) {
  const auto deadline = steady_clock::now() + timeout_;
  const auto reached = co_await reach(connection, deadline);
  if (!reached)
    co_return reached.error();
  if (through_proxy_) {
    connection.expire_at(deadline);
    const auto opened = co_await open_tunnel(connection, connect_request_);
    if (!opened)
      co_return opened.error();
  }
  if (tls_) {
    connection.expire_at(deadline);
    const auto ec = co_await connection.handshake(*tls_);
    if (ec) {
      tls_->forget_session();
      co_return connection.why(Fault::tls, Fault::connect_timeout);
    }
  }
  connection.never_expire();
  co_return Done{};
}

net::Task<Result<Done, Fault>> Connector::reach(Connection& connection, SteadyTime deadline) {
  connection.expire_at(deadline);
  auto endpoints = co_await lookup_.addresses(connection.woken());
  if (connection.interrupted() || endpoints.empty())
    co_return connection.why(through_proxy_ ? Fault::proxy_failed : Fault::resolve, Fault::connect_timeout);
  if (last_good_)
    std::stable_partition(endpoints.begin(), endpoints.end(), [&](const auto& each) { return each == *last_good_; });

  for (auto left = endpoints.size(); left > 0 && !connection.cancelled(); --left) {
    const auto endpoint = endpoints[endpoints.size() - left];
    const auto now = steady_clock::now();
    if (now >= deadline)
      co_return Fault::connect_timeout;
    connection.expire_at(attempt_deadline(now, deadline, left));
    const auto ec = co_await connection.connect(endpoint);
    if (!ec) {
      last_good_ = endpoint;
      co_return Done{};
    }
  }
  co_return connection.why(through_proxy_ ? Fault::proxy_failed : Fault::connect, Fault::connect_timeout);
}

} // namespace geminid::upstream
