// GET /admin/api/hints: what the gateway noticed and only an admin can judge.
#pragma once

#include "actors/policy/lockstep.hpp"
#include "server/admin/answers.hpp"

namespace geminid::admin {

/// `{"kind":"shared_project","model","keys":[id…],"projects":[name…],"times","first_at","last_at"}`.
[[nodiscard]] json to_json(const policy::LockstepGroup& group);
/// `{"hints":[…]}`.
net::Task<http::Response> list_hints(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
