// The shape of Google's errors, and those that the checks answer with (gemini-wire.md, sections 2, 3, 6 and 7).
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::sim {

inline constexpr std::string_view google_service = "generativelanguage.googleapis.com";

/// One error in Google's shape. `details` is null when the answer has none; its members keep Google's order.
struct ApiError {
  int code = 400;
  std::string status = "INVALID_ARGUMENT";
  std::string message;
  nlohmann::ordered_json details = nullptr;

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

/// A google.rpc.ErrorInfo for `details`.
[[nodiscard]] nlohmann::ordered_json error_info(std::string_view reason, nlohmann::ordered_json metadata);

struct FieldViolation {
  /// Path in proto spelling, "generation_config.top_k".
  std::string field;
  std::string description;
};

/// Of so many an answer tells.
inline constexpr std::size_t violations_max = 20;

[[nodiscard]] ApiError invalid_argument(std::string message);
/// Of a request that could be read: `path` is the proto's, below the request.
[[nodiscard]] ApiError unfit_field(std::string_view path, std::string_view what);
/// The message is the descriptions, a line each; BadRequest details name the fields.
[[nodiscard]] ApiError bad_fields(const std::vector<FieldViolation>& violations);
/// `version` is that of the path, "v1beta".
[[nodiscard]] ApiError unknown_model(std::string_view model, std::string_view version, std::string_view method);
[[nodiscard]] ApiError api_key_invalid(std::string message = "API key not valid. Please pass a valid API key.");

inline constexpr auto cache_denied = "CachedContent not found (or permission denied)";
inline constexpr auto multiple_credentials = "Multiple authentication credentials received. Please pass only one.";
// A model's refusals of a field.
inline constexpr auto thinking_level_unsupported = "Thinking level is not supported for this model.";
inline constexpr auto thinking_off_unsupported = "Budget 0 is invalid. This model only works in thinking mode.";
inline constexpr auto corrupted_signature = "Corrupted thought signature.";
/// "Penalty", "Logprobs", "Multiple candidates".
[[nodiscard]] ApiError not_enabled(std::string_view what, std::string_view model);
/// `position` of the part in its turn, from 1.
[[nodiscard]] ApiError missing_signature(std::string_view function, std::size_t position);
[[nodiscard]] ApiError file_denied(std::string_view file);
[[nodiscard]] ApiError input_too_long(std::int64_t tokens, std::int64_t tokens_max);

/// One exceeded limit of a project and model.
struct QuotaViolation {
  std::string metric; // without "generativelanguage.googleapis.com/"
  std::string id;
  std::string model;
  /// 0 is left out of the details, as proto-JSON does.
  std::int64_t limit = 0;
};

/// 429 with Help, QuotaFailure and RetryInfo, which has whole seconds only.
[[nodiscard]] ApiError quota_exceeded(const std::vector<QuotaViolation>& violations,
                                      std::chrono::nanoseconds retry_after);

} // namespace geminid::sim
