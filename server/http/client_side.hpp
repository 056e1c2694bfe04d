// Who is on the other side of the proxies in front: what `X-Forwarded-For` and `X-Forwarded-Proto` say is believed as
// far as trusted proxies said it.
#pragma once

#include "server/http/exchange.hpp"
#include "shared/result.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace geminid::http {

class TrustedProxies {
public:
  /// Addresses, networks ("10.0.0.0/8") and the words "loopback" and "private", separated by commas or spaces. Empty:
  /// nobody is trusted.
  [[nodiscard]] static Result<TrustedProxies> parse(std::string_view list);

  [[nodiscard]] bool trusts(const boost::asio::ip::address& address) const;

private:
  bool add(const std::string& network);

  std::vector<boost::asio::ip::network_v4> v4_;
  std::vector<boost::asio::ip::network_v6> v6_;
};

struct ClientSide {
  /// The nearest address that is no trusted proxy's, or the farthest that is known.
  std::string address;
  /// The client's own connection is encrypted, as a trusted proxy says.
  bool https = false;
};

[[nodiscard]] ClientSide client_side(const Exchange& exchange, const TrustedProxies& proxies);
/// The same from its parts; the headers are empty when absent.
[[nodiscard]] ClientSide client_side(std::string_view peer, std::string_view forwarded_for,
                                     std::string_view forwarded_proto, const TrustedProxies& proxies);

} // namespace geminid::http
