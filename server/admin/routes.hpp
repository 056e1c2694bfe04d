// Every path of the admin API, on one screen.
#pragma once

#include "server/admin/admin.hpp"
#include "server/http/router.hpp"

namespace geminid::admin {

/// `admin` outlives the router.
void add_routes(http::Router& router, Admin& admin);

} // namespace geminid::admin
