// Keys and user keys that the environment names (INTERFACE.md, "Process"): added once, and again only when the
// variable's text has changed, so that what an admin deleted stays deleted.
#pragma once

#include "actors/user_directory_actor.hpp"
#include "server/app/config.hpp"
#include "server/gateway/gateway.hpp"

namespace geminid::app {

/// Before the first request is served. Whatever can't be added is logged and costs nothing else.
net::Task<void> add_environment_keys(gateway::Gateway& gateway, actors::UserDirectory users,
                                     actors::StorageActor storage, Config config);

} // namespace geminid::app
