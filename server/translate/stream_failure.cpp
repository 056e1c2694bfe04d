#include "server/translate/stream_failure.hpp"

#include <array>

namespace geminid::translate {
namespace {

struct StatusCode {
  std::string_view status;
  int code;
};
constexpr std::array status_codes{
    StatusCode{"INVALID_ARGUMENT", 400},   StatusCode{"FAILED_PRECONDITION", 400}, StatusCode{"OUT_OF_RANGE", 400},
    StatusCode{"UNAUTHENTICATED", 401},    StatusCode{"PERMISSION_DENIED", 403},   StatusCode{"NOT_FOUND", 404},
    StatusCode{"RESOURCE_EXHAUSTED", 429}, StatusCode{"UNAVAILABLE", 503},         StatusCode{"DEADLINE_EXCEEDED", 504},
};

// `code` can be missing.
int http_status(const policy::UpstreamError& error) {
  if (error.http_status != 0)
    return error.http_status;
  for (const auto& known : status_codes)
    if (known.status == error.status)
      return known.code;
  return 500;
}

std::string_view request_code(int status, std::string_view message) {
  if (status == 404)
    return "model_not_found";
  return message.find("exceeds the maximum number of tokens") == std::string_view::npos ? "invalid_value"
                                                                                        : "context_length_exceeded";
}

} // namespace

ApiError api_error(const policy::UpstreamError& error) {
  const auto status = http_status(error);
  auto message = error.message.empty() ? "Gemini failed without saying why." : error.message;
  if (status == 429)
    return {429, "rate_limit_error", "rate_limit_exceeded", std::move(message)};
  if (status == 503)
    return {503, "server_error", "service_unavailable", std::move(message)};
  if (status == 504)
    return {504, "server_error", "upstream_timeout", std::move(message)};
  // 401 and 403 are about the gateway's key, which is no fault of the client's.
  if (status < 400 || status >= 500 || status == 401 || status == 403)
    return {502, "server_error", "upstream_error", std::move(message)};
  const std::string code{request_code(status, message)};
  return {status, "invalid_request_error", code, std::move(message)};
}

ApiError broken_answer(std::string_view message) {
  return {502, "server_error", "upstream_error", std::string{message}};
}

} // namespace geminid::translate
