// GET /metrics
#pragma once

#include "server/admin/answers.hpp"

namespace geminid::admin {

net::Task<http::Response> get_metrics(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
