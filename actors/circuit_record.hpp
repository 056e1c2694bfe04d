// What the disk keeps of circuits that are not closed, so that a restart does not burn keys on what Google refuses to
// everybody.
#pragma once

#include "actors/policy/circuit.hpp"
#include "shared/store.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::actors {

inline constexpr std::string_view circuit_record_prefix = "circuit/";

/// What a former run left; damaged records are passed over.
struct StoredCircuits {
  std::map<std::string, policy::CircuitMemory> models;
  std::optional<policy::CircuitMemory> location;
  std::set<std::string> banned; // the ids of the keys that the location's circuit keeps from serving
};

[[nodiscard]] StoredCircuits circuits_from_records(const std::vector<StoreEntry>& entries);

/// Without a memory the circuit is closed, and the record deleted.
[[nodiscard]] StoreWrite model_circuit_record(std::string_view model, std::optional<policy::CircuitMemory> memory);
[[nodiscard]] StoreWrite location_circuit_record(std::optional<policy::CircuitMemory> memory);
[[nodiscard]] StoreWrite banned_key_record(std::string_view key_id, bool banned);

} // namespace geminid::actors
