#include "server/upstream/origin.hpp"

#include <boost/asio/ip/address_v6.hpp>

#include <algorithm>
#include <charconv>

namespace geminid::upstream {

namespace {

constexpr std::size_t host_bytes_max = 253;

bool is_host_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

Error refuse(std::string_view expected, std::string_view url) {
  constexpr std::size_t shown_bytes_max = 200;
  return Error{"expected " + std::string(expected) + ", got \"" + std::string(url.substr(0, shown_bytes_max)) + '"'};
}

bool is_ipv6(const std::string& text) {
  boost::system::error_code ec;
  boost::asio::ip::make_address_v6(text, ec);
  return !ec && text.find('%') == std::string::npos;
}

std::string in_brackets_if_ipv6(const std::string& host) {
  const bool ipv6 = host.find(':') != std::string::npos;
  return ipv6 ? '[' + host + ']' : host;
}

/// Cuts "host" or "[v6]" off the front of an authority; nothing when neither fits.
bool take_host(std::string_view& authority, std::string& host) {
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos)
      return false;
    host = lower(authority.substr(1, end - 1));
    authority.remove_prefix(end + 1);
    return is_ipv6(host);
  }
  host = lower(authority.substr(0, authority.find(':')));
  authority.remove_prefix(host.size());
  return !host.empty() && host.size() <= host_bytes_max && std::all_of(host.begin(), host.end(), is_host_char);
}

bool take_port(std::string_view text, std::uint16_t& port) {
  if (text.empty())
    return true;
  if (!text.starts_with(':'))
    return false;
  text.remove_prefix(1);
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), port);
  return ec == std::errc{} && end == text.data() + text.size() && port != 0;
}

} // namespace

Result<Origin> Origin::parse(std::string_view url) {
  // User info may hold a password, so this is found before anything is quoted.
  if (url.find('@') != std::string_view::npos)
    return Error{"expected a URL without user info (no '@')"};
  if (const auto at = url.find_first_of("?#"); at != std::string_view::npos)
    return refuse("a URL without query or fragment", url.substr(0, at));
  const auto visible = [](char c) { return c > ' ' && c < '\x7f'; };
  if (!std::all_of(url.begin(), url.end(), visible))
    return Error{"expected a URL of visible ASCII characters only"};

  const auto scheme_end = url.find("://");
  const auto scheme = lower(url.substr(0, scheme_end));
  if (scheme_end == std::string_view::npos || (scheme != "http" && scheme != "https"))
    return refuse("a URL that starts with http:// or https://", url);

  Origin origin;
  origin.tls = scheme == "https";
  origin.port = origin.tls ? 443 : 80;
  auto rest = url.substr(scheme_end + 3);
  auto authority = rest.substr(0, rest.find('/'));
  rest.remove_prefix(authority.size());
  if (!take_host(authority, origin.host))
    return refuse("a host name or address after the scheme (an IPv6 address in brackets)", url);
  if (!take_port(authority, origin.port))
    return refuse("a port from 1 to 65535 after the host", url);
  while (rest.ends_with('/'))
    rest.remove_suffix(1);
  origin.path_prefix = rest;
  return origin;
}

std::string host_and_port(const std::string& host, std::uint16_t port) {
  return in_brackets_if_ipv6(host) + ':' + std::to_string(port);
}

std::string authority(const Origin& origin) {
  const bool implied = origin.port == (origin.tls ? 443 : 80);
  return implied ? in_brackets_if_ipv6(origin.host) : host_and_port(origin.host, origin.port);
}

} // namespace geminid::upstream
