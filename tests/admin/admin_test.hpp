// What the tests of the admin API have in common.
#pragma once

#include "server/admin/routes.hpp"
#include "server/admin/schemas.hpp"
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

inline std::string name_of(const admin::Route& route) {
  return std::string{route.method} + " " + std::string{route.path};
}

/// A path of the route's, of a thing with this id or name.
inline std::string path_of(const admin::Route& route, std::string_view id) {
  std::string path{route.path};
  if (const auto begin = path.find('{'); begin != std::string::npos)
    path.replace(begin, path.find('}') - begin + 1, id);
  return path;
}

/// Its answer has no end.
inline bool is_stream(const admin::Route& route) {
  const auto& answers = route.description.answers;
  return !answers.empty() && answers.front().content_type == "text/event-stream";
}

/// A request that the route takes, from its description; null where it reads no body.
inline json example_of(const admin::Route& route) {
  const auto schemas = admin::schemas();
  const auto schema = schemas.find(std::string{route.description.request});
  if (schema == schemas.end())
    return nullptr;
  const auto examples = schema->second.value("examples", json::array({nullptr}));
  EXPECT_TRUE(examples.at(0).is_object()) << "the schema " << schema->first << " needs schema::with_example()";
  return examples.at(0);
}

/// That example as a body; empty where there is none.
inline std::string body_of(const admin::Route& route) {
  const auto example = example_of(route);
  return example.is_null() ? std::string{} : example.dump();
}

} // namespace geminid::test
