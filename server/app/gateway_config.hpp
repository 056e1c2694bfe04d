// What the stored settings and user keys mean for the gateway.
#pragma once

#include "actors/config_actor.hpp"
#include "actors/user_directory_actor.hpp"
#include "server/gateway/gateway.hpp"

#include <memory>
#include <vector>

namespace geminid::app {

[[nodiscard]] std::shared_ptr<const gateway::Config>
gateway_config(const dto::Settings& settings, const actors::ModelConfigs& models, actors::RulesPtr rules);
[[nodiscard]] std::shared_ptr<const gateway::UserTable> user_table(const std::vector<actors::UserRecord>& users);

} // namespace geminid::app
