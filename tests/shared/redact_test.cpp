#include "shared/redact.hpp"

#include <gtest/gtest.h>

namespace geminid::redact_test {
using geminid::mask_secret;
using geminid::redact_secrets;

namespace {

struct RedactCase {
  const char* name;
  std::string before;
  std::string after;
};

class Redact : public testing::TestWithParam<RedactCase> {};

TEST_P(Redact, ShowsNoMoreThanTheEndsOfASecret) {
  const auto& [name, before, after] = GetParam();
  EXPECT_EQ(redact_secrets(before), after);
}

TEST_P(Redact, ChangesNothingTheSecondTime) {
  const auto& [name, before, after] = GetParam();
  EXPECT_EQ(redact_secrets(after), after);
}

const RedactCase redact_cases[] = {
    {"OldKey", "key AIzaSyA0123456789abcdefghijklmnopqrsWxyz.", "key AIza…Wxyz."},
    {"NewKey", "AQ.Ab8RN6J0123456789_-abcWxyz", "AQ.A…Wxyz"},
    {"UserKey", "\"sk-0123456789abcdefWxyz\"", "\"sk-0…Wxyz\""},
    {"ShortKeysAreHiddenWhole", "AIza0123456789 sk-0123456789ab AQ.0123456789", "*** *** ***"},
    {"TooShortToBeAKey", "AIza012345678 sk-0123456789a AQ.012345678", "AIza012345678 sk-0123456789a AQ.012345678"},
    {"SuspendedConsumer", "Consumer 'api_key:AIzaSyA0123456789abcdefghijklmnopqrsWxyz' has been suspended.",
     "Consumer 'api_key:AIza…Wxyz' has been suspended."},
    {"KeyOfNoKnownShape", "Consumer 'api_key:zz-top' x", "Consumer 'api_key:***' x"},
    {"SimulatedKey", R"({"containerInfo":"api_key:AIzaFAKE"})", R"({"containerInfo":"api_key:***"})"},
    {"Query", "GET /v1beta/models?key=0123456789abcdefghij&alt=sse", "GET /v1beta/models?key=0123…ghij&alt=sse"},
    {"Header", "X-Goog-Api-Key: whateverShape0123456789", "X-Goog-Api-Key: what…6789"},
    {"ShortHeader", "x-goog-api-key: XYZ", "x-goog-api-key: ***"},
    {"OtherHeader", "x-api-key:abc", "x-api-key:***"},
    {"Bearer", "Authorization: Bearer abcdefghij0123456789", "Authorization: Bearer abcd…6789"},
    {"ShortBearer", "bearer hunter2", "bearer ***"},
    {"JsonMember", R"({"api_key": "short", "a": 1})", R"({"api_key": "***", "a": 1})"},
    {"EscapedJsonMember", R"("{\"api_key\": \"short\"}")", R"("{\"api_key\": \"***\"}")"},
    {"BehindAnEscape", R"("\nsk-0123456789abcdefWxyz \u000ask-0123456789abcdefWxyz %3Dsk-0123456789abcdefWxyz")",
     R"("\nsk-0…Wxyz \u000ask-0…Wxyz %3Dsk-0…Wxyz")"},
    {"GluedToAWord", "keyAIzaSyA0123456789abcdefghijklmnopqrsWxyz", "keyAIza…Wxyz"},
    {"TwiceInARow", "AIzaSyA0123456789abcWxyz,AIzaSyA0123456789abcWxyz", "AIza…Wxyz,AIza…Wxyz"},
    {"NothingAtAll", "", ""},
    {"Prose",
     "The task-management-of-risk-assessments uses Bearer authentication; api_key: expected a text, monkey=business.",
     "The task-management-of-risk-assessments uses Bearer authentication; api_key: expected a text, monkey=business."},
    {"Chinese", "密钥 AIzaSyA0123456789abcWxyz 无效", "密钥 AIza…Wxyz 无效"},
};
INSTANTIATE_TEST_SUITE_P(Texts, Redact, testing::ValuesIn(redact_cases),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(Redact, HidesAGivenSecretOfAnyShapeWhereverItStands) {
  EXPECT_EQ(redact_secrets("[hunter2]hunter2 hunter", "hunter2"), "[***]*** hunter");
  EXPECT_EQ(redact_secrets("?x=a.very~unusual_key-shape&y", "a.very~unusual_key-shape"), "?x=a.ve…hape&y");
  EXPECT_EQ(redact_secrets("nothing given", ""), "nothing given");
}

TEST(Redact, WithAGivenSecretStillHidesTheOthers) {
  EXPECT_EQ(redact_secrets("hunter2 sk-0123456789abcdefWxyz", "hunter2"), "*** sk-0…Wxyz");
}

TEST(Redact, LeavesNoWholeKeyInTextsMadeToConfuseIt) {
  const std::string key = "AIzaSyA0123456789abcdefghijklmnopqrsWxyz";
  for (const auto* before :
       {"AIza", "sk-", "AQ.", "key=", "api_key:", "Bearer ", "Bearer\t\t", "key=\\\"", "%", "\\u", "\\"})
    for (const auto* after : {"", ".", "...", "\"", "\\", "AIza", "&key=", "\n"})
      EXPECT_EQ(redact_secrets(before + key + after).find(key), std::string::npos) << before << " " << after;
}

TEST(Mask, ShowsFourCharactersAtEachEndOfWhatIsLongEnough) {
  EXPECT_EQ(mask_secret("AIzaSyA0123456789abcWxyz"), "AIza…Wxyz");
  EXPECT_EQ(mask_secret("01234567890123456789"), "0123…6789");
  EXPECT_EQ(mask_secret("0123456789012345678"), "***");
  EXPECT_EQ(mask_secret(""), "***");
}

TEST(Mask, NeverCutsACharacterInHalf) {
  EXPECT_EQ(mask_secret("密钥密钥密钥密钥密钥"), "***");
}

} // namespace
} // namespace geminid::redact_test
