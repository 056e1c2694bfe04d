#include "tests/sim/google.hpp"

#include <algorithm>
#include <array>

namespace geminid::sim {
namespace {

using namespace std::chrono_literals;
using policy::Refusal;

constexpr Duration window = 60s;

// Each from when on, and how far Los Angeles is then behind UTC.
struct Clock {
  std::string_view from;
  Duration behind;
};
constexpr std::array<Clock, 5> clocks{{{"2025-11-02T09:00:00Z", 8h},
                                       {"2026-03-08T10:00:00Z", 7h},
                                       {"2026-11-01T09:00:00Z", 8h},
                                       {"2027-03-14T10:00:00Z", 7h},
                                       {"2027-11-07T09:00:00Z", 8h}}};

Duration behind_utc(Instant instant) {
  static const auto changes = [] {
    std::vector<std::pair<Instant, Duration>> parsed;
    for (const auto& clock : clocks)
      parsed.emplace_back(*parse_rfc3339(clock.from), clock.behind);
    return parsed;
  }();
  auto behind = changes.front().second;
  for (const auto& [from, then] : changes)
    if (from <= instant)
      behind = then;
  return behind;
}

Verdict refused(int http_status, std::string status, std::string message, Refusal meaning) {
  Verdict verdict;
  verdict.kind = Verdict::Kind::refused;
  verdict.error.http_status = http_status;
  verdict.error.status = std::move(status);
  verdict.error.message = std::move(message);
  verdict.meaning = meaning;
  return verdict;
}

Verdict exhausted(std::string message, Refusal meaning) {
  return refused(429, "RESOURCE_EXHAUSTED", std::move(message), meaning);
}

Verdict invalid_key(Random& random) {
  switch (random.between(0, 4)) {
  case 0: {
    auto verdict =
        refused(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", Refusal::key_invalid);
    verdict.error.reasons = {"API_KEY_INVALID"};
    return verdict;
  }
  case 1:
    return refused(400, "INVALID_ARGUMENT", "API key expired. Please renew the API key.", Refusal::key_invalid);
  case 2:
    return refused(403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key.",
                   Refusal::key_invalid);
  case 3: {
    auto verdict =
        refused(403, "PERMISSION_DENIED", "Permission denied: Consumer has been suspended.", Refusal::key_invalid);
    verdict.error.reasons = {"CONSUMER_SUSPENDED"};
    return verdict;
  }
  default: {
    auto verdict = refused(403, "PERMISSION_DENIED", "Requests to this API are blocked.", Refusal::key_invalid);
    verdict.error.reasons = {"API_KEY_SERVICE_BLOCKED"};
    return verdict;
  }
  }
}

Verdict suspect_key(Random& random) {
  if (random.chance(0.5))
    return refused(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", Refusal::key_suspect);
  return refused(403, "PERMISSION_DENIED", "Your project has been denied access.", Refusal::key_suspect);
}

Verdict no_model(Google::Tier tier) {
  if (tier == Google::Tier::missing)
    return refused(404, "NOT_FOUND", "models/x is not found for API version v1beta, or is not supported",
                   Refusal::model_missing);
  if (tier == Google::Tier::closed)
    return refused(404, "NOT_FOUND", "This model models/x is no longer available to new users.", Refusal::model_closed);
  auto verdict = exhausted("You exceeded your current quota, limit: 0, model: x", Refusal::not_in_tier);
  verdict.error.violations.push_back({"GenerateRequestsPerDayPerProjectPerModel-FreeTier", "", "", 0});
  verdict.error.retry_delay = 5s; // as seen: it means nothing
  return verdict;
}

// Blames no key and no quota, but for the 429 that names no limit.
Verdict trouble(Random& random) {
  switch (random.between(0, 9)) {
  case 0:
    return refused(500, "INTERNAL", "An internal error has occurred.", Refusal::server_error);
  case 1:
    return refused(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete.", Refusal::timeout);
  case 2:
    return refused(400, "INVALID_ARGUMENT", "The input token count exceeds the maximum.", Refusal::client_fault);
  case 3:
    if (random.chance(0.02)) // bans a key for a quarter of an hour
      return refused(400, "FAILED_PRECONDITION", "User location is not supported for the API use.",
                     Refusal::location_unsupported);
    [[fallthrough]];
  case 4:
    return refused(403, "PERMISSION_DENIED", "You do not have permission to access the File x.",
                   Refusal::not_permitted);
  case 5:
    return refused(400, "INVALID_ARGUMENT", "Function call is missing a thought_signature.",
                   Refusal::signature_refused);
  case 6:
    return exhausted("Resource has been exhausted (e.g. check quota).", Refusal::bare_limit);
  case 7: {
    Verdict verdict;
    verdict.kind = Verdict::Kind::broken;
    return verdict;
  }
  default:
    return refused(503, "UNAVAILABLE", "The model is overloaded. Please try again later.", Refusal::overloaded);
  }
}

} // namespace

std::int64_t day_in_los_angeles(Instant instant) {
  return std::chrono::floor<std::chrono::days>(instant - behind_utc(instant)).time_since_epoch().count();
}

Instant next_midnight_in_los_angeles(Instant instant) {
  const Instant local{std::chrono::days{day_in_los_angeles(instant) + 1}};
  return local + behind_utc(local + behind_utc(instant));
}

void Google::set_limits(const std::string& project, const std::string& model, TrueLimits limits) {
  projects_[project].models[model].limits = limits;
}

const TrueLimits& Google::limits(const std::string& project, const std::string& model) {
  return projects_[project].models[model].limits;
}

void Google::set_tier(const std::string& project, const std::string& model, Tier tier) {
  projects_[project].models[model].tier = tier;
}

void Google::set_key(const std::string& secret, const std::string& project) {
  keys_[secret] = {project, KeyFate::works};
}

void Google::spend_limited_until(const std::string& project, Instant until, bool for_good) {
  projects_[project].spent_until = until;
  projects_[project].credit_empty = for_good;
}

Verdict Google::answer(const std::string& secret, const std::string& model, std::int64_t tokens, Instant now,
                       Random& random) {
  const auto& key = keys_.at(secret);
  if (key.fate == KeyFate::invalid)
    return invalid_key(random);
  if (key.fate == KeyFate::suspect)
    return suspect_key(random);
  auto& project = projects_[key.project];
  auto& use = project.models[model];
  if (use.tier != Tier::has)
    return no_model(use.tier);
  if (project.spent_until > now)
    return project.credit_empty
               ? exhausted("Your prepayment credits are depleted.", Refusal::credit_empty)
               : exhausted("You have exceeded a spend-based rate limit of your account.", Refusal::spend_limit);
  if (auto verdict = over_limit(use, tokens, now, random))
    return *verdict;
  if (random.chance(trouble_))
    return trouble(random);
  use.minute.push_back({now, tokens});
  use.minute_tokens += tokens;
  ++use.today;
  return {};
}

// Several limits may be over at once: then each is named, and the meaning is that of the last.
std::optional<Verdict> Google::over_limit(Use& use, std::int64_t tokens, Instant now, Random& random) {
  while (!use.minute.empty() && use.minute.front().at + window <= now) {
    use.minute_tokens -= use.minute.front().tokens;
    use.minute.pop_front();
  }
  if (const auto day = day_in_los_angeles(now); day != use.day) {
    use.day = day;
    use.today = 0;
  }
  const auto& limits = use.limits;
  Verdict verdict = exhausted("You exceeded your current quota.", Refusal::bare_limit);
  auto& violations = verdict.error.violations;
  if (limits.tpm && use.minute_tokens + tokens > *limits.tpm) {
    violations.push_back({"GenerateContentInputTokensPerModelPerMinute-FreeTier", "", "", limits.tpm});
    verdict.meaning = Refusal::token_limit;
    verdict.named.tpm = limits.tpm;
  }
  if (limits.rpm && static_cast<std::int64_t>(use.minute.size()) >= *limits.rpm) {
    violations.push_back({"GenerateRequestsPerMinutePerProjectPerModel-FreeTier", "", "", limits.rpm});
    verdict.meaning = Refusal::minute_limit;
    verdict.named.rpm = limits.rpm;
  }
  if (limits.rpd && use.today >= *limits.rpd) {
    violations.push_back({"GenerateRequestsPerDayPerProjectPerModel-FreeTier", "", "", limits.rpd});
    verdict.meaning = Refusal::day_limit;
    verdict.named.rpd = limits.rpd;
  }
  if (violations.empty())
    return std::nullopt;
  if (random.chance(0.9))
    verdict.error.retry_delay = use.minute.empty() ? window : use.minute.front().at + window - now;
  return verdict;
}

} // namespace geminid::sim
