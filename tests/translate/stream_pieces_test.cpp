// Every stream on file, however its bytes arrive.
#include "tests/translate/golden.hpp"
#include "tests/translate/stream_pieces.hpp"

namespace geminid::stream_pieces_test {
namespace {

constexpr auto folder = "chat_stream";

// The comments of the files say what was asked for.
golden::StreamStyle style_of(const std::string& text) {
  golden::StreamStyle style;
  style.include_usage = text.find(": include_usage\n") != std::string::npos;
  style.reply.legacy_functions = text.find(": legacy_functions\n") != std::string::npos;
  style.reply.json = text.find(": json\n") != std::string::npos;
  if (text.find(": audio\n") != std::string::npos)
    style.reply.audio = translate::AudioFormat::pcm16;
  return style;
}

class StreamPieces : public testing::TestWithParam<std::string> {
protected:
  const std::string text = golden::read(folder, GetParam() + ".gemini.sse");
  const std::string expected = golden::read(folder, GetParam() + ".openai.sse");
  const golden::StreamStyle style = style_of(text);
};

TEST_P(StreamPieces, BecomeTheSameInAnyFramingAndOfAnySize) {
  for (const std::string_view line_end : {"\n", "\r\n", "\r"}) {
    const auto framed = golden::framed(text, line_end);
    for (const std::size_t bytes : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, framed.size()})
      EXPECT_EQ(golden::translated(golden::in_pieces_of(bytes, framed), style), expected)
          << testing::PrintToString(line_end) << " in pieces of " << bytes;
  }
}

TEST_P(StreamPieces, BecomeTheSameWhereverTheStreamIsCut) {
  for (const std::string_view line_end : {"\n", "\r\n"}) {
    const auto framed = golden::framed(text, line_end);
    const std::string_view whole = framed;
    for (std::size_t cut = 0; cut <= whole.size(); ++cut)
      ASSERT_EQ(golden::translated({whole.substr(0, cut), whole.substr(cut)}, style), expected)
          << testing::PrintToString(line_end) << " cut at " << cut;
  }
}

INSTANTIATE_TEST_SUITE_P(Files, StreamPieces, testing::ValuesIn(golden::cases(folder, ".gemini.sse")),
                         golden::CaseName{});

} // namespace
} // namespace geminid::stream_pieces_test
