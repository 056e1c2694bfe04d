#include "tools/gemini_sim/errors.hpp"

#include <array>
#include <cstdio>
#include <functional>
#include <utility>

namespace geminid::sim {
namespace {

using nlohmann::json;

constexpr std::string_view service = "generativelanguage.googleapis.com";
constexpr std::string_view html = "text/html; charset=UTF-8";

json error_info(std::string_view reason, json metadata) {
  return {{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
          {"reason", reason},
          {"domain", "googleapis.com"},
          {"metadata", std::move(metadata)}};
}

json help() {
  return {{"@type", "type.googleapis.com/google.rpc.Help"},
          {"links",
           {{{"description", "Learn more about Gemini API quotas"},
             {"url", "https://ai.google.dev/gemini-api/docs/rate-limits"}}}}};
}

std::string seconds_text(std::chrono::milliseconds delay) {
  std::array<char, 48> text{};
  const auto ms = delay.count();
  const auto size = ms % 1000 == 0
                        ? std::snprintf(text.data(), text.size(), "%lld", static_cast<long long>(ms / 1000))
                        : std::snprintf(text.data(), text.size(), "%lld.%03lld", static_cast<long long>(ms / 1000),
                                        static_cast<long long>(ms % 1000));
  return {text.data(), static_cast<std::size_t>(size)};
}

ApiError make(int code, std::string status, std::string message, json details = nullptr) {
  return {code, std::move(status), std::move(message), std::move(details)};
}

ApiError unauthenticated(const ErrorContext& context) {
  const auto method = context.method == "streamGenerateContent" ? "StreamGenerateContent"
                      : context.method == "countTokens"         ? "CountTokens"
                                                                : "GenerateContent";
  auto info = error_info("ACCESS_TOKEN_TYPE_UNSUPPORTED",
                         {{"method", std::string{"google.ai.generativelanguage.v1beta.GenerativeService."} + method},
                          {"service", service}});
  return make(
      401, "UNAUTHENTICATED",
      "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
      "valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.",
      json::array({std::move(info)}));
}

ApiError suspended() {
  auto info = error_info("CONSUMER_SUSPENDED",
                         {{"consumer", "projects/123"}, {"service", service}, {"containerInfo", "api_key:AIzaFAKE"}});
  return make(403, "PERMISSION_DENIED", "Permission denied: Consumer 'api_key:AIzaFAKE' has been suspended.",
              json::array({std::move(info)}));
}

ApiError no_longer_available(const ErrorContext& context) {
  return make(404, "NOT_FOUND",
              "This model models/" + context.model +
                  " is no longer available to new users. Please update your code to use a newer model for the latest "
                  "features and improvements.");
}

ApiError exceeded(const ErrorContext& context, std::string metric, std::string id, std::int64_t limit,
                  std::chrono::milliseconds retry_after) {
  return quota_exceeded({{std::move(metric), std::move(id), context.quota_model, limit}}, retry_after);
}

using Builder = std::function<ErrorAnswer(const ErrorContext&)>;

Builder json_body(ApiError error) {
  return [answer = to_answer(error)](const ErrorContext&) { return answer; };
}

Builder filled(ApiError (*build)(const ErrorContext&)) {
  return [build](const ErrorContext& context) { return to_answer(build(context)); };
}

ApiError per_minute(const ErrorContext& context) {
  return exceeded(context, "generate_content_free_tier_requests",
                  "GenerateRequestsPerMinutePerProjectPerModel-FreeTier", 10, std::chrono::seconds{38});
}

// Google names a short delay for a limit that returns at midnight only (gemini-wire.md, section 7).
ApiError per_day(const ErrorContext& context) {
  return exceeded(context, "generate_content_free_tier_requests", "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                  20, std::chrono::milliseconds{51'606});
}

ApiError zero(const ErrorContext& context) {
  return exceeded(context, "generate_content_free_tier_requests", "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                  0, std::chrono::seconds{5});
}

ApiError tokens_per_minute(const ErrorContext& context) {
  return exceeded(context, "generate_content_paid_tier_input_token_count",
                  "GenerateContentPaidTierInputTokensPerModelPerMinute", 1'000'000, std::chrono::seconds{20});
}

ApiError not_found(const ErrorContext& context) {
  return unknown_model(context.model, context.method);
}

Builder page(int status, std::string body) {
  return [answer = ErrorAnswer{status, std::string{html}, std::move(body)}](const ErrorContext&) { return answer; };
}

const std::vector<std::pair<std::string_view, Builder>>& builders() {
  static const std::vector<std::pair<std::string_view, Builder>> all{
      {"api_key_invalid", json_body(api_key_invalid())},
      {"location", json_body(make(400, "FAILED_PRECONDITION", "User location is not supported for the API use."))},
      {"unauthenticated", filled(unauthenticated)},
      {"suspended", json_body(suspended())},
      {"leaked",
       json_body(make(403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key."))},
      {"not_found", filled(not_found)},
      {"no_longer_available", filled(no_longer_available)},
      {"per_minute", filled(per_minute)},
      {"per_day", filled(per_day)},
      {"zero", filled(zero)},
      {"tokens_per_minute", filled(tokens_per_minute)},
      {"spend", json_body(make(429, "RESOURCE_EXHAUSTED",
                               "You exceeded your spend-based rate limit. Please wait and try again later."))},
      {"prepaid", json_body(make(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."))},
      {"bare429", json_body(make(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."))},
      {"internal", json_body(make(500, "INTERNAL",
                                  "An internal error has occurred. Please retry or report in "
                                  "https://developers.generativeai.google/guide/troubleshooting"))},
      {"overloaded", json_body(make(503, "UNAVAILABLE", "The model is overloaded. Please try again later."))},
      {"high_demand", json_body(make(503, "UNAVAILABLE", "This model is currently experiencing high demand."))},
      {"deadline", json_body(make(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."))},
      {"corrupted_signature", json_body(invalid_argument("Corrupted thought signature."))},
      {"html_403", page(403, "<html><head><title>Sorry...</title></head><body><h1>We're sorry...</h1><p>... but your "
                             "computer or network may be sending automated queries.</p></body></html>\n")},
      {"html_502", page(502, "<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title><p><b>502.</b> "
                             "That's an error.</html>\n")},
  };
  return all;
}

} // namespace

std::string ApiError::body() const {
  json error{{"code", code}, {"message", message}, {"status", status}};
  if (!details.is_null())
    error["details"] = details;
  // Texts echo what the client sent, which may be no valid UTF-8.
  return json{{"error", std::move(error)}}.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

ErrorAnswer to_answer(const ApiError& error) {
  return {.status = error.code, .body = error.body()};
}

ApiError invalid_argument(std::string message) {
  return make(400, "INVALID_ARGUMENT", std::move(message));
}

ApiError bad_fields(const std::vector<FieldViolation>& violations) {
  std::string message;
  auto fields = json::array();
  for (const auto& violation : violations) {
    message += message.empty() ? violation.description : "\n" + violation.description;
    json entry{{"description", violation.description}};
    if (!violation.field.empty())
      entry["field"] = violation.field;
    fields.push_back(std::move(entry));
  }
  auto details = json::array(
      {json{{"@type", "type.googleapis.com/google.rpc.BadRequest"}, {"fieldViolations", std::move(fields)}}});
  return make(400, "INVALID_ARGUMENT", std::move(message), std::move(details));
}

ApiError unknown_model(std::string_view model, std::string_view method) {
  return make(404, "NOT_FOUND",
              "models/" + std::string{model} + " is not found for API version v1beta, or is not supported for " +
                  std::string{method} +
                  ". Call ListModels to see the list of available models and their supported methods.");
}

ApiError api_key_invalid() {
  auto details = json::array({error_info("API_KEY_INVALID", {{"service", service}})});
  return make(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", std::move(details));
}

ApiError quota_exceeded(const std::vector<QuotaViolation>& violations, std::chrono::milliseconds retry_after) {
  std::string message = "You exceeded your current quota, please check your plan and billing details. For more "
                        "information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. ";
  auto entries = json::array();
  for (const auto& violation : violations) {
    const auto metric = std::string{service} + "/" + violation.metric;
    message += "\n* Quota exceeded for metric: " + metric + ", limit: " + std::to_string(violation.limit) +
               ", model: " + violation.model;
    json entry{{"quotaMetric", metric},
               {"quotaId", violation.id},
               {"quotaDimensions", {{"location", "global"}, {"model", violation.model}}}};
    if (violation.limit > 0)
      entry["quotaValue"] = std::to_string(violation.limit);
    entries.push_back(std::move(entry));
  }
  message += "\nPlease retry in " + seconds_text(retry_after) + "s.";
  const auto whole_seconds = std::chrono::duration_cast<std::chrono::seconds>(retry_after);
  auto details = json::array(
      {help(), json{{"@type", "type.googleapis.com/google.rpc.QuotaFailure"}, {"violations", std::move(entries)}},
       json{{"@type", "type.googleapis.com/google.rpc.RetryInfo"}, {"retryDelay", seconds_text(whole_seconds) + "s"}}});
  return make(429, "RESOURCE_EXHAUSTED", std::move(message), std::move(details));
}

std::optional<ErrorAnswer> named_error(std::string_view name, const ErrorContext& context) {
  for (const auto& [known, build] : builders())
    if (known == name)
      return build(context);
  return std::nullopt;
}

const std::vector<std::string_view>& error_names() {
  static const auto names = [] {
    std::vector<std::string_view> all;
    for (const auto& entry : builders())
      all.push_back(entry.first);
    return all;
  }();
  return names;
}

} // namespace geminid::sim
