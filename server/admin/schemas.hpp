// What the admin API's documents look like, by name: `#/components/schemas` of its description. One function for each
// group of the DTOs in shared/, which say what the members mean.
#pragma once

#include "shared/json_fields.hpp"

#include <map>
#include <string>

namespace geminid::admin {

using Schemas = std::map<std::string, dto::json>;

[[nodiscard]] Schemas key_schemas();
[[nodiscard]] Schemas user_key_schemas();
[[nodiscard]] Schemas config_schemas();  // models and settings
[[nodiscard]] Schemas session_schemas(); // and errors
[[nodiscard]] Schemas traffic_schemas(); // statistics, logs, circuits, audit
[[nodiscard]] Schemas live_schemas();    // checks and hints
[[nodiscard]] Schemas system_schemas();
[[nodiscard]] Schemas backup_schemas();

/// All of them.
[[nodiscard]] Schemas schemas();

} // namespace geminid::admin
