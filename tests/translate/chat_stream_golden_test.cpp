#include "server/translate/chat.hpp"
#include "tests/translate/chat_rules.hpp"
#include "tests/translate/golden.hpp"

#include <sstream>

namespace geminid::chat_stream_golden_test {
namespace {

constexpr auto folder = "chat_stream";

struct Upstream {
  std::vector<std::string> events;
  bool include_usage = false;  // the file says `: include_usage`
  translate::ReplyStyle style; // `: legacy_functions`, `: audio`, `: json`
};

// Blank lines part the events; one without `data:` is an error that Google appended (gemini-wire.md, 5.1).
Upstream read_upstream(const std::string& text) {
  Upstream upstream;
  std::istringstream lines{text};
  std::string event;
  for (std::string line; std::getline(lines, line);) {
    if (line == ": include_usage") {
      upstream.include_usage = true;
    } else if (line == ": legacy_functions") {
      upstream.style.legacy_functions = true;
    } else if (line == ": json") {
      upstream.style.json = true;
    } else if (line == ": audio") {
      upstream.style.audio = translate::AudioFormat::pcm16;
    } else if (line.empty()) {
      if (!event.empty())
        upstream.events.push_back(std::exchange(event, {}));
    } else {
      event += line.starts_with("data: ") ? line.substr(6) : line + "\n";
    }
  }
  if (!event.empty())
    upstream.events.push_back(event);
  return upstream;
}

std::string translated(const Upstream& upstream) {
  translate::JsonParser parser;
  translate::ChatStream stream{{"chatcmpl-golden", "the-model", 1'795'000'000, 7, upstream.style},
                               upstream.include_usage};
  std::string out;
  for (const auto& event : upstream.events) {
    const auto before = out;
    const auto taken = stream.event(event, parser, out);
    if (!taken) {
      EXPECT_EQ(out, before) << "a failed event appended something";
      translate::append_stream_error(out, taken.error());
      return out;
    }
  }
  if (const auto end = stream.end_answer(); !end)
    translate::append_stream_error(out, end.error());
  else
    stream.finish(out);
  return out;
}

class ChatStreamGolden : public testing::TestWithParam<std::string> {};

TEST_P(ChatStreamGolden, BecomesWhatIsOnFile) {
  const auto upstream = read_upstream(golden::read(folder, GetParam() + ".gemini.sse"));
  const auto produced = translated(upstream);
  golden::expect_text(folder, GetParam() + ".openai.sse", produced);
  EXPECT_EQ(golden::broken_rule_of_stream(produced, upstream.include_usage), "");
}

INSTANTIATE_TEST_SUITE_P(Files, ChatStreamGolden, testing::ValuesIn(golden::cases(folder, ".gemini.sse")),
                         golden::CaseName{});

} // namespace
} // namespace geminid::chat_stream_golden_test
