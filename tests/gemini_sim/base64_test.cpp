#include "tools/gemini_sim/base64.hpp"

#include <gtest/gtest.h>

namespace geminid::sim::base64_test {
namespace {

TEST(Base64, PrintsTheStandardAlphabetWithPadding) {
  EXPECT_EQ(base64_encode(""), "");
  EXPECT_EQ(base64_encode("f"), "Zg==");
  EXPECT_EQ(base64_encode("fo"), "Zm8=");
  EXPECT_EQ(base64_encode("foo"), "Zm9v");
  EXPECT_EQ(base64_encode("\xfb\xff"), "+/8=");
}

TEST(Base64, ReadsBothAlphabetsWithAndWithoutPadding) {
  for (const auto* text : {"+/8=", "+/8", "-_8=", "-_8"})
    EXPECT_EQ(base64_decode(text), "\xfb\xff") << text;
  EXPECT_EQ(base64_decode(""), "");
}

TEST(Base64, RefusesWhatIsNone) {
  for (const auto* text : {"Z", "Zg=a", "Z g=", "Zm9v!", "====="})
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
}

TEST(Base64, KnowsTheSizeWithoutDecoding) {
  for (const auto* text : {"", "Zg==", "Zm8", "Zm9v", "Zm9vYg", "Z", "Zm9v*"})
    EXPECT_EQ(base64_size(text).has_value(), base64_decode(text).has_value()) << text;
  EXPECT_EQ(base64_size("Zg=="), 1U);
  EXPECT_EQ(base64_size("Zm8"), 2U);
  EXPECT_EQ(base64_size("Zm9vYg"), 4U);
}

} // namespace
} // namespace geminid::sim::base64_test
