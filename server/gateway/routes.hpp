// Every path of the client-facing API, on one screen.
#pragma once

#include "server/gateway/gateway.hpp"
#include "server/gateway/model_catalogue.hpp"
#include "server/http/router.hpp"

namespace geminid::gateway {

/// `gateway`, `catalogue` and `draining` outlive the router.
void add_routes(http::Router& router, Gateway& gateway, ModelCatalogue& catalogue, std::function<bool()> draining);

} // namespace geminid::gateway
