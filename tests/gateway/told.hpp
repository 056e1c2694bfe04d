// Compares an error answer with what the interface promises.
#pragma once

#include "tests/gateway/refusal_rows.hpp"
#include "tests/support/gateway_world.hpp"

#include <gtest/gtest.h>

namespace geminid::test {

inline void expect_retry_headers(const Answer& answer, Retry retry) {
  const auto seconds = answer.header("retry-after");
  const auto should = answer.header("x-should-retry");
  const bool says_when = retry == Retry::soon || retry == Retry::later;
  EXPECT_EQ(!seconds.empty(), says_when) << answer.head;
  EXPECT_EQ(should, retry == Retry::unsaid ? "" : retry == Retry::soon ? "true" : "false") << answer.head;
  EXPECT_EQ(answer.header("retry-after-ms").empty(), retry != Retry::soon) << answer.head;
  if (says_when && !seconds.empty()) {
    EXPECT_EQ(std::stoll(seconds) <= 60, retry == Retry::soon) << answer.head;
  }
}

/// A whole error answer in OpenAI's shape, also to a streamed request: nothing was sent before.
inline void expect_told(const Answer& answer, const Told& told) {
  EXPECT_EQ(answer.status, told.status) << answer.body;
  const auto error = answer.error();
  ASSERT_TRUE(error.is_object()) << answer.body;
  EXPECT_EQ(error.value("type", ""), told.type) << answer.body;
  EXPECT_EQ(error.value("code", ""), told.code) << answer.body;
  EXPECT_FALSE(error.value("message", "").empty());
  EXPECT_TRUE(error.contains("param"));
  EXPECT_FALSE(answer.header("x-request-id").empty());
  expect_retry_headers(answer, told.retry);
}

inline std::optional<Instant> instant_in(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || !found->is_string() ? std::nullopt : parse_rfc3339(found->get<std::string>());
}

inline std::string text_in(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || !found->is_string() ? std::string{} : found->get<std::string>();
}

} // namespace geminid::test
