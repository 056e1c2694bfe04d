// What the traffic was: its statistics and the log of requests.
#pragma once

#include "server/admin/admin.hpp"
#include "server/http/exchange.hpp"

namespace geminid::admin {

/// GET /admin/api/stats?window=
net::Task<http::Response> get_stats(http::Exchange& exchange, Admin& admin);
/// GET /admin/api/logs?limit=&before=&key=&user=&model=&status=&bodies=
net::Task<http::Response> list_logs(http::Exchange& exchange, Admin& admin);
/// GET /admin/api/logs/{id}, with what was sent and answered, if that was recorded
net::Task<http::Response> get_log(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
