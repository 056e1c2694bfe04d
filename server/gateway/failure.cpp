#include "server/gateway/failure.hpp"

#include "actors/policy/rate_limit_headers.hpp"
#include "actors/policy/retry.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace geminid::gateway {
namespace {

using translate::ApiError;

/// OpenAI's SDKs obey `retry-after` up to this and fall back to seconds above it.
constexpr Duration obeyed_max{60'000};

/// After as many attempts as a request may make. Whether a key is left that has room, nobody has asked; the next
/// request finds it, or is told when there will be one.
constexpr Duration untried_keys_pause{1'000};

std::vector<http::Header> retry_headers(Instant retry_at, Instant now) {
  if (retry_at == Instant::max())
    return {{"x-should-retry", "false"}};
  const auto wait = std::max<Duration>(Duration{1}, retry_at - now);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  if (wait > obeyed_max)
    return {{"retry-after", std::to_string(seconds)}, {"x-should-retry", "false"}};
  return {{"retry-after", std::to_string(seconds)},
          {"retry-after-ms", std::to_string(wait.count())},
          {"x-should-retry", "true"}};
}

ApiError model_not_found(std::string_view model) {
  return {404, "invalid_request_error", "model_not_found",
          fmt::format("The model `{}` does not exist or none of the gateway's projects has access to it.", model),
          "model"};
}

Failure location_unsupported() {
  return {
      {503, "server_error", "location_unsupported", "Google does not serve the location of this gateway to its keys."},
      {{"x-should-retry", "false"}}};
}

ApiError upstream_says(int status, std::string_view type, std::string_view code, std::string_view message,
                       std::string_view fallback) {
  return {status, std::string{type}, std::string{code}, std::string{message.empty() ? fallback : message}};
}

bool another_model_may_serve(actors::NoRoom cause) {
  using actors::NoRoom;
  return cause == NoRoom::unavailable || cause == NoRoom::exhausted || cause == NoRoom::busy ||
         cause == NoRoom::throttled;
}

Failure tell_no_room(actors::NoRoom cause, std::string_view model, Instant retry_at, Instant now) {
  using actors::NoRoom;
  switch (cause) {
  case NoRoom::no_keys:
    return {{503, "server_error", "no_upstream_keys", "The gateway has no usable Gemini key."},
            {{"x-should-retry", "false"}}};
  case NoRoom::unavailable:
    return {model_not_found(model)};
  case NoRoom::exhausted:
    return {{429, "insufficient_quota", "insufficient_quota",
             fmt::format("Every Gemini key has used up its daily quota of {}.", model)},
            retry_headers(retry_at, now)};
  case NoRoom::busy:
    return {{429, "rate_limit_error", "rate_limit_exceeded",
             fmt::format("Every Gemini key is at its rate limit for {}. Please try again later.", model)},
            retry_headers(retry_at, now)};
  case NoRoom::too_large:
    return {{400, "invalid_request_error", "context_length_exceeded",
             fmt::format("The request holds more input tokens than any Gemini key may send to {} in a minute.", model),
             "messages"}};
  case NoRoom::throttled:
    return {{429, "rate_limit_error", "rate_limit_exceeded",
             fmt::format("Google throttles {} for every key at present. Please try again later.", model)},
            retry_headers(retry_at, now)};
  case NoRoom::location:
    return location_unsupported();
  case NoRoom::queue_full:
    return {{429, "rate_limit_error", "rate_limit_exceeded", "Too many requests are waiting. Please try again later."},
            retry_headers(retry_at, now)};
  case NoRoom::cancelled:
    return {{499, "server_error", "cancelled", "The request was cancelled."}};
  case NoRoom::storage_failed:
    break;
  }
  return {{503, "server_error", "storage_failed", "The gateway could not record the request."}};
}

Failure tell_refusal(policy::Refusal refusal, std::string_view message, std::string_view model) {
  using policy::Refusal;
  switch (refusal) {
  case Refusal::client_fault:
  case Refusal::field_unsupported:
  case Refusal::signature_refused:
    return {upstream_says(400, "invalid_request_error",
                          message.find("exceeds the maximum number of tokens") != std::string_view::npos
                              ? "context_length_exceeded"
                              : "invalid_value",
                          message, "The request is not valid.")};
  case Refusal::not_permitted:
    return {upstream_says(404, "invalid_request_error", "not_found", message, "Not found.")};
  case Refusal::model_missing:
  case Refusal::model_closed:
    return {model_not_found(model)};
  case Refusal::key_invalid:
  case Refusal::key_suspect:
    return tell_no_room(actors::NoRoom::no_keys, model, Instant::max(), {});
  case Refusal::location_unsupported:
    return location_unsupported();
  case Refusal::day_limit:
  case Refusal::credit_empty:
    return {upstream_says(429, "insufficient_quota", "insufficient_quota", message, "The quota is used up."),
            {{"x-should-retry", "false"}}};
  case Refusal::not_in_tier:
    return {model_not_found(model)};
  case Refusal::minute_limit:
  case Refusal::token_limit:
  case Refusal::spend_limit:
  case Refusal::bare_limit:
    return {upstream_says(429, "rate_limit_error", "rate_limit_exceeded", message, "A rate limit was reached."),
            retry_headers(Instant{} + untried_keys_pause, Instant{})};
  case Refusal::overloaded:
    return {upstream_says(503, "server_error", "service_unavailable", message, "The model is overloaded.")};
  case Refusal::timeout:
    return {upstream_says(504, "server_error", "upstream_timeout", message, "The model took too long.")};
  case Refusal::gateway_fault:
    return {{500, "server_error", "internal_error", "The gateway made a request that Google refused."}};
  case Refusal::server_error:
    break;
  }
  return {upstream_says(502, "server_error", "upstream_error", message, "The upstream failed.")};
}

} // namespace

Failure no_room(actors::NoRoom cause, std::string_view model, Instant retry_at, Instant now) {
  auto failure = tell_no_room(cause, model, retry_at, now);
  failure.another_model_may_serve = another_model_may_serve(cause);
  return failure;
}

Failure refused(policy::Refusal refusal, std::string_view message, std::string_view model) {
  auto failure = tell_refusal(refusal, message, model);
  failure.another_model_may_serve = policy::another_model_may_serve(refusal);
  return failure;
}

Failure over_limit(const policy::Overrun& overrun, Instant now) {
  using policy::UserLimit;
  if (overrun.limit == UserLimit::token_budget)
    return {
        {429, "insufficient_quota", "insufficient_quota",
         fmt::format("This user key has a budget of {} tokens, and what is left of it is too little for this request. "
                     "Please ask for a greater budget.",
                     overrun.allowed)},
        retry_headers(overrun.retry_at, now)};
  const auto allowed = [&]() -> std::string {
    switch (overrun.limit) {
    case UserLimit::requests_per_minute:
      return fmt::format("{} requests per minute", overrun.allowed);
    case UserLimit::tokens_per_minute:
      return fmt::format("{} input tokens per minute", overrun.allowed);
    case UserLimit::requests_per_day:
      return fmt::format("{} requests per day", overrun.allowed);
    case UserLimit::concurrent_requests:
    case UserLimit::token_budget:
      break;
    }
    return fmt::format("{} requests at a time", overrun.allowed);
  }();
  const auto advice = overrun.retry_at == Instant::max()
                          ? "This request alone is over it."
                          : fmt::format("Please try again in {}.", policy::duration_text(overrun.retry_at - now));
  return {{429, "rate_limit_error", "rate_limit_exceeded",
           fmt::format("This user key is limited to {}. {}", allowed, advice)},
          retry_headers(overrun.retry_at, now)};
}

Failure wire_fault(upstream::Fault fault) {
  using upstream::Fault;
  switch (fault) {
  case Fault::connect_timeout:
  case Fault::head_timeout:
  case Fault::idle_timeout:
    return {{504, "server_error", "upstream_timeout", "Google did not answer in time."}};
  case Fault::proxy_auth:
    return {
        {502, "server_error", "upstream_error", "The proxy before Google does not accept the gateway's credentials."}};
  case Fault::proxy_refused:
    return {{502, "server_error", "upstream_error", "The proxy before Google refused the connection."}};
  case Fault::proxy_failed:
    return {{502, "server_error", "upstream_error", "The connection to the proxy before Google failed."}};
  case Fault::too_large:
    return {{502, "server_error", "upstream_error", "Google's answer is larger than the gateway accepts."}};
  default:
    return {{502, "server_error", "upstream_error", "The connection to Google failed."}};
  }
}

http::Response to_response(const Failure& failure) {
  return {failure.error.status, "application/json", translate::to_json(failure.error), failure.headers};
}

} // namespace geminid::gateway
