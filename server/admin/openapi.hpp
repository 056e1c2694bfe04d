// The description of the admin API as an OpenAPI 3.1 document, made from the rows that serve it.
#pragma once

#include "server/admin/route.hpp"

#include <span>

namespace geminid::admin {

/// Of these routes; with every schema that any document of the API has.
[[nodiscard]] json openapi_document(std::span<const Route> routes);

/// GET /admin/api/openapi.json
net::Task<http::Response> get_openapi(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
