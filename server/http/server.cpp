#include "server/http/server.hpp"

#include "server/http/connection.hpp"
#include "server/http/server_state.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>
#include <vector>

namespace geminid::http {

namespace asio = net::asio;
using boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, net::Executor>;

namespace {

constexpr std::chrono::milliseconds accept_retry_delay{100};

std::string display(const Server::Options& options) {
  const bool is_v6 = options.address.find(':') != std::string::npos;
  return (is_v6 ? "[" + options.address + "]" : options.address) + ":" + std::to_string(options.port);
}

Result<Done> listen(Acceptor& acceptor, const Server::Options& options) {
  error_code ec;
  const auto failure = [&options](const std::string& reason) {
    return Error{"cannot listen on " + display(options) + ": " + reason};
  };
  const auto address = asio::ip::make_address(options.address, ec);
  if (ec)
    return failure("expected an IPv4 or IPv6 address");
  const asio::ip::tcp::endpoint endpoint{address, options.port};
  acceptor.open(endpoint.protocol(), ec);
  if (!ec)
    acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec && address.is_v6())
    acceptor.set_option(asio::ip::v6_only(false), ec); // "::" takes IPv4 too
  if (!ec)
    acceptor.bind(endpoint, ec);
  if (!ec)
    acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (!ec)
    return Done{};
  error_code ignored;
  acceptor.close(ignored);
  return failure(ec.message());
}

} // namespace

class Server::Impl : public std::enable_shared_from_this<Impl> {
public:
  Impl(asio::io_context& io, const Router& router, Options options)
      : state_(std::make_shared<ServerState>(io, router, std::move(options))), acceptor_(io.get_executor()) {}

  Result<Done> start() {
    auto listening = listen(acceptor_, state_->options);
    if (listening) {
      port_ = acceptor_.local_endpoint().port();
      asio::co_spawn(acceptor_.get_executor(), accept_connections(shared_from_this()), asio::detached);
    }
    return listening;
  }

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const ServerState& state() const { return *state_; }

  void stop_accepting() {
    error_code ignored;
    acceptor_.close(ignored);
    state_->connection_ended.cancel(); // the accept loop may be waiting for it
  }

  void close_connections(bool only_idle) {
    // Closing ends no coroutine in place, so the set stays as it is.
    for (auto* transport : state_->connections)
      if (!only_idle || transport->idle())
        transport->close();
  }

  static net::Task<void> drain(std::shared_ptr<Impl> self, std::chrono::milliseconds deadline) {
    auto& state = *self->state_;
    state.draining = true;
    self->stop_accepting();
    self->close_connections(true);
    Timer patience{self->acceptor_.get_executor(), deadline};
    patience.async_wait([weak = std::weak_ptr{self}](error_code ec) {
      const auto alive = weak.lock();
      if (!ec && alive)
        alive->give_up();
    });
    while (!state.connections.empty() && Clock::now() < patience.expiry())
      co_await state.connection_ended.async_wait(net::as_tuple);
    self->close_connections(false);
  }

private:
  static net::Task<void> accept_connections(std::shared_ptr<Impl> self) {
    auto& state = *self->state_;
    auto& acceptor = self->acceptor_;
    while (acceptor.is_open()) {
      if (state.connections.size() >= state.options.limits.connections_max) {
        co_await state.connection_ended.async_wait(net::as_tuple);
        continue;
      }
      auto [ec, socket] = co_await acceptor.async_accept(net::as_tuple);
      if (!ec)
        self->serve(std::move(socket));
      else if (acceptor.is_open() && ec != asio::error::connection_aborted)
        co_await pause_after(state, ec, acceptor.get_executor());
    }
  }

  /// Out of files or memory: accepting again at once would only burn the processor.
  static net::Task<void> pause_after(const ServerState& state, error_code ec, net::Executor executor) {
    if (state.options.on_accept_error)
      state.options.on_accept_error(ec.message());
    Timer pause{executor, accept_retry_delay};
    co_await pause.async_wait(net::as_tuple);
  }

  void serve(net::Socket socket) {
    auto transport = std::make_shared<Transport>(std::move(socket), state_->transport_limits());
    ConnectionSlot slot{state_, std::move(transport)};
    asio::co_spawn(acceptor_.get_executor(), serve_connection(std::move(slot)), asio::detached);
  }

  void give_up() { state_->connection_ended.cancel(); }

  std::shared_ptr<ServerState> state_;
  Acceptor acceptor_;
  std::uint16_t port_ = 0;
};

Server::Server(asio::io_context& io, const Router& router, Options options)
    : impl_(std::make_shared<Impl>(io, router, std::move(options))) {}

Server::~Server() {
  impl_->stop_accepting();
  impl_->close_connections(false);
}

Result<Done> Server::start() {
  return impl_->start();
}

std::uint16_t Server::port() const {
  return impl_->port();
}

net::Task<void> Server::drain(std::chrono::milliseconds deadline) {
  return Impl::drain(impl_, deadline);
}

bool Server::draining() const {
  return impl_->state().draining;
}

std::size_t Server::active_requests() const {
  return impl_->state().active_requests;
}

std::size_t Server::open_connections() const {
  return impl_->state().connections.size();
}

std::size_t Server::open_streams() const {
  return impl_->state().open_streams;
}

} // namespace geminid::http
