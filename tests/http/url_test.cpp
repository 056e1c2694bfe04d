#include "server/http/url.hpp"

#include <gtest/gtest.h>

namespace geminid::http::url_test {

TEST(Url, SplitsATargetAtItsFirstQuestionMark) {
  const auto target = split_target("/v1/models?key=a?b");
  EXPECT_EQ(target.path, "/v1/models");
  EXPECT_EQ(target.query, "key=a?b");
  EXPECT_EQ(target.origin_form, "/v1/models?key=a?b");
}

TEST(Url, DropsTheAuthorityOfAnAbsoluteTarget) {
  EXPECT_EQ(split_target("http://example.test:80/v1?x=1").origin_form, "/v1?x=1");
  EXPECT_EQ(split_target("http://example.test").path, "/");
  EXPECT_EQ(split_target("/v1/http://example.test").path, "/v1/http://example.test");
}

TEST(Url, DecodesEscapesAndLeavesBrokenOnesAsTheyAre) {
  EXPECT_EQ(percent_decode("gemini-x%3AgenerateContent"), "gemini-x:generateContent");
  EXPECT_EQ(percent_decode("%e4%BD%A0"), "你");
  EXPECT_EQ(percent_decode("a%2Fb"), "a/b");
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("%4"), "%4");
  EXPECT_EQ(percent_decode("%zz+"), "%zz+");
  EXPECT_EQ(percent_decode("%41"), "A");
}

TEST(Url, FindsTheFirstParameterOfAName) {
  EXPECT_EQ(query_value("a=1&b=2&a=3", "a"), "1");
  EXPECT_EQ(query_value("a=1&b=2&a=3", "b"), "2");
  EXPECT_EQ(query_value("key", "key"), "");
  EXPECT_EQ(query_value("&&key=x", "key"), "x");
  EXPECT_EQ(query_value("monkey=1", "key"), std::nullopt);
  EXPECT_EQ(query_value("", "key"), std::nullopt);
}

TEST(Url, DecodesParameterNamesAndValues) {
  EXPECT_EQ(query_value("q=a+b%26c%2B", "q"), "a b&c+");
  EXPECT_EQ(query_value("%6Bey=x=y", "key"), "x=y");
}

} // namespace geminid::http::url_test
