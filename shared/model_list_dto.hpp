// The models and what the whole pool has of each, "N keys x limit": GET /admin/api/models (INTERFACE.md, "Admin API").
#pragma once

#include "shared/model_dto.hpp"

namespace geminid::dto {

/// One limit, added up over the projects that may serve the model; a key without a project is one.
struct PoolWindow {
  std::int64_t used = 0;
  std::int64_t known_limit = 0; // of the `limited` ones
  std::int64_t remaining = 0;   // of the same, now: none of what cools down or is exhausted
  std::int64_t limited = 0;     // projects whose limit is known
  std::int64_t unlimited = 0;   // projects for which an admin said so
  std::int64_t unknown = 0;     // projects of which Google has named no limit yet
  /// When something of what is used is free again, at the earliest: a minute's oldest request leaves it, or the Pacific
  /// day ends. Nothing where nothing is to come back.
  std::optional<Instant> resets_at = {};

  /// Of all together; nothing unless each one's is known.
  [[nodiscard]] std::optional<std::int64_t> limit() const;
  bool operator==(const PoolWindow&) const = default;
};

struct ModelTotals {
  std::int64_t keys = 0;     // that may serve it: neither disabled nor invalid
  std::int64_t projects = 0; // of these keys
  PoolWindow rpm;
  PoolWindow tpm; // input tokens
  PoolWindow rpd;
  /// Other models that share these counts, at some of the keys at least; in order.
  std::vector<std::string> counted_with = {};

  bool operator==(const ModelTotals&) const = default;
};

/// Why a project can't serve a model at present.
enum class UnavailableCause { missing, not_in_tier, exhausted, cooling_down };
[[nodiscard]] EnumNames<UnavailableCause> unavailable_cause_names();

struct UnavailableProject {
  std::string project; // empty: a key that is a project of its own
  std::string key_id;  // of that key
  std::string key;     // its name, masked where it has none
  UnavailableCause cause = UnavailableCause::cooling_down;
  std::string reason;
  std::optional<Instant> until; // when it is tried again

  bool operator==(const UnavailableProject&) const = default;
};
/// Of a model, those with a name first.
inline constexpr std::size_t unavailable_listed_max = 50;

/// A model that an admin configured, or one with the default configuration that some key has served.
struct ModelListing {
  std::string id;
  ModelConfig config; // members of the object itself on the wire
  ModelTotals totals;
  /// The first of those that can't serve it, and how many they are; without what is disabled or invalid.
  std::vector<UnavailableProject> unavailable = {};
  std::int64_t unavailable_total = 0;

  bool operator==(const ModelListing&) const = default;
};

[[nodiscard]] Result<std::vector<ModelListing>> parse_model_list(const json& document);
[[nodiscard]] json to_json(const std::vector<ModelListing>& models);

} // namespace geminid::dto
