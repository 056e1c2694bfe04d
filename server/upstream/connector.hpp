// Brings a new connection to the point where a request can be written: address, TCP, the
// proxy's tunnel, TLS, within one time limit.
#pragma once

#include "server/upstream/address_lookup.hpp"
#include "server/upstream/connection.hpp"

#include <memory>
#include <optional>

namespace geminid::upstream {

/// Until when one of the remaining addresses may be tried: an equal share of the time left, so that a silent address
/// leaves time for the next, but not less than two seconds where there are as many.
[[nodiscard]] SteadyTime attempt_deadline(SteadyTime now, SteadyTime deadline, std::size_t addresses_left);

class Connector {
public:
  /// Throws boost::system::system_error when the options' ca_file cannot be read.
  Connector(net::asio::io_context& io, const Client::Options& options);

  net::Task<Result<Done, Fault>> connect(Connection& connection);

private:
  net::Task<Result<Done, Fault>> reach(Connection& connection, SteadyTime deadline);

  std::chrono::milliseconds timeout_;
  bool through_proxy_;
  std::string connect_request_; // where it is through a proxy
  AddressLookup lookup_;        // of the origin or, where there is one, of the proxy
  std::unique_ptr<TlsContext> tls_;
  /// Tried first the next time, so that an address that swallows packets costs its share of the time once.
  std::optional<net::asio::ip::tcp::endpoint> last_good_;
};

} // namespace geminid::upstream
