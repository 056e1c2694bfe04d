// GET /admin/api/circuits
#pragma once

#include "server/admin/answers.hpp"

namespace geminid::admin {

/// `{"circuits":[Circuit…]}`: those that are not closed.
net::Task<http::Response> list_circuits(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
