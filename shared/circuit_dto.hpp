// A circuit that is not closed: what the gateway does not ask for at present, because it is refused to everybody alike.
#pragma once

#include "shared/json_fields.hpp"

namespace geminid::dto {

/// A model that is throttled for every key; the gateway's location; the spending of a project.
enum class CircuitScope { model, location, project };
enum class CircuitState { open, half_open };

[[nodiscard]] EnumNames<CircuitScope> circuit_scope_names();
[[nodiscard]] EnumNames<CircuitState> circuit_state_names();
[[nodiscard]] std::string_view to_string(CircuitScope scope);
[[nodiscard]] std::string_view to_string(CircuitState state);

struct Circuit {
  CircuitScope scope = CircuitScope::model;
  /// The model, or the project's name; of a key that is a project of its own, the key's id. Empty for the location.
  std::string subject;
  CircuitState state = CircuitState::open;
  /// When the next request passes.
  Instant until{};
  /// How many keys it keeps from serving.
  std::int64_t keys = 0;
  std::string reason;

  bool operator==(const Circuit&) const = default;
};

[[nodiscard]] Result<Circuit> parse_circuit(const json& document);
[[nodiscard]] json to_json(const Circuit& circuit);

} // namespace geminid::dto
