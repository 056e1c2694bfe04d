// RPM, input TPM and RPD of one project, per model, as Google counts them (gemini-wire.md, sections 6 to 8). Pure: the
// present is an argument.
#pragma once

#include "shared/time.hpp"
#include "tools/gemini_sim/errors.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace geminid::sim {

/// Absent: unlimited. 0: the model is not on this tier ("limit: 0").
struct QuotaLimits {
  std::optional<std::int64_t> rpm = {};
  std::optional<std::int64_t> tpm = {};
  std::optional<std::int64_t> rpd = {};

  bool operator==(const QuotaLimits&) const = default;
};

enum class Tier { free, paid };

/// The first midnight in America/Los_Angeles after `now`, by the rule of 2007 for daylight saving time.
[[nodiscard]] Instant next_pacific_midnight(Instant now);

/// What one project has used of one model.
class QuotaWindow {
public:
  /// Counts the request, or gives Google's 429 and counts nothing. `quota_model` goes into the body.
  [[nodiscard]] std::optional<ApiError> admit(const QuotaLimits& limits, Tier tier, std::string_view quota_model,
                                              std::int64_t input_tokens, Instant now);

  [[nodiscard]] std::int64_t requests_in_minute(Instant now) const;
  [[nodiscard]] std::int64_t tokens_in_minute(Instant now) const;
  [[nodiscard]] std::int64_t requests_today(Instant now) const;

private:
  /// Requests within a tenth of a second are kept as one entry that leaves the window with its youngest, so that the
  /// window holds at most 600.
  struct Slot {
    Instant first;
    Instant last;
    std::int64_t requests = 0;
    std::int64_t tokens = 0;
  };

  void forget(Instant now);
  void count(std::int64_t input_tokens, Instant now);
  [[nodiscard]] Duration until_requests_fit(std::int64_t limit, Instant now) const;
  [[nodiscard]] Duration until_tokens_fit(std::int64_t limit, std::int64_t tokens, Instant now) const;

  std::deque<Slot> slots_;
  Instant day_end_{};
  std::int64_t today_ = 0;
};

} // namespace geminid::sim
