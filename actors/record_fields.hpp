// Reads members of stored records, where what is missing or of another type counts as absent.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>

namespace geminid::actors {

[[nodiscard]] inline std::optional<std::int64_t> integer(const nlohmann::json& record, const char* name) {
  const auto found = record.find(name);
  if (found == record.end() || !found->is_number_integer())
    return std::nullopt;
  return found->get<std::int64_t>();
}

} // namespace geminid::actors
