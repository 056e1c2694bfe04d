#include "tools/gemini_sim/base64.hpp"
#include "tools/gemini_sim/signature.hpp"

#include <gtest/gtest.h>

namespace geminid::sim::signature_test {
namespace {

TEST(Signature, IsRecognisedInItsFamilyOnly) {
  const auto signature = issue_signature("gemini-3", 7);
  EXPECT_TRUE(valid_signature(signature, "gemini-3"));
  EXPECT_FALSE(valid_signature(signature, "gemini-4"));
  EXPECT_FALSE(valid_signature(signature, "gemini"));
}

TEST(Signature, DiffersFromOneNumberToTheNextAndIsElseTheSame) {
  EXPECT_EQ(issue_signature("gemini-3", 7), issue_signature("gemini-3", 7));
  EXPECT_NE(issue_signature("gemini-3", 7), issue_signature("gemini-3", 8));
}

TEST(Signature, IsRefusedOnceAnyCharacterIsChangedOrLost) {
  const auto signature = issue_signature("gemini-3", 7);
  for (std::size_t i = 0; i + 2 < signature.size(); ++i) { // the last may encode no whole bit
    auto changed = signature;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(valid_signature(changed, "gemini-3")) << i;
  }
  EXPECT_FALSE(valid_signature(signature.substr(4), "gemini-3"));
  EXPECT_FALSE(valid_signature("", "gemini-3"));
  EXPECT_FALSE(valid_signature("QUJD", "gemini-3"));
}

TEST(Signature, IsAsLargeAsAsked) {
  const auto signature = issue_signature("gemini-3", 7, 40'000);
  EXPECT_EQ(base64_size(signature), 40'000U);
  EXPECT_TRUE(valid_signature(signature, "gemini-3"));
}

TEST(Signature, MayBeTheSentinelInEitherSpelling) {
  for (const auto& sentinel :
       {std::string{"skip_thought_signature_validator"}, base64_encode("skip_thought_signature_validator")}) {
    EXPECT_TRUE(is_sentinel(sentinel));
    EXPECT_TRUE(valid_signature(sentinel, "gemini-3"));
    EXPECT_TRUE(base64_size(sentinel)) << "proto-JSON reads it as bytes";
  }
  EXPECT_FALSE(is_sentinel(issue_signature("gemini-3", 7)));
}

} // namespace
} // namespace geminid::sim::signature_test
