#include "shared/key_text.hpp"
#include "webui/core/format.hpp"
#include "webui/view/keys_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::keys_words_test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(KeyWords, TranslateAReasonAlsoBehindAModelsName) {
  EXPECT_EQ(key_words("Google does not know the key", Language::chinese), "Google 不认识此密钥");
  EXPECT_EQ(key_words("gemini-2.5-pro: the day's limit is used up", Language::chinese),
            "gemini-2.5-pro：当日额度已用尽");
}

TEST(KeyWords, LeaveWhatIsNotKnownAsItIs) {
  EXPECT_EQ(key_words("API said: no", Language::chinese), "API said: no");
  EXPECT_EQ(key_words("the day's limit is used up", Language::english), "the day's limit is used up");
  EXPECT_EQ(key_words("", Language::chinese), "");
}

TEST(KeyWords, KeepTheNumbersOfATranslatedLine) {
  EXPECT_EQ(key_words("is in line 12 too", Language::chinese), "与第 12 行重复");
  EXPECT_EQ(key_words("is a key of Groq, not Google's", Language::chinese), "是 Groq 的密钥，不是 Google 的");
}

TEST(KeyWords, KnowWhatTheServerSaysOfRefusedLines) {
  const auto pasted = parse_pasted_keys("GEMINI_API_KEY=short\nkeys: sk-0123456789abcdef0123456789\nAIza....wxyz\n");
  ASSERT_TRUE(pasted) << pasted.error().message;
  ASSERT_FALSE(pasted->rejected.empty());
  for (const auto& rejected : pasted->rejected)
    EXPECT_THAT(key_words(rejected.reason, Language::chinese), Not(testing::Eq(rejected.reason)));
}

TEST(KeyWords, SayWhatARefusedFieldHasToBe) {
  EXPECT_THAT(refused_key_field("weight", "?", Language::english), HasSubstr("over 0"));
  EXPECT_THAT(refused_key_field("limits.gemini-2.5-pro.rpm", "?", Language::chinese), HasSubstr("整数"));
  EXPECT_EQ(refused_key_field("colour", "colour is not a known field", Language::chinese),
            "colour is not a known field");
}

TEST(KeyWeight, IsANumberOverZero) {
  EXPECT_EQ(parse_weight("2.5"), 2.5);
  EXPECT_EQ(parse_weight(" 1 "), 1.0);
  EXPECT_EQ(parse_weight("1000"), 1000.0);
  for (const auto* text : {"", " ", "0", "-1", "1001", "1e3", "nan", "1.2.3", "2 5", "."})
    EXPECT_EQ(parse_weight(text), std::nullopt) << text;
}

TEST(KeyWeight, IsWrittenWithoutAFractionOfZeros) {
  EXPECT_EQ(format_decimal(1), "1");
  EXPECT_EQ(format_decimal(0.125), "0.125");
  EXPECT_EQ(format_decimal(1000), "1000");
}

} // namespace
} // namespace geminid::webui::keys_words_test
