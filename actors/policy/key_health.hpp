// Whether a key itself may be used, apart from any quota.
#pragma once

#include "shared/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace geminid::policy {

struct KeyHealth {
  /// Google said so for good; only an admin or a check brings the key back.
  bool invalid = false;
  /// Without a break; while `invalid`.
  Instant invalid_since{};
  std::string reason;
  /// 401 and 403 without a recognised reason, in a row.
  std::uint32_t strikes = 0;
  /// How often the strikes led to a cooldown since the last success: each doubles the next.
  std::uint32_t cooldowns = 0;
  Instant cooling_until{};

  bool operator==(const KeyHealth&) const = default;
};

struct StrikeRules {
  std::uint32_t failure_threshold = 5;
  Duration cooldown{60'000};
};

/// Doubling ends here (INTERFACE.md, Routing).
inline constexpr Duration cooldown_max{3'600'000};

[[nodiscard]] bool usable(const KeyHealth& health, Instant now);
void served(KeyHealth& health);
void strike(KeyHealth& health, const StrikeRules& rules, std::string reason, Instant now);
/// Google refused the whole project that the key is of, for good: it waits before it is tried again.
void suspect(KeyHealth& health, const StrikeRules& rules, std::string reason, Instant now);
void invalidate(KeyHealth& health, std::string reason, Instant now);
/// What an admin's reset or a successful check does.
void revive(KeyHealth& health);
/// Whether a key may be deleted that has been invalid since then. `allowed` 0: never.
[[nodiscard]] bool long_invalid(std::optional<Instant> invalid_since, Duration allowed, Instant now);

} // namespace geminid::policy
