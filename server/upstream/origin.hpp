// Where requests go.
#pragma once

#include "shared/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace geminid::upstream {

/// Scheme, authority and the path prefix before "/v1beta".
struct Origin {
  bool tls = true;
  std::string host;
  std::uint16_t port = 443;
  std::string path_prefix = {};

  /// Accepts http:// and https:// URLs without query, fragment or user info; IPv6 hosts in brackets.
  static Result<Origin> parse(std::string_view url);
};

/// "example.org:443", "[::1]:443".
[[nodiscard]] std::string host_and_port(const std::string& host, std::uint16_t port);
/// The same, but the port only where the scheme does not imply it.
[[nodiscard]] std::string authority(const Origin& origin);

} // namespace geminid::upstream
