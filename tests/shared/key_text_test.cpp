#include "shared/key_text.hpp"

#include <gtest/gtest.h>

namespace geminid::key_text_test {
using geminid::check_key_list;
using geminid::is_key;
using geminid::parse_pasted_keys;
using geminid::PastedKeys;

namespace {

const std::string a = "AIzaSyA0123456789abcdefghijklmnopqrsWxyz";
const std::string b = "AQ.Ab8RN6J0123456789_-abcWxyz";
const std::string c = "any.shape~of-a_key0123";

std::string found(const PastedKeys& keys) {
  std::string text;
  for (const auto& [key, line, said] : keys.keys)
    text += std::to_string(line) + (key == a ? "a " : key == b ? "b " : key == c ? "c " : "? ");
  return text;
}

std::string refused(const PastedKeys& keys) {
  std::string text;
  for (const auto& [line, reason] : keys.rejected)
    text += std::to_string(line) + " ";
  return text;
}

struct PasteCase {
  const char* name;
  std::string text;
  std::string keys;          // line and letter of each
  std::string rejected = {}; // line of each
  std::size_t duplicates = 0;
};

class Paste : public testing::TestWithParam<PasteCase> {};

TEST_P(Paste, FindsTheKeysAndNothingElse) {
  const auto& [name, text, keys, rejected, duplicates] = GetParam();
  const auto pasted = parse_pasted_keys(text);
  ASSERT_TRUE(pasted) << pasted.error().message;
  EXPECT_EQ(found(*pasted), keys);
  EXPECT_EQ(refused(*pasted), rejected);
  EXPECT_EQ(pasted->rejected_total, pasted->rejected.size());
  EXPECT_EQ(pasted->duplicates, duplicates);
}

const PasteCase paste_cases[] = {
    {"Nothing", "", ""},
    {"OneALine", a + "\n" + b + "\n\n" + c + "\n", "1a 2b 4c "},
    {"WindowsLines", a + "\r\n" + b + "\r\n", "1a 2b "},
    {"OldMacLines", a + "\r" + b, "1a 2b "},
    {"CommasSpacesSemicolons", a + ", " + b + ";" + c, "1a 1b 1c "},
    {"Csv", "\"" + a + "\",\"" + b + "\"\n'" + c + "'", "1a 1b 2c "},
    {"Env", "GEMINI_API_KEYS=" + a + "," + b, "1a 1b "},
    {"EnvQuotedExported", "export GEMINI_API_KEYS=\"" + a + " " + b + "\"  # both", "1a 1b "},
    {"EnvLongName", "GEMINI_API_KEYS_OF_PRODUCTION = " + a, "1a "},
    {"VariableWithoutAValue", "GEMINI_API_KEYS_OF_PRODUCTION\n" + a, "2a ", "1 "},
    {"PowerShell", "$env:GEMINI_API_KEY=\"" + a + "\"", "1a "},
    {"JsonArray", "[\n  \"" + a + "\",\n  \"" + b + "\"\n]", "2a 3b "},
    {"JsonObject", "{\"keys_of_the_gemini_project\": [\"" + a + "\"], \"key\" : \"" + b + "\"}", "1a 1b "},
    {"EscapedJson", "\"{\\\"the_only_key_of_this_one\\\": \\\"" + a + "\\\"}\\n" + b + "\"", "1a 1b "},
    {"Yaml", "keys:\n  - " + a + "\n  - " + b, "2a 3b "},
    {"Markdown", "* `" + a + "`\n\u2022 " + b, "1a 2b "},
    {"Comments", "# " + a + "\n// " + b + "\n" + c + " # old " + a, "3c "},
    {"CurlHeader", "x-goog-api-key: " + a, "1a "},
    {"Url", "https://generativelanguage.googleapis.com/v1beta/models?key=" + a, "1a "},
    {"LabelBehindAKey", a + ": mine", "1a "},
    {"ChineseSeparators", "\ufeff" + a + "\uff0c" + b + "\u3001\u201c" + c + "\u201d", "1a 1b 1c "},
    {"NoBreakSpace", a + "\u00a0" + b, "1a 1b "},
    {"SameTwice", a + "\n" + b + "\n" + a + " " + a, "1a 2b ", "", 2},
    {"OtherWords", "hello\n" + a + " foo@example.com\n\u4f60\u597d", "2a ", "1 3 "},
    {"OnlyPunctuation", "---\n" + a + "\n...", "2a "},
};
INSTANTIATE_TEST_SUITE_P(Texts, Paste, testing::ValuesIn(paste_cases),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(KeyText, AKeyHas20To1024CharactersOfWhateverShape) {
  EXPECT_FALSE(is_key(std::string(19, 'x')));
  EXPECT_TRUE(is_key(std::string(20, 'x')));
  EXPECT_TRUE(is_key(std::string(1024, 'x')));
  EXPECT_FALSE(is_key(std::string(1025, 'x')));
  EXPECT_TRUE(is_key("AZaz09._~-AZaz09._~-"));
  for (const char other : {' ', '+', '/', '=', '\0', '\n', '\x7f', '\xe4'})
    EXPECT_FALSE(is_key(std::string(20, 'x') + other)) << static_cast<int>(other);
}

TEST(KeyText, SaysWhyATokenIsNoKeyWithoutQuotingIt) {
  const auto pasted = parse_pasted_keys("short\n" + std::string(1025, 'x') + "\nsecret/secret/secret/secret");
  ASSERT_TRUE(pasted);
  ASSERT_EQ(pasted->rejected.size(), 3U);
  EXPECT_EQ(pasted->rejected[0].reason, "too short (5): a key has 20 to 1024 characters of A-Z a-z 0-9 . _ ~ -");
  EXPECT_EQ(pasted->rejected[1].reason, "too long (1025): a key has 20 to 1024 characters of A-Z a-z 0-9 . _ ~ -");
  EXPECT_EQ(pasted->rejected[2].reason.find("secret"), std::string::npos);
}

TEST(KeyText, AListIsCheckedEntryByEntry) {
  const auto checked = check_key_list({a, " " + b + "\n", "short", a, "", c + " " + c});
  ASSERT_TRUE(checked);
  EXPECT_EQ(found(*checked), "1a 2b ");
  EXPECT_EQ(refused(*checked), "3 5 6 ");
  EXPECT_EQ(checked->duplicates, 1U);
}

TEST(KeyText, ListsSoManyRejectionsAndCountsTheRest) {
  std::string text;
  for (int i = 0; i < 5'000; ++i)
    text += "no\n";
  const auto pasted = parse_pasted_keys(text);
  ASSERT_TRUE(pasted);
  EXPECT_EQ(pasted->rejected.size(), geminid::listed_rejections_max);
  EXPECT_EQ(pasted->rejected_total, 5'000U);
}

TEST(KeyText, RefusesMoreKeysThanOneRequestMayAdd) {
  std::string text;
  for (std::size_t i = 0; i < geminid::pasted_keys_max; ++i)
    text += "AIzaSyA01234567890-" + std::to_string(i) + "\n";
  const auto most = parse_pasted_keys(text);
  ASSERT_TRUE(most);
  EXPECT_EQ(most->keys.size(), geminid::pasted_keys_max);
  const auto refused = parse_pasted_keys(text + a);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "at most 50000 keys can be added at once");
}

} // namespace
} // namespace geminid::key_text_test
