#include "actors/policy/user_quota.hpp"

#include <algorithm>
#include <limits>

namespace geminid::policy {
namespace {

constexpr auto any_number = std::numeric_limits<std::int64_t>::max();

Allowance allowance(std::int64_t limit, std::int64_t used, Instant reset_at, Instant now) {
  return {limit, std::max<std::int64_t>(0, limit - used), used > 0 ? reset_at - now : Duration{0}};
}

std::optional<Overrun> overrun(const UserQuota& quota, const UserLimits& limits, std::int64_t tokens, Instant now) {
  std::optional<Overrun> last;
  const auto consider = [&](UserLimit limit, std::int64_t allowed, Instant free_at) {
    if (free_at > now && (!last || free_at > last->retry_at))
      last = {limit, allowed, free_at};
  };
  const auto& minute = quota.minute;
  if (limits.rpm)
    consider(UserLimit::requests_per_minute, *limits.rpm,
             *limits.rpm < 1 ? Instant::max() : minute.when_at_most(*limits.rpm - 1, any_number, now));
  if (limits.tpm)
    consider(UserLimit::tokens_per_minute, *limits.tpm,
             *limits.tpm < tokens ? Instant::max() : minute.when_at_most(any_number, *limits.tpm - tokens, now));
  if (limits.rpd && quota.day.used >= *limits.rpd)
    consider(UserLimit::requests_per_day, *limits.rpd, *limits.rpd < 1 ? Instant::max() : next_pacific_midnight(now));
  if (limits.concurrent && quota.concurrent >= *limits.concurrent)
    consider(UserLimit::concurrent_requests, *limits.concurrent, now + concurrency_retry);
  if (limits.token_budget && quota.spent + std::max<std::int64_t>(1, tokens) > *limits.token_budget)
    last = {UserLimit::token_budget, *limits.token_budget, Instant::max()};
  return last;
}

} // namespace

Result<Reservation, Overrun> admit(UserQuota& quota, const UserLimits& limits, std::int64_t tokens, Instant now) {
  if (const auto refused = overrun(quota, limits, tokens, now))
    return *refused;
  ++quota.concurrent;
  quota.spent += tokens;
  return reserve(quota, tokens, now);
}

void end(UserQuota& quota, const Reservation& reservation, std::optional<std::int64_t> tokens_counted,
         std::int64_t completion_tokens) {
  --quota.concurrent;
  quota.spent += completion_tokens;
  if (!tokens_counted)
    return;
  quota.spent += *tokens_counted - reservation.tokens;
  settle(quota, reservation, *tokens_counted);
}

void withdraw(UserQuota& quota, const Reservation& reservation) {
  --quota.concurrent;
  quota.spent -= reservation.tokens;
  give_back(quota, reservation);
}

Allowances allowances(const UserQuota& quota, const UserLimits& limits, Instant now) {
  Allowances result;
  const auto minute_over = quota.minute.empty_at(now);
  if (limits.rpm)
    result.requests = allowance(*limits.rpm, quota.minute.requests(), minute_over, now);
  if (limits.rpd) {
    const auto of_day = allowance(*limits.rpd, quota.day.used, next_pacific_midnight(now), now);
    if (!result.requests || of_day.remaining <= result.requests->remaining)
      result.requests = of_day;
  }
  if (limits.tpm)
    result.tokens = allowance(*limits.tpm, quota.minute.tokens(), minute_over, now);
  return result;
}

} // namespace geminid::policy
