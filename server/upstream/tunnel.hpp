// Asks an HTTP proxy to pass bytes on to the origin (CONNECT: RFC 9110, 9.3.6).
#pragma once

#include "server/upstream/connection.hpp"

#include <string>

namespace geminid::upstream {

[[nodiscard]] std::string connect_request(const Origin& origin, const Proxy& proxy);

/// On a connection to the proxy, with its deadline set. Afterwards the connection is as good as one to the origin.
net::Task<Result<Done, Fault>> open_tunnel(Connection& connection, const std::string& request);

} // namespace geminid::upstream
