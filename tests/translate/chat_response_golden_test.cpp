#include "server/translate/chat.hpp"
#include "tests/translate/chat_rules.hpp"
#include "tests/translate/golden.hpp"

namespace geminid::chat_response_golden_test {
namespace {

constexpr auto folder = "chat_response";

// What the request asked for, by the name of the case.
translate::ReplyStyle style_of(const std::string& name) {
  translate::ReplyStyle style;
  style.legacy_functions = name.starts_with("legacy_");
  style.json = name.starts_with("json_");
  if (name.starts_with("sound_as_wav"))
    style.audio = translate::AudioFormat::wav;
  if (name.starts_with("sound_as_pcm16"))
    style.audio = translate::AudioFormat::pcm16;
  return style;
}

class ChatResponseGolden : public testing::TestWithParam<std::string> {};

TEST_P(ChatResponseGolden, BecomesWhatIsOnFile) {
  translate::JsonParser parser;
  const translate::ReplyIdentity identity{"chatcmpl-golden", "the-model", 1'795'000'000, 7, style_of(GetParam())};
  translate::ChatAnswer answer{identity};
  const auto end = answer.take(golden::read(folder, GetParam() + ".gemini.json"), parser);
  if (!end) {
    golden::expect_none(folder, GetParam() + ".openai.json");
    return golden::expect_json(folder, GetParam() + ".error.json", translate::to_json(end.error()));
  }
  golden::expect_none(folder, GetParam() + ".error.json");
  golden::expect_json(folder, GetParam() + ".openai.json", answer.body());
  EXPECT_EQ(golden::broken_rule_of_reply(answer.body()), "");
}

INSTANTIATE_TEST_SUITE_P(Files, ChatResponseGolden, testing::ValuesIn(golden::cases(folder, ".gemini.json")),
                         golden::CaseName{});

} // namespace
} // namespace geminid::chat_response_golden_test
