// The calls of the admin API.
#pragma once

#include "server/admin/route.hpp"

#include <vector>

namespace geminid::admin {

/// Every call, as it is served and described. With `metrics_public` GET /metrics is for everybody.
[[nodiscard]] std::vector<Route> routes(bool metrics_public);

/// Adds them all. `admin` outlives the router.
void add_routes(http::Router& router, Admin& admin);

} // namespace geminid::admin
