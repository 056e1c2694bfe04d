// Errors in OpenAI's shape (gemini-wire.md, 9.8).
#pragma once

#include <string>
#include <string_view>

namespace geminid::translate {

struct ApiError {
  int status = 500;
  std::string type;
  std::string code;
  std::string message;
  std::string param = {}; // empty: null

  bool operator==(const ApiError&) const = default;
};

/// `{"error":{"message","type","param","code"}}`
[[nodiscard]] std::string to_json(const ApiError& error);

/// 400 invalid_request_error naming the field.
[[nodiscard]] ApiError invalid_request(std::string_view param, std::string_view message,
                                       std::string_view code = "invalid_value");

} // namespace geminid::translate
