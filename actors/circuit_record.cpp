#include "actors/circuit_record.hpp"

#include "actors/record_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace geminid::actors {
namespace {

using nlohmann::json;

constexpr std::string_view model_prefix = "circuit/model/";
constexpr std::string_view location_key = "circuit/location";
constexpr std::string_view banned_prefix = "circuit/location/";

std::optional<policy::CircuitMemory> read_memory(const std::string& text) {
  const auto record = json::parse(text, nullptr, false);
  if (!record.is_object())
    return std::nullopt;
  const auto until = integer(record, "until");
  if (!until)
    return std::nullopt;
  constexpr std::int64_t openings_max = 1'000;
  const auto openings = std::clamp<std::int64_t>(integer(record, "openings").value_or(1), 1, openings_max);
  return policy::CircuitMemory{Instant{Duration{*until}}, static_cast<std::uint32_t>(openings)};
}

StoreWrite record(std::string key, const std::optional<policy::CircuitMemory>& memory) {
  if (!memory)
    return {std::move(key), std::nullopt};
  const json value{{"v", 1}, {"until", memory->open_until.time_since_epoch().count()}, {"openings", memory->openings}};
  return {std::move(key), value.dump()};
}

} // namespace

StoredCircuits circuits_from_records(const std::vector<StoreEntry>& entries) {
  StoredCircuits stored;
  for (const auto& [key, value] : entries) {
    if (key == location_key)
      stored.location = read_memory(value);
    else if (key.starts_with(banned_prefix))
      stored.banned.insert(key.substr(banned_prefix.size()));
    else if (key.starts_with(model_prefix))
      if (const auto memory = read_memory(value))
        stored.models.emplace(key.substr(model_prefix.size()), *memory);
  }
  return stored;
}

StoreWrite model_circuit_record(std::string_view model, std::optional<policy::CircuitMemory> memory) {
  return record(std::string{model_prefix} + std::string{model}, memory);
}

StoreWrite location_circuit_record(std::optional<policy::CircuitMemory> memory) {
  return record(std::string{location_key}, memory);
}

StoreWrite banned_key_record(std::string_view key_id, bool banned) {
  return {std::string{banned_prefix} + std::string{key_id},
          banned ? std::optional<std::string>{R"({"v":1})"} : std::nullopt};
}

} // namespace geminid::actors
