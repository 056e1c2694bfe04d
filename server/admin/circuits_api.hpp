// GET /admin/api/circuits, and what /metrics counts of them.
#pragma once

#include "server/admin/answers.hpp"
#include "shared/circuit_dto.hpp"

#include <vector>

namespace geminid::admin {

/// Those of models and of the location; cheap, while those of projects are looked for among the keys.
net::Task<caf::expected<std::vector<dto::Circuit>>> shared_circuits(Admin& admin);
/// Those that are not closed.
net::Task<caf::expected<std::vector<dto::Circuit>>> open_circuits(Admin& admin);
/// `{"circuits":[Circuit…]}`.
net::Task<http::Response> list_circuits(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
