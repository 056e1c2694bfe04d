// GET /admin/api/events: what happens, while it happens, as server-sent events.
#pragma once

#include "actors/key_pool_actor.hpp"
#include "server/admin/access.hpp"
#include "server/admin/event_hub.hpp"

#include <memory>

namespace geminid::admin {

/// Until the client leaves, its session ends or the process does; then a last event `end` says which.
net::Task<void> stream_events(http::Exchange& exchange, Admin& admin, const Caller& caller);

/// Publishes what the keys' pool tells.
[[nodiscard]] actors::KeyWatch watch_keys(std::shared_ptr<EventHub> events);

} // namespace geminid::admin
