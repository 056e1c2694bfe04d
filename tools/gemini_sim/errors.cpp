#include "tools/gemini_sim/errors.hpp"

#include <array>
#include <cstdio>
#include <utility>

namespace geminid::sim {
namespace {

using Json = nlohmann::ordered_json;

Json help() {
  const Json link{{"description", "Learn more about Gemini API quotas"},
                  {"url", "https://ai.google.dev/gemini-api/docs/rate-limits"}};
  return {{"@type", "type.googleapis.com/google.rpc.Help"}, {"links", Json::array({link})}};
}

std::string seconds_text(std::chrono::nanoseconds delay) {
  constexpr std::int64_t second = 1'000'000'000;
  std::array<char, 48> digits{};
  const auto count = static_cast<long long>(delay.count());
  const auto size = std::snprintf(digits.data(), digits.size(), "%lld.%09lld", count / second, count % second);
  std::string text{digits.data(), static_cast<std::size_t>(size)};
  text.resize(text.find_last_not_of('0') + 1);
  if (text.ends_with('.'))
    text.pop_back();
  return text;
}

} // namespace

std::string ApiError::body() const {
  Json error{{"code", code}, {"message", message}, {"status", status}};
  if (!details.is_null())
    error["details"] = details;
  // Texts echo what the client sent, which may be no valid UTF-8.
  return Json{{"error", std::move(error)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

ErrorAnswer to_answer(const ApiError& error) {
  return {.status = error.code, .body = error.body()};
}

Json error_info(std::string_view reason, Json metadata) {
  return {{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
          {"reason", reason},
          {"domain", "googleapis.com"},
          {"metadata", std::move(metadata)}};
}

ApiError invalid_argument(std::string message) {
  return {400, "INVALID_ARGUMENT", std::move(message)};
}

ApiError unfit_field(std::string_view path, std::string_view what) {
  std::string message = "* GenerateContentRequest.";
  message.append(path).append(": ").append(what) += '\n';
  return invalid_argument(std::move(message));
}

ApiError bad_fields(const std::vector<FieldViolation>& violations) {
  std::string message;
  auto fields = Json::array();
  for (const auto& violation : violations) {
    message += message.empty() ? violation.description : "\n" + violation.description;
    auto entry = Json::object();
    if (!violation.field.empty())
      entry["field"] = violation.field;
    entry["description"] = violation.description;
    fields.push_back(std::move(entry));
  }
  auto details = Json::array();
  details.push_back({{"@type", "type.googleapis.com/google.rpc.BadRequest"}, {"fieldViolations", std::move(fields)}});
  return {400, "INVALID_ARGUMENT", std::move(message), std::move(details)};
}

ApiError unknown_model(std::string_view model, std::string_view version, std::string_view method) {
  return {404, "NOT_FOUND",
          "models/" + std::string{model} + " is not found for API version " + std::string{version} +
              ", or is not supported for " + std::string{method} +
              ". Call ListModels to see the list of available models and their supported methods."};
}

ApiError api_key_invalid(std::string message) {
  return {400, "INVALID_ARGUMENT", std::move(message),
          Json::array({error_info("API_KEY_INVALID", {{"service", google_service}})})};
}

ApiError not_enabled(std::string_view what, std::string_view model) {
  return invalid_argument(std::string{what} + " is not enabled for models/" + std::string{model});
}

ApiError missing_signature(std::string_view function, std::size_t position) {
  return invalid_argument(
      "Function call is missing a thought_signature in functionCall parts. This is required for tools to work "
      "correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call "
      "`default_api:" +
      std::string{function} + "` , position " + std::to_string(position) +
      ". Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.");
}

ApiError file_denied(std::string_view file) {
  return {403, "PERMISSION_DENIED",
          "You do not have permission to access the File " + std::string{file} + " or it may not exist."};
}

ApiError input_too_long(std::int64_t tokens, std::int64_t tokens_max) {
  return invalid_argument("The input token count (" + std::to_string(tokens) +
                          ") exceeds the maximum number of tokens allowed (" + std::to_string(tokens_max) + ").");
}

ApiError quota_exceeded(const std::vector<QuotaViolation>& violations, std::chrono::nanoseconds retry_after) {
  std::string message = "You exceeded your current quota, please check your plan and billing details. For more "
                        "information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits. ";
  auto entries = Json::array();
  for (const auto& violation : violations) {
    std::string metric{google_service};
    metric += "/" + violation.metric;
    message += "\n* Quota exceeded for metric: " + metric + ", limit: " + std::to_string(violation.limit) +
               ", model: " + violation.model;
    Json entry{{"quotaMetric", metric},
               {"quotaId", violation.id},
               {"quotaDimensions", {{"location", "global"}, {"model", violation.model}}}};
    if (violation.limit > 0)
      entry["quotaValue"] = std::to_string(violation.limit);
    entries.push_back(std::move(entry));
  }
  message += "\nPlease retry in " + seconds_text(retry_after) + "s.";
  const auto whole_seconds = std::chrono::duration_cast<std::chrono::seconds>(retry_after);
  auto details = Json::array({help()});
  details.push_back({{"@type", "type.googleapis.com/google.rpc.QuotaFailure"}, {"violations", std::move(entries)}});
  details.push_back(
      {{"@type", "type.googleapis.com/google.rpc.RetryInfo"}, {"retryDelay", seconds_text(whole_seconds) + "s"}});
  return {429, "RESOURCE_EXHAUSTED", std::move(message), std::move(details)};
}

} // namespace geminid::sim
