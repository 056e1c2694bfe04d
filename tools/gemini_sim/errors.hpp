// Google's error bodies, word for word where they are known (gemini-wire.md, sections 6, 7 and Appendix A6).
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::sim {

/// One error in Google's shape. `details` is null when the answer has none.
struct ApiError {
  int code = 400;
  std::string status = "INVALID_ARGUMENT";
  std::string message;
  nlohmann::json details = nullptr;

  /// `{"error":{…}}`, pretty-printed as Google's front end does.
  [[nodiscard]] std::string body() const;
};

/// What goes over the wire when a request is refused.
struct ErrorAnswer {
  int status = 400;
  std::string content_type = "application/json; charset=UTF-8";
  std::string body;
};

[[nodiscard]] ErrorAnswer to_answer(const ApiError& error);

struct FieldViolation {
  /// Path in proto spelling, "generation_config.top_k".
  std::string field;
  std::string description;
};

[[nodiscard]] ApiError invalid_argument(std::string message);
/// The message is the descriptions, a line each; BadRequest details name the fields.
[[nodiscard]] ApiError bad_fields(const std::vector<FieldViolation>& violations);
[[nodiscard]] ApiError unknown_model(std::string_view model, std::string_view method);
[[nodiscard]] ApiError api_key_invalid();

/// One exceeded limit of a project and model.
struct QuotaViolation {
  std::string metric; // without "generativelanguage.googleapis.com/"
  std::string id;
  std::string model;
  std::int64_t limit = 0;
};

/// 429 with QuotaFailure, Help and RetryInfo.
[[nodiscard]] ApiError quota_exceeded(const std::vector<QuotaViolation>& violations,
                                      std::chrono::milliseconds retry_after);

/// What a named body may be filled with.
struct ErrorContext {
  std::string model = "gemini-2.5-flash";
  std::string quota_model = "gemini-2.5-flash";
  std::string method = "generateContent";
};

/// The bodies of Appendix A6 by name; `error_names()` lists them. Nothing for other names.
[[nodiscard]] std::optional<ErrorAnswer> named_error(std::string_view name, const ErrorContext& context);
[[nodiscard]] const std::vector<std::string_view>& error_names();

} // namespace geminid::sim
