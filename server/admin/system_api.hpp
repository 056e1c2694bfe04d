// GET /admin/api/system and GET /metrics: the state of the process at this moment.
#pragma once

#include "server/admin/admin.hpp"
#include "server/http/exchange.hpp"

namespace geminid::admin {

net::Task<http::Response> get_system(http::Exchange& exchange, Admin& admin);
net::Task<http::Response> get_metrics(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
