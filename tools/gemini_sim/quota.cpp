#include "tools/gemini_sim/quota.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace geminid::sim {
namespace {

using namespace std::chrono;

constexpr Duration window = minutes{1};
constexpr Duration slot_width{100};
// Google names a delay of seconds for limits that only midnight lifts; whoever trusts it is refused again.
constexpr nanoseconds misleading_delay{51'606'482'386};
constexpr nanoseconds zero_limit_delay = seconds{5};

hours pacific_offset(Instant instant) {
  const auto this_year = year_month_day{floor<days>(instant - hours{8})}.year();
  const Instant summer_start = sys_days{this_year / March / Sunday[2]} + hours{10};
  const Instant summer_end = sys_days{this_year / November / Sunday[1]} + hours{9};
  return instant >= summer_start && instant < summer_end ? hours{-7} : hours{-8};
}

} // namespace

Instant next_pacific_midnight(Instant now) {
  const auto tomorrow = floor<days>(now + pacific_offset(now)) + days{1};
  const Instant in_winter = sys_days{tomorrow} + hours{8};
  // The clocks change at two in the morning, so midnight has the offset of the moment before it.
  return Instant{sys_days{tomorrow}} - pacific_offset(in_winter - hours{1} - milliseconds{1});
}

void QuotaWindow::forget(Instant now) {
  while (!slots_.empty() && slots_.front().last + window <= now)
    slots_.pop_front();
  if (now >= day_end_) {
    day_end_ = next_pacific_midnight(now);
    today_ = 0;
  }
}

void QuotaWindow::count(std::int64_t input_tokens, Instant now) {
  if (slots_.empty() || now - slots_.back().first >= slot_width)
    slots_.push_back({now, now});
  auto& slot = slots_.back();
  slot.last = now;
  ++slot.requests;
  slot.tokens += input_tokens;
  ++today_;
}

Duration QuotaWindow::until_requests_fit(std::int64_t limit, Instant now) const {
  auto requests = requests_in_minute(now);
  for (const auto& slot : slots_) {
    requests -= slot.requests;
    if (requests < limit)
      return slot.last + window - now;
  }
  return window;
}

Duration QuotaWindow::until_tokens_fit(std::int64_t limit, std::int64_t tokens, Instant now) const {
  auto used = tokens_in_minute(now);
  for (const auto& slot : slots_) {
    used -= slot.tokens;
    if (used + tokens <= limit)
      return slot.last + window - now;
  }
  return window;
}

std::optional<ApiError> QuotaWindow::admit(const QuotaLimits& limits, Tier tier, std::string_view quota_model,
                                           std::int64_t input_tokens, Instant now) {
  forget(now);
  const bool is_free = tier == Tier::free;
  const std::string suffix = is_free ? "-FreeTier" : "";
  const std::string model{quota_model};
  std::vector<QuotaViolation> violations;
  nanoseconds delay{0};
  const auto violate = [&](std::string metric, std::string id, std::int64_t limit, nanoseconds after) {
    violations.push_back({std::move(metric), std::move(id), model, limit});
    delay = std::max(delay, limit == 0 ? zero_limit_delay : after);
  };
  if (limits.rpd && today_ >= *limits.rpd)
    violate(is_free ? "generate_content_free_tier_requests" : "generate_requests_per_model_per_day",
            "GenerateRequestsPerDayPerProjectPerModel" + suffix, *limits.rpd, misleading_delay);
  if (limits.rpm && requests_in_minute(now) >= *limits.rpm)
    violate(is_free ? "generate_content_free_tier_requests" : "generate_requests_per_model",
            "GenerateRequestsPerMinutePerProjectPerModel" + suffix, *limits.rpm, until_requests_fit(*limits.rpm, now));
  if (limits.tpm && tokens_in_minute(now) + input_tokens > *limits.tpm)
    violate(is_free ? "generate_content_free_tier_input_token_count" : "generate_content_paid_tier_input_token_count",
            is_free ? "GenerateContentInputTokensPerModelPerMinute-FreeTier"
                    : "GenerateContentPaidTierInputTokensPerModelPerMinute",
            *limits.tpm, until_tokens_fit(*limits.tpm, input_tokens, now));
  if (!violations.empty())
    return quota_exceeded(violations, delay);
  count(input_tokens, now);
  return std::nullopt;
}

std::int64_t QuotaWindow::requests_in_minute(Instant now) const {
  std::int64_t sum = 0;
  for (const auto& slot : slots_)
    sum += slot.last + window > now ? slot.requests : 0;
  return sum;
}

std::int64_t QuotaWindow::tokens_in_minute(Instant now) const {
  std::int64_t sum = 0;
  for (const auto& slot : slots_)
    sum += slot.last + window > now ? slot.tokens : 0;
  return sum;
}

std::int64_t QuotaWindow::requests_today(Instant now) const {
  return now < day_end_ ? today_ : 0;
}

} // namespace geminid::sim
