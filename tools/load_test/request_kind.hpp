// The lines of a scenario's mix, as they are written.
#pragma once

#include "shared/json_fields.hpp"
#include "tools/load_test/scenario.hpp"

#include <vector>

namespace geminid::load {

/// `list` is the scenario's member "requests".
[[nodiscard]] Result<std::vector<RequestKind>> parse_kinds(const nlohmann::json& list);

} // namespace geminid::load
