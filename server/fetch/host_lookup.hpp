// Finds the addresses of hosts that clients name, on threads of its own: a name server that a client chose may be as
// slow as it likes, and must not hold up the lookups of Google's address, which share one thread.
#pragma once

#include "server/upstream/connection.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace geminid::fetch {

using Addresses = std::vector<net::asio::ip::address>;
/// In order of preference; empty when there are none, or when `woken` was set before they were there.
using Lookup = std::function<net::Task<Addresses>(std::string host, upstream::Event& woken)>;

class HostLookup {
public:
  explicit HostLookup(net::asio::io_context& io) : io_(io) {}
  /// Waits for the lookups under way: getaddrinfo cannot be interrupted.
  ~HostLookup();
  HostLookup(const HostLookup&) = delete;
  HostLookup& operator=(const HostLookup&) = delete;

  net::Task<Addresses> addresses(std::string host, upstream::Event& woken);

private:
  struct Flight;
  class Passenger;

  net::asio::io_context& io_;
  std::optional<net::asio::thread_pool> threads_; // from the first lookup on
};

} // namespace geminid::fetch
