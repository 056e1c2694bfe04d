// One request and its answer over a connection of the pool.
#pragma once

#include "server/net/task.hpp"
#include "tools/load_test/plan.hpp"
#include "tools/load_test/tally.hpp"

namespace geminid::load {

/// `call` is fresh and its own; when the run ends early it is cancelled from outside. Latencies count from `due`.
net::Task<Outcome> exchange(const Plan& plan, std::uint64_t number, SteadyTime due, upstream::Call& call);

} // namespace geminid::load
