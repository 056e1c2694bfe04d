#include "server/store/password_hash.hpp"

#include <gtest/gtest.h>

namespace geminid::password_hash_test {
using geminid::store::hash_password;
using geminid::store::is_password;

namespace {

TEST(PasswordHash, KnowsItsPasswordAndNoOther) {
  const auto hash = hash_password("correct horse");
  EXPECT_TRUE(is_password("correct horse", hash));
  EXPECT_FALSE(is_password("correct horse ", hash));
  EXPECT_FALSE(is_password("", hash));
}

TEST(PasswordHash, IsAnotherEachTimeAndDoesNotHoldThePassword) {
  const auto hash = hash_password("correct horse");
  EXPECT_NE(hash, hash_password("correct horse"));
  EXPECT_EQ(hash.find("correct"), std::string::npos);
}

TEST(PasswordHash, OfAnEarlierReleaseIsUnderstood) {
  EXPECT_TRUE(is_password(
      "correct horse", "$scrypt$ln=14,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg==$0LupyHkzAIgDr9UDsriAAf87vMbCbcaUfDvFOAHk0D0="));
}

TEST(PasswordHash, ThatIsNoneIsNobodysPassword) {
  for (const auto* text :
       {"", "$scrypt$", "$scrypt$ln=14,r=8,p=1$", "$scrypt$ln=14,r=8,p=1$AAAA", "plain",
        "$scrypt$ln=14,r=8,p=1$AAAA$AAAA", "$scrypt$ln=14,r=8,p=1$*$*", "$scrypt$ln=2,r=8,p=1$AAAA$AAAA"})
    EXPECT_FALSE(is_password("correct horse", text)) << text;
}

} // namespace
} // namespace geminid::password_hash_test
