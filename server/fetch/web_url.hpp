// URLs of the web as clients and redirects name them. Pure.
#pragma once

#include "server/upstream/origin.hpp"
#include "shared/result.hpp"

#include <string>
#include <string_view>

namespace geminid::fetch {

inline constexpr std::size_t url_bytes_max = 8 * 1024;

struct WebUrl {
  upstream::Origin origin; // without a path
  std::string target;      // path and query, as they go on the wire; the fragment is gone

  /// Takes http and https only, without user information, of a host that is a plain DNS name of at least two labels or
  /// an address in its usual notation. So one reading of a host is possible, and no other program's leniency (octal,
  /// hexadecimal, a number for an address, percent escapes, a trailing dot) matters. Spaces and bytes beyond ASCII in
  /// the path become escapes. The error's words continue "The URL …".
  static Result<WebUrl> parse(std::string_view text);

  /// Where a redirect leads (RFC 3986, 5.2).
  [[nodiscard]] Result<WebUrl> resolved(std::string_view location) const;
};

} // namespace geminid::fetch
