// Google's error bodies by name, word for word where they are known (gemini-wire.md, section 7 and Appendix A6).
#pragma once

#include "tools/gemini_sim/errors.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::sim {

/// What a named body may be filled with.
struct ErrorContext {
  std::string model = "gemini-2.5-flash";
  /// `quotaDimensions.model`.
  std::string quota_model = "gemini-2.5-flash";
  std::string method = "generateContent";
  std::string version = "v1beta";
  /// Google's own texts name the whole key.
  std::string key = "AIzaFAKE";
};

/// `error_names()` lists them. Nothing for other names.
[[nodiscard]] std::optional<ErrorAnswer> named_error(std::string_view name, const ErrorContext& context);
[[nodiscard]] const std::vector<std::string_view>& error_names();

} // namespace geminid::sim
