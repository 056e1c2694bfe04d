#include "server/translate/chat.hpp"
#include "tests/translate/golden.hpp"
#include "tools/gemini_sim/proto_json.hpp"

namespace geminid::chat_request_golden_test {
namespace {

using nlohmann::json;

constexpr auto folder = "chat_request";

// The rules of gemini-wire.md, 2.1, for any history.
void expect_sound_contents(const json& contents) {
  ASSERT_FALSE(contents.empty());
  EXPECT_EQ(contents.front().at("role"), "user");
  for (std::size_t i = 0; i < contents.size(); ++i) {
    EXPECT_FALSE(contents[i].at("parts").empty());
    std::size_t calls = 0;
    std::size_t answers = 0;
    for (const auto& part : contents[i].at("parts"))
      calls += part.contains("functionCall") ? 1 : 0;
    if (i + 1 < contents.size()) {
      EXPECT_NE(contents[i].at("role"), contents[i + 1].at("role"));
      for (const auto& part : contents[i + 1].at("parts"))
        answers += part.contains("functionResponse") ? 1 : 0;
    }
    EXPECT_EQ(calls, answers);
  }
}

class ChatRequestGolden : public testing::TestWithParam<std::string> {};

TEST_P(ChatRequestGolden, BecomesWhatIsOnFile) {
  translate::JsonParser parser;
  const auto chat = translate::chat_request(golden::read(folder, GetParam() + ".openai.json"), {}, parser);
  if (!chat) {
    golden::expect_none(folder, GetParam() + ".gemini.json");
    return golden::expect_json(folder, GetParam() + ".error.json", translate::to_json(chat.error()));
  }
  golden::expect_none(folder, GetParam() + ".error.json");
  golden::expect_json(folder, GetParam() + ".gemini.json", chat->body);
  const auto body = json::parse(chat->body);
  const auto read = sim::read_message(chat->body, "GenerateContentRequest");
  EXPECT_TRUE(read) << read.error().message;
  expect_sound_contents(body.at("contents"));
  EXPECT_GT(chat->prompt_tokens_estimate, 0);
}

INSTANTIATE_TEST_SUITE_P(Files, ChatRequestGolden, testing::ValuesIn(golden::cases(folder, ".openai.json")),
                         golden::CaseName{});

} // namespace
} // namespace geminid::chat_request_golden_test
