// A Gemini key as the admin API shows it. Never the key itself.
#pragma once

#include "shared/limits_dto.hpp"

#include <array>
#include <map>

namespace geminid::dto {

/// INTERFACE.md, "Admin API": the state of a key, and of a key for one model.
enum class KeyState { healthy, warning, cooling_down, exhausted, invalid, disabled };
/// Who says so: an admin, Google in a refusal, or nobody (unlimited until known).
enum class LimitSource { none, set, learned };

[[nodiscard]] EnumNames<KeyState> key_state_names();
[[nodiscard]] EnumNames<LimitSource> limit_source_names();

struct LimitUse {
  std::int64_t used = 0;
  std::optional<std::int64_t> limit;
  LimitSource source = LimitSource::none;

  bool operator==(const LimitUse&) const = default;
};

struct KeyModelUse {
  LimitUse rpm;
  LimitUse tpm;
  LimitUse rpd;
  KeyState state = KeyState::healthy;
  std::optional<Instant> until;
  std::optional<std::string> reason;

  bool operator==(const KeyModelUse&) const = default;
};

struct KeyTotals {
  std::int64_t requests = 0;
  std::int64_t failures = 0;
  std::int64_t prompt_tokens = 0;
  std::int64_t completion_tokens = 0;

  bool operator==(const KeyTotals&) const = default;
};

/// Spans of the clock that a key's activity has.
inline constexpr std::size_t activity_spans = 30;
inline constexpr Duration activity_span{120'000};

struct Key {
  std::string id;
  std::string name;
  std::string masked; // mask_secret()
  double weight = 1.0;
  bool enabled = true;
  /// Empty: the key is a project of its own; null on the wire.
  std::string project;
  std::int64_t priority = 0;
  std::vector<std::string> tags;
  KeyState state = KeyState::healthy;
  std::optional<std::string> reason;
  /// When `state` changes by itself.
  std::optional<Instant> next_change_at;
  std::map<std::string, KeyModelUse> models;
  /// By model, what an admin set for this key in place of the model's.
  std::map<std::string, LimitSet> limits = {};
  KeyTotals totals;
  std::optional<Instant> last_used_at;
  std::optional<std::string> last_error;
  /// Attempts in each span, the oldest first, the last not yet over; at most 65,535 are counted. Since the start of the
  /// process.
  std::array<std::uint16_t, activity_spans> activity{};

  bool operator==(const Key&) const = default;
};

[[nodiscard]] Result<Key> parse_key(const json& document);
[[nodiscard]] json to_json(const Key& key);

} // namespace geminid::dto
