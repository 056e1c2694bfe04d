#include "actors/policy/refusal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <initializer_list>

namespace geminid::policy {
namespace {

using namespace std::chrono_literals;

constexpr Duration retry_delay_default = 60s;
constexpr Duration retry_delay_min = 1s;
constexpr Duration retry_delay_max = 10min; // of a minute limit; what is longer is no minute limit
constexpr Duration model_missing_for = 1h;
constexpr Duration probed_daily = 24h;
constexpr Duration spend_window = 10min;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

bool contains_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return contains(text, part); });
}

bool has_reason(const UpstreamError& error, std::initializer_list<std::string_view> reasons) {
  return std::any_of(error.reasons.begin(), error.reasons.end(), [&](const std::string& reason) {
    return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
  });
}

RefusalReading reading(Refusal refusal, std::string reason) {
  return {refusal, std::nullopt, {}, std::move(reason)};
}

RefusalReading reading_until(Refusal refusal, Instant until, std::string reason) {
  return {refusal, until, {}, std::move(reason)};
}

// "51.606482386s", rounded up; libc++ 14 has no from_chars for doubles.
std::optional<Duration> read_seconds(std::string_view text) {
  constexpr std::int64_t seconds_max = 1'000'000;
  std::int64_t seconds = 0;
  const auto [stop, ec] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (ec != std::errc{} || seconds < 0 || seconds > seconds_max)
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
  std::int64_t ms = 0;
  if (text.starts_with('.')) {
    std::int64_t unit = 100;
    for (text.remove_prefix(1); !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1)) {
      ms += unit > 0 ? (text.front() - '0') * unit : 0;
      unit /= 10;
    }
    ms += unit == 0 ? 1 : 0; // there may have been more digits than milliseconds
  }
  if (!text.starts_with('s'))
    return std::nullopt;
  return Duration{seconds * 1000 + ms};
}

// "Please retry in 51.606482386s." where RetryInfo is missing.
std::optional<Duration> delay_in_text(std::string_view message) {
  constexpr std::string_view phrase = "retry in ";
  const auto at = std::search(message.begin(), message.end(), phrase.begin(), phrase.end(),
                              [](char a, char b) { return lower(a) == b; });
  if (at == message.end())
    return std::nullopt;
  return read_seconds(message.substr(static_cast<std::size_t>(at - message.begin()) + phrase.size()));
}

Duration minute_delay(const UpstreamError& error) {
  const auto delay = error.retry_delay ? error.retry_delay : delay_in_text(error.message);
  return std::clamp(delay.value_or(retry_delay_default), retry_delay_min, retry_delay_max);
}

// "…, limit: 0, model: gemini-3.1-pro" where the violations are missing.
bool says_limit_zero(std::string_view message) {
  constexpr std::string_view phrase = "limit: 0";
  for (auto at = message.find(phrase); at != std::string_view::npos; at = message.find(phrase, at + 1)) {
    const auto after = at + phrase.size();
    if (after == message.size() || !(message[after] >= '0' && message[after] <= '9'))
      return true;
  }
  return false;
}

// It becomes part of a record's key, and what a peer sends must not grow without end.
bool is_model_name(std::string_view text) {
  constexpr std::size_t length_max = 128;
  return !text.empty() && text.size() <= length_max && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
  });
}

bool is_per_day(const QuotaViolation& v) {
  return contains(v.quota_id, "PerDay") || contains(v.metric, "per_day");
}
bool is_tokens(const QuotaViolation& v) {
  return contains(v.quota_id, "Tokens") || contains(v.metric, "token_count");
}

// Several violations in one refusal: what blocks for longest decides, and every limit named is learned.
RefusalReading read_violations(const UpstreamError& error, Instant now) {
  RefusalReading result;
  auto consider = [&](RefusalReading candidate) {
    if (!result.until || *candidate.until > *result.until) {
      candidate.learned = result.learned;
      candidate.family = result.family;
      result = std::move(candidate);
    }
  };
  for (const auto& v : error.violations) {
    if (result.family.empty() && is_model_name(v.model))
      result.family = v.model;
    if (v.value ? *v.value == 0 : says_limit_zero(error.message)) {
      consider(reading_until(Refusal::not_in_tier, now + probed_daily, "the model is not in this project's tier"));
    } else if (is_per_day(v)) {
      // RetryInfo lies for day limits (section 7): only midnight counts.
      if (!is_tokens(v))
        result.learned.rpd = v.value;
      consider(reading_until(Refusal::day_limit, next_pacific_midnight(now), "the day's limit is used up"));
    } else if (is_tokens(v)) {
      result.learned.tpm = v.value;
      consider(reading_until(Refusal::token_limit, now + minute_delay(error), "the minute's tokens are used up"));
    } else {
      result.learned.rpm = v.value;
      consider(reading_until(Refusal::minute_limit, now + minute_delay(error), "the minute's requests are used up"));
    }
  }
  return result;
}

RefusalReading read_429(const UpstreamError& error, Instant now) {
  const auto& text = error.message;
  if (contains_any(text, {"prepayment credits are depleted", "spending cap"}))
    return reading_until(Refusal::credit_empty, now + probed_daily, "the project's credit is used up");
  if (contains_any(text, {"spend-based rate limit", "spending rate"}))
    return reading_until(Refusal::spend_limit, now + spend_window, "the spending rate is over its limit");
  if (!error.violations.empty())
    return read_violations(error, now);
  if (says_limit_zero(text))
    return reading_until(Refusal::not_in_tier, now + probed_daily, "the model is not in this project's tier");
  if (contains_any(text, {"per day", "PerDay", "requests_per_day"}))
    return reading_until(Refusal::day_limit, next_pacific_midnight(now), "the day's limit is used up");
  if (error.retry_delay || delay_in_text(text))
    return reading_until(Refusal::minute_limit, now + minute_delay(error), "a limit is used up");
  return reading(Refusal::bare_limit, "refused without naming a limit");
}

struct FieldPhrase {
  std::string_view phrase;
  RefusedField field;
};

constexpr std::array field_phrases{
    FieldPhrase{"thought_signature", RefusedField::signatures},
    FieldPhrase{"thought signature", RefusedField::signatures},
    FieldPhrase{"thinking level", RefusedField::thinking},
    FieldPhrase{"thinking_level", RefusedField::thinking},
    FieldPhrase{"thinking budget", RefusedField::thinking},
    FieldPhrase{"thinking_budget", RefusedField::thinking},
    FieldPhrase{"thinking_config", RefusedField::thinking},
    FieldPhrase{"thinkingconfig", RefusedField::thinking},
    FieldPhrase{"only works in thinking mode", RefusedField::thinking},
    FieldPhrase{"thinking is not", RefusedField::thinking},
    FieldPhrase{"penalty is not", RefusedField::penalties},
    FieldPhrase{"penalty parameter", RefusedField::penalties},
    FieldPhrase{"presence_penalty", RefusedField::penalties},
    FieldPhrase{"frequency_penalty", RefusedField::penalties},
    FieldPhrase{"logprobs is not", RefusedField::logprobs},
    FieldPhrase{"logprobs are not", RefusedField::logprobs},
    FieldPhrase{"response_logprobs", RefusedField::logprobs},
    FieldPhrase{"candidate count", RefusedField::candidate_count},
    FieldPhrase{"multiple candidates", RefusedField::candidate_count},
    FieldPhrase{"candidatecount", RefusedField::candidate_count},
    FieldPhrase{"candidate_count", RefusedField::candidate_count},
};

std::optional<RefusedField> refused_field(const UpstreamError& error) {
  for (const auto& [phrase, field] : field_phrases) {
    // clang 14 lets no lambda capture a structured binding.
    const auto named = [&, wanted = phrase](const std::string& text) { return contains(text, wanted); };
    if (named(error.message) || std::any_of(error.fields.begin(), error.fields.end(), named))
      return field;
  }
  return std::nullopt;
}

RefusalReading read_400(const UpstreamError& error) {
  const auto& text = error.message;
  if (has_reason(error, {"API_KEY_INVALID"}) ||
      contains_any(text, {"API key not valid", "API key not found", "API key expired"}))
    return reading(Refusal::key_invalid, "Google does not know the key");
  if (contains(text, "Multiple authentication credentials"))
    return reading(Refusal::gateway_fault, "two credentials were sent");
  if (contains_any(text, {"User location is not supported"}))
    return reading(Refusal::location_unsupported, "Google does not serve this server's location");
  if (error.status == "FAILED_PRECONDITION" && contains(text, "billing"))
    return reading(Refusal::key_invalid, "billing is disabled for the project");
  if (const auto field = refused_field(error)) {
    auto result = *field == RefusedField::signatures
                      ? reading(Refusal::signature_refused, "a thought signature was refused")
                      : reading(Refusal::field_unsupported, "the model refuses a field of the request");
    result.field = field;
    return result;
  }
  return reading(Refusal::client_fault, "the request is not valid");
}

RefusalReading read_403(const UpstreamError& error) {
  const auto& text = error.message;
  if (has_reason(error, {"CONSUMER_SUSPENDED"}) || contains(text, "has been suspended")) {
    auto result = reading(Refusal::key_invalid, "Google suspended the key's project");
    result.of_project = true;
    return result;
  }
  if (contains(text, "reported as leaked"))
    return reading(Refusal::key_invalid, "Google calls the key leaked");
  if (has_reason(error, {"API_KEY_SERVICE_BLOCKED"}))
    return reading(Refusal::key_invalid, "the key may not use the Gemini API");
  if (has_reason(error, {"SERVICE_DISABLED"}))
    return reading(Refusal::key_invalid, "the Gemini API is disabled in the key's project");
  if (has_reason(error, {"API_KEY_IP_ADDRESS_BLOCKED"}))
    return reading(Refusal::key_invalid, "the key is restricted to other addresses");
  if (has_reason(error, {"API_KEY_HTTP_REFERRER_BLOCKED"}))
    return reading(Refusal::key_invalid, "the key is restricted to web pages");
  if (contains_any(text, {"access the file", "cachedContent", "cached content", "tunedModel", "tuned model"}))
    return reading(Refusal::not_permitted, "the file or cache belongs to another project");
  if (error.status.empty())
    return reading(Refusal::location_unsupported, "refused by something in front of the API");
  return reading(Refusal::key_suspect, "permission denied");
}

RefusalReading read_404(const UpstreamError& error, Instant now) {
  if (contains(error.message, "no longer available to new users"))
    return reading_until(Refusal::model_closed, now + probed_daily, "the model is closed to this project");
  return reading_until(Refusal::model_missing, now + model_missing_for, "the project does not have the model");
}

// Some front ends answer 200 or another status around an error object: its own status then decides.
int effective_status(const UpstreamError& error) {
  constexpr std::array<std::pair<std::string_view, int>, 10> names{{{"INVALID_ARGUMENT", 400},
                                                                    {"FAILED_PRECONDITION", 400},
                                                                    {"UNAUTHENTICATED", 401},
                                                                    {"PERMISSION_DENIED", 403},
                                                                    {"NOT_FOUND", 404},
                                                                    {"RESOURCE_EXHAUSTED", 429},
                                                                    {"CANCELLED", 499},
                                                                    {"INTERNAL", 500},
                                                                    {"UNAVAILABLE", 503},
                                                                    {"DEADLINE_EXCEEDED", 504}}};
  if (error.http_status >= 400)
    return error.http_status;
  for (const auto& [name, status] : names)
    if (error.status == name)
      return status;
  return 500;
}

} // namespace

RefusalReading read_refusal(const UpstreamError& error, Instant now) {
  switch (effective_status(error)) {
  case 400:
    return read_400(error);
  case 401:
    return reading(Refusal::key_suspect, "Google does not accept the key");
  case 403:
    return read_403(error);
  case 404:
    return read_404(error, now);
  case 413:
    return reading(Refusal::client_fault, "the request is too large");
  case 429:
    return read_429(error, now);
  case 503:
    return reading(Refusal::overloaded, "the model is overloaded");
  case 504:
    return reading(Refusal::timeout, "the model took too long");
  default:
    return reading(Refusal::server_error, "the upstream failed");
  }
}

bool blames_key(Refusal refusal) {
  return refusal == Refusal::key_invalid || refusal == Refusal::key_suspect;
}

bool blames_quota(Refusal refusal) {
  switch (refusal) {
  case Refusal::model_missing:
  case Refusal::model_closed:
  case Refusal::minute_limit:
  case Refusal::token_limit:
  case Refusal::day_limit:
  case Refusal::not_in_tier:
  case Refusal::spend_limit:
  case Refusal::credit_empty:
  case Refusal::bare_limit:
    return true;
  default:
    return false;
  }
}

std::string_view to_string(Refusal refusal) {
  constexpr std::array<std::string_view, 20> names{"client_fault",
                                                   "not_permitted",
                                                   "field_unsupported",
                                                   "signature_refused",
                                                   "key_invalid",
                                                   "key_suspect",
                                                   "location_unsupported",
                                                   "model_missing",
                                                   "model_closed",
                                                   "minute_limit",
                                                   "token_limit",
                                                   "day_limit",
                                                   "not_in_tier",
                                                   "spend_limit",
                                                   "credit_empty",
                                                   "bare_limit",
                                                   "overloaded",
                                                   "server_error",
                                                   "timeout",
                                                   "gateway_fault"};
  return names[static_cast<std::size_t>(refusal)];
}

} // namespace geminid::policy
