// A port on loopback that answers no SYN: its queue of connections to accept is full.
#pragma once

#include "server/net/task.hpp"

#include <vector>

namespace geminid::upstream {

class FullListener {
public:
  explicit FullListener(net::asio::io_context& io) : acceptor_(io.get_executor()) {
    const net::asio::ip::tcp::endpoint any(net::asio::ip::address_v4::loopback(), 0);
    acceptor_.open(any.protocol());
    acceptor_.bind(any);
    acceptor_.listen(0);
    for (int i = 0; i < 4; ++i) {
      auto& filler = fillers_.emplace_back(io.get_executor());
      filler.async_connect(acceptor_.local_endpoint(), [](const boost::system::error_code&) {});
    }
  }

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

private:
  net::asio::basic_socket_acceptor<net::asio::ip::tcp, net::Executor> acceptor_;
  std::vector<net::Socket> fillers_;
};

} // namespace geminid::upstream
