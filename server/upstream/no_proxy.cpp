#include "server/upstream/no_proxy.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/beast/core/string.hpp>

#include <algorithm>
#include <optional>

namespace geminid::upstream {

namespace ip = boost::asio::ip;

namespace {

/// One entry, taken apart at its port; "::1" and "[::1]" have none.
struct Entry {
  std::string host;
  std::optional<std::string> port;
};

Entry parse_entry(std::string_view text) {
  const auto split = [](std::string_view host, std::string_view rest) {
    return rest.starts_with(':') ? Entry{std::string(host), std::string(rest.substr(1))}
                                 : Entry{std::string(host), std::nullopt};
  };
  if (const auto end = text.find(']'); text.starts_with('[') && end != std::string_view::npos)
    return split(text.substr(1, end - 1), text.substr(end + 1));
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon != text.rfind(':'))
    return {std::string(text), std::nullopt};
  return split(text.substr(0, colon), text.substr(colon));
}

bool in_network(const ip::address& address, const std::string& network) {
  boost::system::error_code ec;
  if (address.is_v4()) {
    const auto wanted = ip::make_network_v4(network, ec);
    return !ec && ip::network_v4(address.to_v4(), wanted.prefix_length()).canonical() == wanted.canonical();
  }
  const auto wanted = ip::make_network_v6(network, ec);
  return !ec && ip::network_v6(address.to_v6(), wanted.prefix_length()).canonical() == wanted.canonical();
}

bool covers_address(const std::string& wanted, const ip::address& address) {
  boost::system::error_code ec;
  const auto exact = ip::make_address(wanted, ec);
  return ec ? in_network(address, wanted) : exact == address;
}

bool covers_name(std::string_view wanted, std::string_view name) {
  if (wanted.starts_with('*'))
    wanted.remove_prefix(1);
  if (wanted.starts_with('.'))
    wanted.remove_prefix(1);
  if (wanted.empty() || wanted.size() > name.size())
    return false;
  const auto above = name.substr(0, name.size() - wanted.size());
  return boost::beast::iequals(name.substr(above.size()), wanted) && (above.empty() || above.ends_with('.'));
}

bool covers(const Entry& entry, const Origin& origin) {
  if (entry.port && *entry.port != std::to_string(origin.port))
    return false;
  if (entry.host == "*")
    return true;
  boost::system::error_code ec;
  const auto address = ip::make_address(origin.host, ec);
  return ec ? covers_name(entry.host, origin.host) : covers_address(entry.host, address);
}

} // namespace

bool listed_in_no_proxy(std::string_view list, const Origin& origin) {
  constexpr std::string_view separators = ", \t\r\n";
  while (!list.empty()) {
    const auto entry = list.substr(0, list.find_first_of(separators));
    list.remove_prefix(std::min(list.size(), entry.size() + 1));
    if (covers(parse_entry(entry), origin))
      return true;
  }
  return false;
}

} // namespace geminid::upstream
