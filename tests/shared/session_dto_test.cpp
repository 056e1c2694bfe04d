#include "shared/session_dto.hpp"

#include <gtest/gtest.h>

namespace geminid::session_dto_test {
using namespace geminid::dto;

namespace {

TEST(SessionDto, ComesBackFromItsOwnDocument) {
  const Session session{"c5f2", *geminid::parse_rfc3339("2026-11-23T12:00:00Z"), true};
  const auto again = parse_session(to_json(session));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, session);
}

TEST(PasswordChange, NamesWhatIsWrongWithIt) {
  const auto wrong = [](const json& document) {
    const auto change = parse_password_change(document);
    return change ? std::string{} : change.error().field;
  };
  EXPECT_EQ(wrong({{"old", "x"}, {"new", "a good one"}}), "");
  EXPECT_EQ(wrong({{"new", "a good one"}}), "old");
  EXPECT_EQ(wrong({{"old", "x"}}), "new");
  EXPECT_EQ(wrong({{"old", "x"}, {"new", "short"}}), "new");
  EXPECT_EQ(wrong({{"old", "x"}, {"new", "12345678"}}), "new");
  EXPECT_EQ(wrong({{"old", "x"}, {"new", std::string(1025, 'a')}}), "new");
  EXPECT_EQ(wrong({{"old", 1}, {"new", "a good one"}}), "old");
  EXPECT_EQ(wrong({{"old", "x"}, {"new", "a good one"}, {"more", 1}}), "more");
}

} // namespace
} // namespace geminid::session_dto_test
