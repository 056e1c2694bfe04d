// Scripted faults as the control API reads and prints them.
#pragma once

#include "shared/result.hpp"
#include "tools/gemini_sim/faults.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string_view>

namespace geminid::sim {

[[nodiscard]] std::string_view to_string(FaultKind kind);
[[nodiscard]] std::optional<FaultKind> fault_kind_named(std::string_view name);

/// `parse_fault` reads what `fault_json` printed as the same fault.
[[nodiscard]] nlohmann::json fault_json(const Fault& fault);
/// Members as in `Fault`; `kind` is required, `"count":null` is unlimited, as are `egress_throttle`, `refuse_field` and
/// `foreign_signatures` without a count. The error names the member.
[[nodiscard]] Result<Fault> parse_fault(const nlohmann::json& value);

} // namespace geminid::sim
