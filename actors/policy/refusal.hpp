// Reads an upstream refusal: one pure function from what Google said to what it means for the request, the key, the
// project and the model. Its table is section 7 of gemini-wire.md.
#pragma once

#include "actors/policy/limits.hpp"
#include "actors/policy/pacific_day.hpp"
#include "shared/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::policy {

/// One `QuotaFailure` violation.
struct QuotaViolation {
  std::string quota_id;
  std::string metric;
  std::string model; // may name a family (gemini-wire.md, section 6)
  std::optional<std::int64_t> value;
};

/// An upstream error as parsed; every part may be missing.
struct UpstreamError {
  int http_status = 0;
  std::string status; // "RESOURCE_EXHAUSTED"
  std::string message;
  std::vector<std::string> reasons; // of ErrorInfo details
  std::vector<QuotaViolation> violations;
  std::optional<Duration> retry_delay;  // of RetryInfo
  std::vector<std::string> fields = {}; // of BadRequest's violations, with their descriptions
};

/// What a refusal says of the one who was refused.
enum class Refusal : std::uint8_t {
  client_fault,         // the request itself is wrong: back to the client
  not_permitted,        // of a file or cache of another project: back to the client as 404
  field_unsupported,    // this model refuses a field
  signature_refused,    // a thought signature is missing or corrupted
  key_invalid,          // for good, until an admin or a check says otherwise
  key_suspect,          // 401 or 403 without a definite reason: counts as a strike
  location_unsupported, // not offered at this egress address
  model_missing,        // of this project, for an hour
  model_closed,         // to new projects: of this project, probed again daily
  minute_limit,
  token_limit,
  day_limit,
  not_in_tier,  // `limit: 0`
  spend_limit,  // the billing account, all models, ten minutes
  credit_empty, // prepaid credits or a spending cap: until checked
  bare_limit,   // 429 that names no limit
  overloaded,   // 503
  server_error,
  timeout,       // 504
  gateway_fault, // our own doing: two credentials in one request
};

[[nodiscard]] std::string_view to_string(Refusal refusal);

/// What a request may go without: it is sent once more with that mended (section 7).
enum class RefusedField : std::uint8_t { thinking, penalties, logprobs, candidate_count, signatures };

struct RefusalReading {
  Refusal refusal = Refusal::server_error;
  /// For limits: when they say that capacity returns.
  std::optional<Instant> until;
  /// Limits that Google named.
  LearnedLimits learned;
  /// Short, for people; holds nothing of Google's text.
  std::string reason;
  /// Of `field_unsupported` and `signature_refused`.
  std::optional<RefusedField> field = {};
  /// Of limits: the name under which Google counts the model, its own or that of a family that shares the limits
  /// (section 6); empty where none was given.
  std::string family = {};
  /// That the whole project of the key is meant: its other keys will hardly fare better.
  bool of_project = false;
};

[[nodiscard]] RefusalReading read_refusal(const UpstreamError& error, Instant now);

/// What it costs whom. Exactly one of these is true of any refusal.
[[nodiscard]] bool blames_key(Refusal refusal);
[[nodiscard]] bool blames_quota(Refusal refusal);

} // namespace geminid::policy
