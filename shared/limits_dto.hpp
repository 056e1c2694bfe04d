// Limits of a model or a key: requests per minute, input tokens per minute, requests per day.
#pragma once

#include "shared/json_fields.hpp"

#include <map>

namespace geminid::dto {

inline constexpr IntegerRange limit_range{1, 1'000'000'000'000'000}; // room to multiply by a percentage

struct LimitSetting {
  enum class Kind { unset, unlimited, value };
  Kind kind = Kind::unset;
  /// Only with `Kind::value`, positive.
  std::int64_t value = 0;

  bool operator==(const LimitSetting&) const = default;
};

struct LimitSet {
  LimitSetting rpm;
  LimitSetting tpm;
  LimitSetting rpd;

  bool operator==(const LimitSet&) const = default;
};

/// Of a model: left out is unset (the default applies), null is unlimited.
void read_limits(Fields& fields, LimitSet& limits);
/// Adds the members that `read_limits` reads; what is unset is left out.
void add_limits(json& object, const LimitSet& limits);

/// A change of one key's own limits for one model: left out stays, null clears.
struct LimitPatch {
  Change<std::int64_t> rpm;
  Change<std::int64_t> tpm;
  Change<std::int64_t> rpd;

  bool operator==(const LimitPatch&) const = default;
};

/// By model; no value clears all three of that model.
using LimitPatches = std::map<std::string, std::optional<LimitPatch>>;

void read_limit_patch(Fields& fields, LimitPatch& patch);
/// A cleared limit becomes unset, so that the model's applies again.
[[nodiscard]] LimitSet patched(LimitSet limits, const LimitPatch& patch);
[[nodiscard]] json to_json(const LimitPatch& patch);

} // namespace geminid::dto
