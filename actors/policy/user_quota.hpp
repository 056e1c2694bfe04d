// What one user key may use, whatever the model, and what it has used. Tokens are input tokens, as in the limits of
// Gemini keys: counted by estimate when a request is admitted, settled to what upstream counted. So `tpm` means the
// same for a user key as for the Gemini keys behind it; tokens of the output are no part of it.
#pragma once

#include "actors/policy/counts.hpp"
#include "shared/result.hpp"
#include "shared/time.hpp"

#include <cstdint>
#include <optional>

namespace geminid::policy {

/// Absent: unlimited.
struct UserLimits {
  std::optional<std::int64_t> rpm = {}, tpm = {}, rpd = {};
  std::optional<std::int64_t> concurrent = {};   // requests at a time
  std::optional<std::int64_t> token_budget = {}; // of the input and the output, for good

  [[nodiscard]] bool any() const { return rpm || tpm || rpd || concurrent || token_budget; }
  bool operator==(const UserLimits&) const = default;
};

struct UserQuota : Counts {
  std::int64_t concurrent = 0;
  /// Tokens of the input and the output since the user key first had a limit; of requests under way by estimate of the
  /// input.
  std::int64_t spent = 0;
};

enum class UserLimit : std::uint8_t {
  requests_per_minute,
  tokens_per_minute,
  requests_per_day,
  concurrent_requests,
  token_budget
};

/// Why a request is not admitted: of the limits in its way, the one that yields last.
struct Overrun {
  UserLimit limit = UserLimit::requests_per_minute;
  std::int64_t allowed = 0;
  Instant retry_at{}; // Instant::max(): never, for the request alone is over the limit
};

/// When a place among concurrent requests becomes free nobody knows; clients are told to ask again after this.
inline constexpr Duration concurrency_retry{1'000};

/// The functions below expect a quota advanced to `now`.

/// Counts the request and takes its place, or changes nothing.
[[nodiscard]] Result<Reservation, Overrun> admit(UserQuota& quota, const UserLimits& limits, std::int64_t tokens,
                                                 Instant now);
/// The request has ended, however: it stays counted, and so does the estimate where nothing was counted.
/// `completion_tokens` are those of the output.
void end(UserQuota& quota, const Reservation& reservation, std::optional<std::int64_t> tokens_counted,
         std::int64_t completion_tokens = 0);
/// The request was not carried out after all.
void withdraw(UserQuota& quota, const Reservation& reservation);

/// One limit as a client is told of it.
struct Allowance {
  std::int64_t limit = 0;
  std::int64_t remaining = 0;
  Duration reset{}; // until all of it is back

  bool operator==(const Allowance&) const = default;
};

/// `requests` is whichever of the minute and the day has less left.
struct Allowances {
  std::optional<Allowance> requests, tokens;
};

[[nodiscard]] Allowances allowances(const UserQuota& quota, const UserLimits& limits, Instant now);

} // namespace geminid::policy
