#include "server/http/cookie.hpp"

#include <gtest/gtest.h>

namespace geminid::cookie_test {
using geminid::http::cookie_value;

namespace {

TEST(Cookie, IsFoundByItsWholeNameWhereverItStands) {
  EXPECT_EQ(cookie_value("a=1", "a"), "1");
  EXPECT_EQ(cookie_value("b=2; a=1", "a"), "1");
  EXPECT_EQ(cookie_value("b=2;a=1;c=3", "a"), "1");
  EXPECT_EQ(cookie_value("aa=2; a=1; a=3", "a"), "1");
  EXPECT_EQ(cookie_value("a=x=y", "a"), "x=y");
}

TEST(Cookie, IsEmptyWhenThereIsNone) {
  for (const auto* header : {"", ";", "; ;", "a", "a;", "aa=1", "b=a=1", " =1"})
    EXPECT_EQ(cookie_value(header, "a"), "") << header;
}

} // namespace
} // namespace geminid::cookie_test
