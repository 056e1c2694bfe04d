#include "shared/log_dto.hpp"

#include <gtest/gtest.h>

namespace geminid::log_dto_test {
using namespace geminid::dto;

namespace {

TEST(LogDto, ComesBackFromItsOwnDocument) {
  LogRecord record;
  record.id = "0000000000000007";
  record.request_id = "r-1";
  record.at = *geminid::parse_rfc3339("2026-11-23T12:00:00.25Z");
  record.surface = "chat";
  record.user = "ann";
  record.user_id = "u1";
  record.model = "alias";
  record.upstream_model = "gemini-2.5-flash";
  record.status = 503;
  record.stream = true;
  record.latency_ms = 1'234;
  record.tokens = {10, 7, 4, 3};
  record.error = "Google is overloaded.\nTry later.";
  record.error_code = "service_unavailable";
  record.attempts = {{"AIza…cdef", "k1", 0, 12, "broken"},
                     {"AIza…0123", "k2", 503, 900, "overloaded", {1, 2, 3, 4}, "overloaded"}};
  for (const std::optional<std::int64_t> first_byte :
       {std::optional<std::int64_t>{}, std::optional<std::int64_t>{20}}) {
    record.first_byte_ms = first_byte;
    record.bodies =
        first_byte ? std::optional{LogBodies{{"{\"n\":1}\n", 9, false}, {"data: ", 70'000, true}}} : std::nullopt;
    const auto document = parse_document(to_text(record));
    ASSERT_TRUE(document) << to_text(record);
    const auto again = parse_log_record(*document);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, record);
  }
}

} // namespace
} // namespace geminid::log_dto_test
