// GET /health and GET /health/ready
#pragma once

#include "server/gateway/gateway.hpp"
#include "server/http/server.hpp"

namespace geminid::gateway {

/// `draining`: 503, so that a load balancer looks elsewhere.
net::Task<void> health(http::Exchange& exchange, bool draining);
/// 200 while at least one key can serve.
net::Task<void> ready(http::Exchange& exchange, Gateway& gateway);

} // namespace geminid::gateway
