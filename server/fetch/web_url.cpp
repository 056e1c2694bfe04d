#include "server/fetch/web_url.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/beast/core/string.hpp>

#include <algorithm>

namespace geminid::fetch {
namespace {

constexpr std::size_t label_bytes_max = 63;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
}

bool is_address(const std::string& host) {
  boost::system::error_code ec;
  boost::asio::ip::make_address(host, ec);
  return !ec;
}

/// Origin::parse has seen to the characters. No top-level domain begins with a digit, but odd notations of addresses
/// do.
bool is_plain_name(std::string_view host) {
  std::string_view label;
  std::size_t labels = 0;
  for (bool more = true; more; ++labels) {
    const auto dot = host.find('.');
    label = host.substr(0, dot);
    if (label.empty() || label.size() > label_bytes_max || label.front() == '-' || label.back() == '-')
      return false;
    more = dot != std::string_view::npos;
    host.remove_prefix(more ? dot + 1 : host.size());
  }
  return labels >= 2 && is_letter(label.front());
}

std::string escaped(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const auto c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > ' ' && byte < 0x7f) {
      out += c;
    } else {
      out += '%';
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
  }
  return out;
}

/// "scheme:" at the beginning of a reference.
bool has_scheme(std::string_view reference) {
  const auto end = std::find_if_not(reference.begin(), reference.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '.' || c == '-';
  });
  return end != reference.begin() && end != reference.end() && *end == ':' && is_letter(reference.front());
}

/// RFC 3986, 5.2.4, of a path that begins with a slash.
std::string without_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const auto end = path.find('/', 1);
    const auto segment = path.substr(0, end);
    const bool last = end == std::string_view::npos;
    path.remove_prefix(segment.size());
    if (segment == "/..")
      out.erase(std::min(out.size(), out.rfind('/')));
    else if (segment != "/.")
      out += segment;
    if (last && (segment == "/." || segment == "/.."))
      out += '/';
  }
  return out.empty() ? "/" : out;
}

std::string_view path_of(std::string_view target) {
  return target.substr(0, target.find('?'));
}

} // namespace

Result<WebUrl> WebUrl::parse(std::string_view text) {
  if (text.size() > url_bytes_max)
    return Error{"is longer than 8 KiB"};
  if (std::any_of(text.begin(), text.end(), is_control))
    return Error{"holds control characters"};
  const auto scheme_end = text.find("://");
  const auto scheme = text.substr(0, scheme_end);
  if (scheme_end == std::string_view::npos ||
      (!boost::beast::iequals(scheme, "https") && !boost::beast::iequals(scheme, "http")))
    return Error{"leads to neither http:// nor https://"};

  const auto authority_begin = scheme_end + 3;
  const auto authority_end = std::min(text.find_first_of("/?#", authority_begin), text.size());
  const auto authority = text.substr(authority_begin, authority_end - authority_begin);
  if (authority.find('@') != std::string_view::npos)
    return Error{"holds a user name or a password"};
  auto origin = upstream::Origin::parse(text.substr(0, authority_end));
  if (!origin || (!is_address(origin->host) && !is_plain_name(origin->host)))
    return Error{"names no host by a plain DNS name or an IP address"};

  const auto rest = text.substr(authority_end);
  auto target = escaped(rest.substr(0, rest.find('#')));
  if (!target.starts_with('/'))
    target.insert(target.begin(), '/');
  return WebUrl{std::move(*origin), std::move(target)};
}

Result<WebUrl> WebUrl::resolved(std::string_view location) const {
  if (location.size() > url_bytes_max)
    return Error{"is longer than 8 KiB"};
  if (has_scheme(location))
    return parse(location);
  const std::string scheme = origin.tls ? "https:" : "http:";
  if (location.starts_with("//"))
    return parse(scheme + std::string{location});
  location = location.substr(0, location.find('#'));
  const auto path = path_of(location);
  const auto query = location.substr(path.size());
  std::string whole;
  if (path.starts_with('/'))
    whole = without_dot_segments(path);
  else if (!path.empty())
    whole = without_dot_segments(target.substr(0, path_of(target).rfind('/') + 1).append(path));
  else
    whole = query.empty() ? target : std::string{path_of(target)};
  return parse(scheme + "//" + upstream::authority(origin) + whole.append(query));
}

} // namespace geminid::fetch
