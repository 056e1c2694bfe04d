#include "shared/circuit_dto.hpp"

#include <array>

namespace geminid::dto {
namespace {

constexpr std::array<std::pair<CircuitScope, std::string_view>, 3> scopes{{
    {CircuitScope::model, "model"},
    {CircuitScope::location, "location"},
    {CircuitScope::project, "project"},
}};

constexpr std::array<std::pair<CircuitState, std::string_view>, 2> circuit_states{{
    {CircuitState::open, "open"},
    {CircuitState::half_open, "half_open"},
}};

} // namespace

EnumNames<CircuitScope> circuit_scope_names() {
  return scopes;
}

EnumNames<CircuitState> circuit_state_names() {
  return circuit_states;
}

std::string_view to_string(CircuitScope scope) {
  return enum_name<CircuitScope>(scopes, scope);
}

std::string_view to_string(CircuitState state) {
  return enum_name<CircuitState>(circuit_states, state);
}

Result<Circuit> parse_circuit(const json& document) {
  Circuit circuit;
  Fields fields{document};
  fields.choice<CircuitScope>("scope", circuit.scope, scopes)
      .text("subject", circuit.subject, prose_rule)
      .choice<CircuitState>("state", circuit.state, circuit_states)
      .instant("until", circuit.until)
      .integer("keys", circuit.keys, count_range)
      .text("reason", circuit.reason, prose_rule);
  return fields.finish(std::move(circuit));
}

json to_json(const Circuit& circuit) {
  return {{"scope", to_string(circuit.scope)},  {"subject", circuit.subject}, {"state", to_string(circuit.state)},
          {"until", to_rfc3339(circuit.until)}, {"keys", circuit.keys},       {"reason", circuit.reason}};
}

} // namespace geminid::dto
