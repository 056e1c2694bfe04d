// The HTTP proxy on the way to an origin, as environment variables name it to curl and many others.
#pragma once

#include "server/upstream/origin.hpp"
#include "shared/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::upstream {

struct Proxy {
  std::string host;
  std::uint16_t port = 80;
  /// "user:password"; empty: none. Never logged.
  std::string credentials = {};

  /// Takes "http://[user:password@]host[:port]", also without the scheme. User and password are percent-encoded. No
  /// error repeats any of it: in a value that is wrong, the password may stand anywhere.
  static Result<Proxy> parse(std::string_view url);

  bool operator==(const Proxy&) const = default;
};

/// The values of the variables; empty: not set.
struct ProxySettings {
  std::string https_proxy = {}; // for https:// origins
  std::string http_proxy = {};  // for http:// origins
  std::string no_proxy = {};
};

/// None: the origin is connected to directly. The error's field names the variable.
[[nodiscard]] Result<std::optional<Proxy>> proxy_for(const Origin& origin, const ProxySettings& settings);

} // namespace geminid::upstream
