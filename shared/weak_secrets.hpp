// Secrets that everybody tries first.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace geminid {

/// "admin", "123456", "sk-123456", ...
[[nodiscard]] constexpr bool is_known_weak(std::string_view secret) {
  constexpr std::array<std::string_view, 18> known{
      "admin",     "password", "123456",      "12345678", "123456789",   "1234567890",
      "sk-123456", "sk-1234",  "sk-12345678", "changeme", "secret",      "test",
      "root",      "qwerty",   "letmein",     "admin123", "sk-test-key", "password123"};
  return std::find(known.begin(), known.end(), secret) != known.end();
}

} // namespace geminid
