#include "server/translate/chat.hpp"
#include "tests/translate/golden.hpp"

#include <map>
#include <optional>
#include <sstream>

namespace geminid {
namespace {

using nlohmann::json;

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

std::vector<std::string> data_of(const std::string& stream) {
  std::vector<std::string> data;
  std::size_t begin = 0;
  for (auto end = stream.find("\n\n"); end != std::string::npos; end = stream.find("\n\n", begin)) {
    EXPECT_EQ(stream.substr(begin, 6), "data: ");
    data.push_back(stream.substr(begin + 6, end - begin - 6));
    begin = end + 2;
  }
  EXPECT_EQ(begin, stream.size());
  return data;
}

// What holds for every stream that a client gets (gemini-wire.md, 9.7).
class StreamRules {
public:
  void chunk(const json& chunk, bool include_usage) {
    EXPECT_EQ(chunk.at("id"), "chatcmpl-golden");
    EXPECT_EQ(chunk.at("model"), "the-model");
    EXPECT_EQ(chunk.at("created"), 1'795'000'000);
    EXPECT_EQ(chunk.value("system_fingerprint", ""), fingerprint_.value_or(chunk.value("system_fingerprint", "")));
    fingerprint_ = chunk.value("system_fingerprint", "");
    EXPECT_EQ(chunk.contains("usage"), include_usage);
    EXPECT_FALSE(usage_seen_) << "the usage chunk is the last one";
    usage_seen_ = chunk.at("choices").empty();
    for (const auto& choice : chunk.at("choices"))
      this->choice(choice);
  }
  void end(bool include_usage) const {
    EXPECT_EQ(usage_seen_, include_usage);
    EXPECT_FALSE(finished_.empty());
    for (const auto& [index, finished] : finished_)
      EXPECT_TRUE(finished) << index;
  }

private:
  void choice(const json& choice) {
    const int index = choice.at("index");
    const auto& delta = choice.at("delta");
    EXPECT_EQ(delta.contains("role"), !finished_.contains(index)) << "the first chunk of a choice names the role";
    EXPECT_FALSE(finished_[index]) << "nothing follows the finish reason";
    finished_[index] = !choice.at("finish_reason").is_null();
    for (const auto& call : delta.value("tool_calls", json::array()))
      EXPECT_EQ(call.at("index"), calls_[index]++);
    EXPECT_FALSE(calls_[index] > 0 && choice.at("finish_reason") == "stop");
  }

  std::map<int, bool> finished_;
  std::map<int, int> calls_;
  std::optional<std::string> fingerprint_;
  bool usage_seen_ = false;
};

void expect_sound_stream(const std::string& stream, bool include_usage) {
  auto data = data_of(stream);
  ASSERT_FALSE(data.empty());
  const auto last = data.back();
  data.pop_back();
  StreamRules rules;
  for (const auto& each : data)
    rules.chunk(json::parse(each), include_usage);
  if (last == "[DONE]")
    return rules.end(include_usage);
  EXPECT_TRUE(json::parse(last).contains("error")) << last;
}

class ChatStreamGolden : public testing::TestWithParam<std::string> {};

TEST_P(ChatStreamGolden, BecomesWhatIsOnFile) {
  const auto upstream = read_upstream(golden::read(folder, GetParam() + ".gemini.sse"));
  const auto produced = translated(upstream);
  golden::expect_text(folder, GetParam() + ".openai.sse", produced);
  expect_sound_stream(produced, upstream.include_usage);
}

INSTANTIATE_TEST_SUITE_P(Files, ChatStreamGolden, testing::ValuesIn(golden::cases(folder, ".gemini.sse")),
                         golden::CaseName{});

} // namespace
} // namespace geminid
