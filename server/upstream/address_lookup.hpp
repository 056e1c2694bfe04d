// Finds the addresses of one host. Lookups that are under way are shared: getaddrinfo runs on one thread, one by one.
#pragma once

#include "server/net/task.hpp"
#include "server/upstream/connection.hpp"

#include <memory>
#include <string>
#include <vector>

namespace geminid::upstream {

using Endpoints = std::vector<net::asio::ip::tcp::endpoint>;

class AddressLookup {
public:
  AddressLookup(net::asio::io_context& io, std::string host, std::uint16_t port);
  /// Of a host whose addresses are known already.
  AddressLookup(net::asio::io_context& io, Endpoints known);

  /// In the system's order of preference; empty when there are none. Ends early, empty, when `woken` is set:
  /// getaddrinfo itself cannot be interrupted.
  net::Task<Endpoints> addresses(Event& woken);

private:
  using Resolver = net::asio::ip::basic_resolver<net::asio::ip::tcp, net::Executor>;
  struct Flight {
    bool landed = false;
    Endpoints endpoints;
    std::vector<Event*> waiting;
  };
  class Passenger;

  std::shared_ptr<Flight> flight();

  Resolver resolver_;
  std::string host_;
  std::uint16_t port_;
  Endpoints known_;
  std::shared_ptr<Flight> flight_;
};

} // namespace geminid::upstream
