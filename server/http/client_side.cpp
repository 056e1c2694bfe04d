#include "server/http/client_side.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace geminid::http {
namespace {

namespace ip = boost::asio::ip;

constexpr std::array<std::string_view, 2> loopback{"127.0.0.0/8", "::1/128"};
constexpr std::array<std::string_view, 7> private_networks{
    "127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos)
    return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// An IPv4 client of an IPv6 socket is an IPv4 client.
ip::address plain(ip::address address) {
  return address.is_v6() && address.to_v6().is_v4_mapped()
             ? ip::address{ip::make_address_v4(ip::v4_mapped, address.to_v6())}
             : address;
}

// Some proxies add the port.
std::optional<ip::address> read_address(std::string_view text) {
  if (text.starts_with('['))
    text = text.substr(1, text.find(']') - 1);
  else if (std::count(text.begin(), text.end(), ':') == 1)
    text = text.substr(0, text.find(':'));
  boost::system::error_code ec;
  const auto address = ip::make_address(std::string{text}, ec);
  return ec ? std::nullopt : std::optional{plain(address)};
}

// Takes the last entry off a header's list.
std::string_view take_last(std::string_view& list) {
  const auto comma = list.rfind(',');
  const auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view{} : list.substr(0, comma);
  return trimmed(last);
}

} // namespace

bool TrustedProxies::add(const std::string& network) {
  boost::system::error_code ec;
  const bool has_prefix = network.find('/') != std::string::npos;
  if (network.find(':') == std::string::npos) {
    const auto of = ip::make_network_v4(has_prefix ? network : network + "/32", ec);
    if (!ec)
      v4_.push_back(of.canonical());
  } else {
    const auto of = ip::make_network_v6(has_prefix ? network : network + "/128", ec);
    if (!ec)
      v6_.push_back(of.canonical());
  }
  return !ec;
}

Result<TrustedProxies> TrustedProxies::parse(std::string_view list) {
  constexpr std::string_view separators = ", \t\r\n";
  TrustedProxies proxies;
  for (auto begin = list.find_first_not_of(separators); begin != std::string_view::npos;) {
    const auto end = std::min(list.find_first_of(separators, begin), list.size());
    const auto entry = list.substr(begin, end - begin);
    if (entry == "loopback")
      std::for_each(loopback.begin(), loopback.end(), [&](auto network) { proxies.add(std::string{network}); });
    else if (entry == "private")
      std::for_each(private_networks.begin(), private_networks.end(),
                    [&](auto network) { proxies.add(std::string{network}); });
    else if (!proxies.add(std::string{entry}))
      return Error{"\"" + std::string{entry} + "\" must be an address, a network (10.0.0.0/8), loopback or private"};
    begin = list.find_first_not_of(separators, end);
  }
  return proxies;
}

bool TrustedProxies::trusts(const ip::address& address) const {
  if (address.is_v4())
    return std::any_of(v4_.begin(), v4_.end(), [&](const auto& network) {
      return ip::network_v4{address.to_v4(), network.prefix_length()}.canonical() == network;
    });
  return std::any_of(v6_.begin(), v6_.end(), [&](const auto& network) {
    return ip::network_v6{address.to_v6(), network.prefix_length()}.canonical() == network;
  });
}

ClientSide client_side(std::string_view peer, std::string_view forwarded_for, std::string_view forwarded_proto,
                       const TrustedProxies& proxies) {
  auto address = read_address(peer);
  if (!address)
    return {std::string{peer}, false};
  if (!proxies.trusts(*address))
    return {address->to_string(), false};
  while (proxies.trusts(*address) && !forwarded_for.empty()) {
    const auto before = read_address(take_last(forwarded_for));
    if (!before)
      break;
    address = before;
  }
  // Each proxy may have added its own; the nearest one is the trusted one's.
  return {address->to_string(), boost::beast::iequals(take_last(forwarded_proto), "https")};
}

ClientSide client_side(const Exchange& exchange, const TrustedProxies& proxies) {
  return client_side(exchange.remote_address(), exchange.header_list("x-forwarded-for"),
                     exchange.header_list("x-forwarded-proto"), proxies);
}

} // namespace geminid::http
