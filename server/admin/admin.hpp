// What every admin handler shares. io thread only.
#pragma once

#include "actors/config_actor.hpp"
#include "actors/user_directory_actor.hpp"
#include "server/gateway/gateway.hpp"

namespace geminid::admin {

struct Admin {
  gateway::Gateway& gateway;
  actors::ConfigActor config;
  actors::UserDirectory users;
  std::string token;           // empty: no token is accepted
  bool metrics_public = false; // /metrics needs no token
};

} // namespace geminid::admin
