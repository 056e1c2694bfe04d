// The smallest useful JSON value that a schema allows: what the simulator answers in JSON mode and as forced arguments.
#pragma once

#include <nlohmann/json.hpp>

namespace geminid::sim {

/// Takes JSON Schema as well as Google's OpenAPI subset. Fills `required` properties, or all of them where a schema
/// names none as required; follows local `$ref`s; ends recursion by leaving out what is not required. `pattern` is not
/// obeyed.
[[nodiscard]] nlohmann::json smallest_instance(const nlohmann::json& schema);

} // namespace geminid::sim
