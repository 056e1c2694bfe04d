#include "server/translate/chat.hpp"
#include "tests/translate/golden.hpp"

namespace geminid {
namespace {

using nlohmann::json;

constexpr auto folder = "chat_response";

void expect_sound_reply(const json& reply) {
  ASSERT_FALSE(reply.at("choices").empty());
  for (const auto& choice : reply.at("choices")) {
    const auto& message = choice.at("message");
    EXPECT_TRUE(message.contains("content"));
    EXPECT_TRUE(message.at("content").is_string() || message.contains("tool_calls") ||
                message.contains("function_call") || message.contains("audio"));
    EXPECT_TRUE(choice.at("finish_reason").is_string());
  }
  const auto& usage = reply.at("usage");
  const auto prompt = usage.at("prompt_tokens").get<std::int64_t>();
  const auto completion = usage.at("completion_tokens").get<std::int64_t>();
  EXPECT_EQ(usage.at("total_tokens"), prompt + completion);
  EXPECT_LE(usage.at("prompt_tokens_details").at("cached_tokens").get<std::int64_t>(), prompt);
  EXPECT_LE(usage.at("completion_tokens_details").at("reasoning_tokens").get<std::int64_t>(), completion);
}

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
  expect_sound_reply(json::parse(answer.body()));
}

INSTANTIATE_TEST_SUITE_P(Files, ChatResponseGolden, testing::ValuesIn(golden::cases(folder, ".gemini.json")),
                         golden::CaseName{});

} // namespace
} // namespace geminid
