#include "shared/audit_dto.hpp"

#include <gtest/gtest.h>

namespace geminid::audit_dto_test {
using namespace geminid::dto;

namespace {

TEST(AuditDto, ComesBackFromItsOwnDocument) {
  const AuditEntry entry{"0000000000000017",
                         *geminid::parse_rfc3339("2026-11-23T12:00:00Z"),
                         AuditActor::session,
                         "2001:db8::9",
                         "patchKey",
                         "k-1",
                         200,
                         {{"weight", 2}}};
  const auto again = parse_audit_entry(to_json(entry));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, entry);
}

} // namespace
} // namespace geminid::audit_dto_test
