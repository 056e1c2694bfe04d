#include "server/translate/gemini_error.hpp"

#include "server/translate/dom.hpp"

#include <charconv>
#include <cmath>

namespace geminid::translate {
namespace {

using simdjson::dom::element;

// "51s", "51.606482386s"
std::optional<Duration> protobuf_duration(std::string_view text) {
  double seconds = 0;
  const auto end = text.data() + text.size();
  const auto [stop, ec] = std::from_chars(text.data(), end, seconds);
  if (ec != std::errc{} || stop + 1 != end || *stop != 's' || !(seconds >= 0) || seconds > 1e7)
    return std::nullopt;
  return std::chrono::ceil<Duration>(std::chrono::duration<double>{seconds});
}

void read_violations(element detail, policy::UpstreamError& error) {
  simdjson::dom::array violations;
  if (detail["violations"].get(violations) != simdjson::SUCCESS)
    return;
  for (const auto violation : violations) {
    policy::QuotaViolation read;
    read.quota_id = text_of(violation, "quotaId");
    read.metric = text_of(violation, "quotaMetric");
    read.value = integer_of(violation, "quotaValue");
    element dimensions;
    if (violation["quotaDimensions"].get(dimensions) == simdjson::SUCCESS)
      read.model = text_of(dimensions, "model");
    error.violations.push_back(std::move(read));
  }
}

void read_fields(element detail, policy::UpstreamError& error) {
  const auto violations = array_of(detail, "fieldViolations");
  if (!violations)
    return;
  for (const auto violation : *violations)
    error.fields.push_back(std::string{text_of(violation, "field")} + ": " +
                           std::string{text_of(violation, "description")});
}

void read_details(element body, policy::UpstreamError& error) {
  simdjson::dom::array details;
  if (body["details"].get(details) != simdjson::SUCCESS)
    return;
  for (const auto detail : details) {
    const auto type = text_of(detail, "@type");
    if (type.ends_with("QuotaFailure"))
      read_violations(detail, error);
    else if (type.ends_with("RetryInfo"))
      error.retry_delay = protobuf_duration(text_of(detail, "retryDelay"));
    else if (type.ends_with("BadRequest"))
      read_fields(detail, error);
    else if (const auto reason = text_of(detail, "reason"); !reason.empty())
      error.reasons.emplace_back(reason);
  }
}

} // namespace

std::optional<policy::UpstreamError> read_gemini_error(element document) {
  if (simdjson::dom::array wrapped; document.get(wrapped) == simdjson::SUCCESS)
    if (wrapped.at(0).get(document) != simdjson::SUCCESS)
      return std::nullopt;
  const auto inner = member<element>(document, "error");
  if (!inner)
    return std::nullopt;
  policy::UpstreamError error;
  if (const auto code = integer_of(*inner, "code"); code && *code >= 100 && *code < 600)
    error.http_status = static_cast<int>(*code);
  error.status = text_of(*inner, "status");
  error.message = text_of(*inner, "message");
  read_details(*inner, error);
  return error;
}

policy::UpstreamError parse_gemini_error(std::string_view body, JsonParser& parser) {
  element document;
  if (parser.parse(body.data(), body.size()).get(document) != simdjson::SUCCESS)
    return {};
  return read_gemini_error(document).value_or(policy::UpstreamError{});
}

} // namespace geminid::translate
