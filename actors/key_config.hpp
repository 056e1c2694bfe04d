// What is known of the keys, models and rules, as the actors pass it around.
#pragma once

#include "actors/policy/activity.hpp"
#include "actors/policy/circuit.hpp"
#include "actors/policy/key_health.hpp"
#include "actors/policy/lane.hpp"
#include "actors/policy/limits.hpp"
#include "actors/policy/quota.hpp"
#include "shared/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace geminid::actors {

/// What an admin decides about a Gemini key.
struct KeyConfig {
  std::string id;
  std::string name;
  double weight = 1;
  bool enabled = true;
  std::string project; // empty: a project of its own
  std::int32_t priority = 0;
  std::vector<std::string> tags;
  std::map<std::string, policy::LimitSettings> limits; // by model; over the model's own
  Instant created_at{};
  std::int64_t position = 0; // among the keys that were added together
};

/// A key and its secret, as it lives in memory. The secret never leaves the process but in the request to upstream.
struct KeyIdentity {
  KeyConfig config;
  std::shared_ptr<const std::string> secret;
  std::string sealed; // the secret as it is stored
  std::string masked;
  std::string fingerprint;
};

struct KeyTotals {
  std::int64_t requests = 0;
  std::int64_t failures = 0;
  std::int64_t prompt_tokens = 0;
  std::int64_t completion_tokens = 0;
};

/// What is stored of a key.
struct KeyRecord {
  KeyIdentity identity;
  policy::KeyHealth health;
  KeyTotals totals;
};

struct ModelConfig {
  bool enabled = true;
  policy::LimitSettings limits; // of each key
  std::vector<std::string> aliases;
  std::vector<std::string> fallbacks;
};

/// What every routing decision obeys. Immutable and shared: a change makes a new one.
struct Rules {
  policy::Strategy strategy = policy::Strategy::least_used;
  policy::StrikeRules strikes;
  double warning_percent = 80;
  double protection_percent = 100;
  std::map<std::string, ModelConfig, std::less<>> models;

  [[nodiscard]] const policy::LimitSettings& limits_of(const std::string& model) const {
    static const policy::LimitSettings none;
    const auto found = models.find(model);
    return found == models.end() ? none : found->second.limits;
  }
  [[nodiscard]] bool enabled(std::string_view model) const {
    const auto found = models.find(model);
    return found == models.end() || found->second.enabled;
  }
};
using RulesPtr = std::shared_ptr<const Rules>;

/// One window of a key and model as the admin sees it.
struct WindowUse {
  std::int64_t used = 0;
  policy::Limit limit;
};

enum class KeyState : std::uint8_t { healthy, warning, cooling_down, exhausted, invalid, disabled };

inline constexpr std::size_t key_states = 6;

[[nodiscard]] std::string_view to_string(KeyState state);

struct ModelUse {
  std::string model;
  WindowUse rpm, tpm, rpd;
  KeyState state = KeyState::healthy;
  std::optional<Instant> until;
  std::string reason;
  std::optional<Instant> minute_frees_at = {}; // when the oldest of the minute's requests leaves it
  std::vector<std::string> counted_with = {};  // other models that share these counts
  policy::Bar bar = policy::Bar::none;         // what keeps the project from the model
};

/// Google refuses the project whatever costs money.
struct SpendingCircuit {
  policy::CircuitState state = policy::CircuitState::open;
  Instant until{}; // when the next request passes
  std::string reason;
};

/// Everything about a key but its secret.
struct KeySnapshot {
  KeyConfig config;
  std::string masked;
  KeyState state = KeyState::healthy;
  std::string reason;
  std::optional<Instant> next_change_at;
  std::vector<ModelUse> models;
  std::optional<SpendingCircuit> spending;
  KeyTotals totals;
  std::optional<Instant> last_used_at;
  std::string last_error;
  std::optional<Instant> invalid_since; // while it is
  std::optional<Instant> cools_until;   // while the key itself does, whatever the model
  std::string cools_for;                // why
  policy::Activity::Counts activity{};  // attempts with it, since the start of its actor
};

} // namespace geminid::actors
