#include "server/upstream/proxy.hpp"

#include "server/upstream/no_proxy.hpp"

#include <boost/beast/core/string.hpp>

#include <charconv>

namespace geminid::upstream {

namespace {

Error malformed() {
  return Error{"expected http://[user:password@]host[:port], with special characters of the user and the password "
               "percent-encoded"};
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    const auto digits = text.substr(i + 1, 2);
    unsigned char byte = 0;
    const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (ec != std::errc{} || digits.size() != 2 || end != digits.data() + digits.size())
      return std::nullopt;
    out.push_back(static_cast<char>(byte));
    i += 2;
  }
  return out;
}

} // namespace

Result<Proxy> Proxy::parse(std::string_view url) {
  if (const auto scheme_end = url.find("://"); scheme_end != std::string_view::npos) {
    if (!boost::beast::iequals(url.substr(0, scheme_end), "http"))
      return Error{"expected a proxy at an http:// address: others (https://, socks5://) are not supported"};
    url.remove_prefix(scheme_end + 3);
  }
  Proxy proxy;
  if (const auto at = url.rfind('@'); at != std::string_view::npos) {
    const auto user_info = url.substr(0, at);
    auto credentials = percent_decoded(user_info);
    if (!credentials || user_info.find_first_of("/?#") != std::string_view::npos)
      return malformed();
    proxy.credentials = std::move(*credentials);
    if (user_info.find(':') == std::string_view::npos)
      proxy.credentials.push_back(':');
    url.remove_prefix(at + 1);
  }
  auto origin = Origin::parse("http://" + std::string(url));
  if (!origin || !origin->path_prefix.empty())
    return malformed();
  proxy.host = std::move(origin->host);
  proxy.port = origin->port;
  return proxy;
}

Result<std::optional<Proxy>> proxy_for(const Origin& origin, const ProxySettings& settings) {
  const auto& url = origin.tls ? settings.https_proxy : settings.http_proxy;
  if (url.empty())
    return std::optional<Proxy>{};
  auto proxy = Proxy::parse(url);
  if (!proxy)
    return Error{std::move(proxy.error().message), origin.tls ? "HTTPS_PROXY" : "http_proxy"};
  if (listed_in_no_proxy(settings.no_proxy, origin))
    return std::optional<Proxy>{};
  return std::optional<Proxy>{std::move(*proxy)};
}

} // namespace geminid::upstream
