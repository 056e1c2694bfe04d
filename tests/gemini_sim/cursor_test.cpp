#include "tools/gemini_sim/base64.hpp"
#include "tools/gemini_sim/cursor.hpp"

#include <gtest/gtest.h>

namespace geminid::sim::cursor_test {
namespace {

TEST(Cursor, IsReadAsItWasIssued) {
  EXPECT_EQ(read_cursor("page", issue_cursor("page", 0)), 0U);
  EXPECT_EQ(read_cursor("page", issue_cursor("page", 1'234)), 1'234U);
}

TEST(Cursor, IsRefusedWhenItWasNotIssuedForThisKind) {
  for (const auto& text : {std::string{}, std::string{"nonsense"}, std::string{"!"}, issue_cursor("other", 1),
                           base64_encode("page:"), base64_encode("page:-1"), base64_encode("page:1x")})
    EXPECT_EQ(read_cursor("page", text), std::nullopt) << text;
}

} // namespace
} // namespace geminid::sim::cursor_test
