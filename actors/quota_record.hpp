// What the disk knows of quotas: "quota/<owner>/<name>", JSON, versioned. A record of a model's name holds its counts,
// or, where Google counts it together with others, the name of the record that does; and whether the project has it.
#pragma once

#include "actors/policy/quota.hpp"
#include "shared/store.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace geminid::actors {

/// What one model of an owner has apart from counts.
struct ModelFacts {
  /// Under which its requests are counted; empty: under its own name.
  std::string family;
  /// Why and until when the owner's project is known not to have the model.
  policy::Hold missing;

  [[nodiscard]] bool empty() const { return family.empty() && missing.kind == policy::Block::none; }
};

/// What a crash must take for used, whether it was or not.
struct ReservedCounts {
  std::int64_t day = 0;       // all of the day
  policy::MinuteBlock minute; // beyond what the window holds
};

struct QuotaRecord {
  std::optional<policy::Quota> quota; // what was reserved is used, that of the minute just before
  ModelFacts facts;
};

[[nodiscard]] std::string to_record(const policy::Quota* quota, const ReservedCounts& reserved,
                                    const ModelFacts& facts);
/// Fields that are missing or damaged are as if nothing had been used.
[[nodiscard]] QuotaRecord quota_from_record(std::string_view value, Instant now);

/// The minute's part of a record, for everybody who counts one.
[[nodiscard]] nlohmann::json minute_to_json(const policy::MinuteWindow& minute);
void read_minute(const nlohmann::json& record, policy::MinuteWindow& minute, Instant now);

} // namespace geminid::actors
