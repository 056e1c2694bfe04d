#include "tools/gemini_sim/named_errors.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace geminid::sim {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view free_requests = "generate_content_free_tier_requests";
constexpr std::string_view per_minute_id = "GenerateRequestsPerMinutePerProjectPerModel-FreeTier";
constexpr std::string_view per_day_id = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
// Google names a short delay for a limit that returns at midnight only (gemini-wire.md, section 7).
constexpr std::chrono::nanoseconds delay_of_a_day_limit{51'606'482'386};

ErrorAnswer error(int code, std::string status, std::string message, Json details = nullptr) {
  return to_answer({code, std::move(status), std::move(message), std::move(details)});
}

ErrorAnswer denied(std::string message, std::string_view reason, Json metadata) {
  return error(403, "PERMISSION_DENIED", std::move(message), Json::array({error_info(reason, std::move(metadata))}));
}

std::string rpc_method(const ErrorContext& context) {
  const auto* name = context.method == "streamGenerateContent" ? "StreamGenerateContent"
                     : context.method == "countTokens"         ? "CountTokens"
                                                               : "GenerateContent";
  return "google.ai.generativelanguage." + context.version + ".GenerativeService." + name;
}

ErrorAnswer unauthenticated(const ErrorContext& context) {
  const Json info{{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
                  {"reason", "ACCESS_TOKEN_TYPE_UNSUPPORTED"},
                  {"metadata", {{"method", rpc_method(context)}, {"service", google_service}}}};
  return error(
      401, "UNAUTHENTICATED",
      "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
      "valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
      Json::array({info}));
}

ErrorAnswer credentials_missing(const ErrorContext& context) {
  return error(
      401, "UNAUTHENTICATED",
      "API keys are not supported by this API. Expected OAuth2 access token or other authentication "
      "credentials that assert a principal. See https://cloud.google.com/docs/authentication",
      Json::array({error_info("CREDENTIALS_MISSING", {{"method", rpc_method(context)}, {"service", google_service}})}));
}

ErrorAnswer suspended(const ErrorContext& context) {
  const auto key = "api_key:" + context.key;
  return denied("Permission denied: Consumer '" + key + "' has been suspended.", "CONSUMER_SUSPENDED",
                {{"consumer", "projects/123"}, {"service", google_service}, {"containerInfo", key}});
}

ErrorAnswer service_blocked(const ErrorContext& context) {
  return denied("Requests to this API " + std::string{google_service} + " method " + rpc_method(context) +
                    " are blocked.",
                "API_KEY_SERVICE_BLOCKED",
                {{"consumer", "projects/123"}, {"methodName", rpc_method(context)}, {"service", google_service}});
}

ErrorAnswer service_disabled(const ErrorContext&) {
  return denied("Generative Language API has not been used in project 123 before or it is disabled. Enable it by "
                "visiting https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview"
                "?project=123 then retry.",
                "SERVICE_DISABLED", {{"consumer", "projects/123"}, {"service", google_service}});
}

ErrorAnswer ip_blocked(const ErrorContext&) {
  return denied("The provided API key has an IP address restriction. The originating IP address of the call "
                "(192.0.2.1) violates this restriction.",
                "API_KEY_IP_ADDRESS_BLOCKED", {{"consumer", "projects/123"}, {"service", google_service}});
}

ErrorAnswer referrer_blocked(const ErrorContext&) {
  return denied("Requests from referer <empty> are blocked.", "API_KEY_HTTP_REFERRER_BLOCKED",
                {{"consumer", "projects/123"}, {"httpReferrer", "<empty>"}, {"service", google_service}});
}

ErrorAnswer no_longer_available(const ErrorContext& context) {
  return error(404, "NOT_FOUND",
               "This model models/" + context.model +
                   " is no longer available to new users. Please update your code to use a newer model for the latest "
                   "features and improvements.");
}

QuotaViolation violation(const ErrorContext& context, std::string_view metric, std::string_view id,
                         std::int64_t limit) {
  return {std::string{metric}, std::string{id}, context.quota_model, limit};
}

ErrorAnswer per_minute(const ErrorContext& context) {
  return to_answer(quota_exceeded({violation(context, free_requests, per_minute_id, 10)}, std::chrono::seconds{38}));
}

ErrorAnswer per_day(const ErrorContext& context) {
  return to_answer(quota_exceeded({violation(context, free_requests, per_day_id, 20)}, delay_of_a_day_limit));
}

ErrorAnswer per_minute_and_day(const ErrorContext& context) {
  return to_answer(quota_exceeded(
      {violation(context, free_requests, per_day_id, 20), violation(context, free_requests, per_minute_id, 10)},
      delay_of_a_day_limit));
}

ErrorAnswer zero(const ErrorContext& context) {
  return to_answer(quota_exceeded({violation(context, free_requests, per_day_id, 0)}, std::chrono::seconds{5}));
}

ErrorAnswer tokens_per_minute(const ErrorContext& context) {
  return to_answer(quota_exceeded({violation(context, "generate_content_paid_tier_input_token_count",
                                             "GenerateContentPaidTierInputTokensPerModelPerMinute", 1'000'000)},
                                  std::chrono::seconds{20}));
}

ErrorAnswer not_found(const ErrorContext& context) {
  return to_answer(unknown_model(context.model, context.version, context.method));
}

ErrorAnswer penalty(const ErrorContext& context) {
  return to_answer(not_enabled("Penalty", context.model));
}

ErrorAnswer logprobs(const ErrorContext& context) {
  return to_answer(not_enabled("Logprobs", context.model));
}

ErrorAnswer candidates(const ErrorContext& context) {
  return to_answer(not_enabled("Multiple candidates", context.model));
}

ErrorAnswer key_invalid(const ErrorContext&) {
  return to_answer(api_key_invalid());
}

ErrorAnswer key_not_found(const ErrorContext&) {
  return to_answer(api_key_invalid("API Key not found. Please pass a valid API key."));
}

ErrorAnswer key_expired(const ErrorContext&) {
  return to_answer(api_key_invalid("API key expired. Please renew the API key."));
}

ErrorAnswer signature_missing(const ErrorContext&) {
  return to_answer(missing_signature("get_weather", 1));
}

ErrorAnswer foreign_file(const ErrorContext&) {
  return to_answer(file_denied("abc-123"));
}

ErrorAnswer too_many_tokens(const ErrorContext&) {
  return to_answer(input_too_long(1'048'577, 1'048'576));
}

struct BuiltError {
  std::string_view name;
  ErrorAnswer (*build)(const ErrorContext&);
};
constexpr std::array built_errors{
    BuiltError{"api_key_invalid", key_invalid},
    BuiltError{"api_key_not_found", key_not_found},
    BuiltError{"api_key_expired", key_expired},
    BuiltError{"missing_signature", signature_missing},
    BuiltError{"penalty", penalty},
    BuiltError{"logprobs", logprobs},
    BuiltError{"candidates", candidates},
    BuiltError{"file_denied", foreign_file},
    BuiltError{"too_many_tokens", too_many_tokens},
    BuiltError{"unauthenticated", unauthenticated},
    BuiltError{"credentials_missing", credentials_missing},
    BuiltError{"suspended", suspended},
    BuiltError{"service_blocked", service_blocked},
    BuiltError{"service_disabled", service_disabled},
    BuiltError{"ip_blocked", ip_blocked},
    BuiltError{"referrer_blocked", referrer_blocked},
    BuiltError{"not_found", not_found},
    BuiltError{"no_longer_available", no_longer_available},
    BuiltError{"per_minute", per_minute},
    BuiltError{"per_day", per_day},
    BuiltError{"per_minute_and_day", per_minute_and_day},
    BuiltError{"zero", zero},
    BuiltError{"tokens_per_minute", tokens_per_minute},
};

/// The same for everyone, and without details.
struct PlainError {
  std::string_view name;
  int code;
  const char* status;
  const char* message;
};
constexpr std::array plain_errors{
    PlainError{"location", 400, "FAILED_PRECONDITION", "User location is not supported for the API use."},
    PlainError{"billing_disabled", 400, "FAILED_PRECONDITION",
               "This API method requires billing to be enabled. Please enable billing on project #123 by visiting "
               "https://console.developers.google.com/billing/enable?project=123 then retry."},
    PlainError{"multiple_credentials", 400, "INVALID_ARGUMENT", multiple_credentials},
    PlainError{"corrupted_signature", 400, "INVALID_ARGUMENT", corrupted_signature},
    PlainError{"thinking_level", 400, "INVALID_ARGUMENT", thinking_level_unsupported},
    PlainError{"thinking_budget", 400, "INVALID_ARGUMENT", thinking_off_unsupported},
    PlainError{"leaked", 403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key."},
    PlainError{"cache_denied", 403, "PERMISSION_DENIED", cache_denied},
    PlainError{"project_denied", 403, "PERMISSION_DENIED",
               "Your project has been denied access. Please contact support."},
    PlainError{"aborted", 409, "ABORTED", "The operation was aborted."},
    PlainError{"spend", 429, "RESOURCE_EXHAUSTED",
               "You exceeded your spend-based rate limit. Please wait and try again later."},
    PlainError{"spending_cap", 429, "RESOURCE_EXHAUSTED", "Your project has exceeded its monthly spending cap."},
    PlainError{"prepaid", 429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."},
    PlainError{"bare429", 429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."},
    PlainError{"internal", 500, "INTERNAL",
               "An internal error has occurred. Please retry or report in "
               "https://developers.generativeai.google/guide/troubleshooting"},
    PlainError{"unknown", 500, "UNKNOWN", "Unknown error."},
    PlainError{"overloaded", 503, "UNAVAILABLE", "The model is overloaded. Please try again later."},
    PlainError{"high_demand", 503, "UNAVAILABLE", "This model is currently experiencing high demand."},
    PlainError{"deadline", 504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."},
};

/// What Google's front end says before the API is asked.
struct Page {
  std::string_view name;
  int status;
  const char* body;
};
constexpr auto sorry_page = "<html><head><title>Sorry...</title></head><body><h1>We're sorry...</h1><p>... but your "
                            "computer or network may be sending automated queries.</p></body></html>\n";
constexpr std::array pages{
    Page{"html_403", 403, sorry_page},
    Page{"html_413", 413,
         "<!DOCTYPE html><html lang=en><title>Error 413 (Request Entity Too Large)!!1</title><p><b>413.</b> That's an "
         "error.</html>\n"},
    Page{"html_429", 429, sorry_page},
    Page{"html_502", 502,
         "<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title><p><b>502.</b> That's an "
         "error.</html>\n"},
};

} // namespace

std::optional<ErrorAnswer> named_error(std::string_view name, const ErrorContext& context) {
  for (const auto& built : built_errors)
    if (built.name == name)
      return built.build(context);
  for (const auto& plain : plain_errors)
    if (plain.name == name)
      return error(plain.code, plain.status, plain.message);
  for (const auto& page : pages)
    if (page.name == name)
      return ErrorAnswer{page.status, "text/html; charset=UTF-8", page.body};
  return std::nullopt;
}

const std::vector<std::string_view>& error_names() {
  static const auto names = [] {
    std::vector<std::string_view> all;
    const auto add = [&all](const auto& table) {
      for (const auto& row : table)
        all.push_back(row.name);
    };
    add(built_errors);
    add(plain_errors);
    add(pages);
    return all;
  }();
  return names;
}

} // namespace geminid::sim
