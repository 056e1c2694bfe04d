// What the tests of the admin API have in common.
#pragma once

#include "tests/support/gateway_world.hpp"

#include <gtest/gtest.h>

namespace geminid::test {

inline std::string bearer(std::string_view token) {
  return "Authorization: Bearer " + std::string{token} + "\r\n";
}

/// `{"error":{"code","message","field"?}}`, whose message says more than the field's name.
inline void expect_refused(const Answer& answer, int status, std::string_view code, std::string_view field = {}) {
  EXPECT_EQ(answer.status, status) << answer.body;
  const auto error = answer.error();
  ASSERT_TRUE(error.is_object()) << answer.body;
  EXPECT_EQ(error.value("code", ""), code) << answer.body;
  EXPECT_EQ(error.value("field", ""), field) << answer.body;
  EXPECT_GT(error.value("message", "").size(), field.size()) << answer.body;
}

/// 400 that names the field.
inline void expect_invalid(const Answer& answer, std::string_view field) {
  expect_refused(answer, 400, "invalid_request", field);
  if (!field.empty()) {
    EXPECT_NE(answer.error().value("message", "").find(field), std::string::npos) << answer.body;
  }
}

} // namespace geminid::test
