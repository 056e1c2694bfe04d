#include "actors/policy/key_health.hpp"

#include <algorithm>
#include <utility>

namespace geminid::policy {

bool usable(const KeyHealth& health, Instant now) {
  return !health.invalid && health.cooling_until <= now;
}

void served(KeyHealth& health) {
  health.strikes = 0;
  health.cooldowns = 0;
}

void strike(KeyHealth& health, const StrikeRules& rules, std::string reason, Instant now) {
  if (++health.strikes < rules.failure_threshold)
    return;
  health.strikes = 0;
  health.reason = std::move(reason);
  const auto doublings = std::min(health.cooldowns++, 12U);
  health.cooling_until = now + std::min(cooldown_max, rules.cooldown * (1 << doublings));
}

void suspect(KeyHealth& health, const StrikeRules& rules, std::string reason, Instant now) {
  if (health.invalid)
    return;
  health.cooling_until = std::max(health.cooling_until, now + rules.cooldown);
  health.reason = std::move(reason);
}

void invalidate(KeyHealth& health, std::string reason, Instant now) {
  if (!health.invalid)
    health.invalid_since = now;
  health.invalid = true;
  health.reason = std::move(reason);
}

void revive(KeyHealth& health) {
  health = {};
}

bool long_invalid(std::optional<Instant> invalid_since, Duration allowed, Instant now) {
  return invalid_since && allowed > Duration{0} && *invalid_since + allowed <= now;
}

} // namespace geminid::policy
