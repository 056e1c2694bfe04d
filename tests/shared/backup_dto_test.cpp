#include "shared/backup_dto.hpp"

#include <gmock/gmock.h>

namespace geminid::dto::backup_dto_test {
namespace {

TEST(BackupRequest, HasAPassphraseOfSomeLength) {
  EXPECT_EQ(*parse_backup_request({{"passphrase", "twelve bytes"}}), "twelve bytes");
  for (const auto& wrong : {json::object(), json{{"passphrase", "eleven byte"}}, json{{"passphrase", 1}},
                            json{{"passphrase", std::string(1'025, 'p')}}}) {
    const auto request = parse_backup_request(wrong);
    ASSERT_FALSE(request) << wrong;
    EXPECT_EQ(request.error().field, "passphrase");
    EXPECT_THAT(request.error().message, testing::Not(testing::HasSubstr("eleven byte")));
  }
}

TEST(RestoreRequest, TakesTheDocumentAsAnObjectAndAsText) {
  EXPECT_EQ(parse_restore_request({{"passphrase", "p"}, {"document", {{"a", 1}}}})->document, R"({"a":1})");
  EXPECT_EQ(parse_restore_request({{"passphrase", "p"}, {"document", "text"}})->document, "text");
  EXPECT_EQ(parse_restore_request({{"passphrase", "p"}, {"document", 1}}).error().field, "document");
  EXPECT_EQ(parse_restore_request({{"passphrase", "p"}}).error().field, "document");
  EXPECT_EQ(parse_restore_request({{"document", "text"}}).error().field, "passphrase");
}

} // namespace
} // namespace geminid::dto::backup_dto_test
