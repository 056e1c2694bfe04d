#include "server/upstream/sse_decoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::upstream::sse_decoder_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Events = std::vector<std::string>;
using Status = SseDecoder::Status;

class Collected {
public:
  explicit Collected(std::size_t event_bytes_max = 64 * 1024 * 1024) : decoder_(event_bytes_max) {}

  Status feed(std::string_view bytes) { return decoder_.feed(bytes, sink()); }
  Status finish() { return decoder_.finish(sink()); }
  Events events;

private:
  SseDecoder::Sink sink() {
    return [this](std::string_view json) {
      events.emplace_back(json);
      return true;
    };
  }
  SseDecoder decoder_;
};

/// The bytes are copied into a buffer of their own for each feed, so that a view kept too long is a memory error.
Events decode(const std::vector<std::string>& pieces) {
  Collected collected;
  for (const auto& piece : pieces) {
    const auto own = std::make_unique<std::string>(piece);
    EXPECT_EQ(collected.feed(*own), Status::ok);
  }
  EXPECT_EQ(collected.finish(), Status::ok);
  return collected.events;
}

struct Stream {
  std::string bytes;
  Events events;
};

const std::vector<Stream>& streams() {
  static const std::vector<Stream> table = {
      {"", {}},
      {"data: {\"a\":1}\r\n\r\ndata: {\"b\":2}\r\n\r\n", {"{\"a\":1}", "{\"b\":2}"}},
      {"data: {\"a\":1}\n\ndata: {\"b\":2}\n\n", {"{\"a\":1}", "{\"b\":2}"}},
      {"data: {\"a\":1}\r\rdata: {\"b\":2}\r\r", {"{\"a\":1}", "{\"b\":2}"}},
      {"data: 1\r\n\ndata: 2\n\r\ndata: 3\r\n\rdata: 4\n\rdata: 5\r\r\n", {"1", "2", "3", "4", "5"}},
      {"\n\r\n\rdata: 1\n\n\n\n\r\r\r\ndata: 2\n\n", {"1", "2"}},
      {"data:1\n\ndata:  2\n\ndata:\t3\n\n", {"1", " 2", "\t3"}},
      {"data: {\ndata:  \"a\": 1\r\ndata: }\rdata\n\n", {"{\n \"a\": 1\n}\n"}},
      {"data:\ndata: 1\n\n", {"\n1"}},
      {"data:\n\ndata: \n\ndata\n\ndata: 1\n\n", {"1"}},
      {": ping\n\n:\ndata: 1\n: pong\n\n", {"1"}},
      {"event: x\nid: 7\nretry: 5\ndata: 1\nwhatever\ndatabase: 2\ndat\n \n\n", {"1"}},
      {"\xEF\xBB\xBF"
       "data: 1\n\ndata: 2\n\n",
       {"1", "2"}},
      {"\xEF\xBB"
       "data: 1\n\ndata: 2\n\n",
       {"2"}},
      {"\xEF\n\ndata: 2\n\n", {"2"}},
      {"data: \xF0\x9F\x98\x80\xC3\xA9\n\n", {"\xF0\x9F\x98\x80\xC3\xA9"}},
      {"data: without its blank line", {"without its blank line"}},
      {"data: 1\r\n\r\ndata: half a line end\r", {"1", "half a line end"}},
      {"data: 1\n\n{\n  \"error\": {\n    \"code\": 503\n  }\n}\n",
       {"1", "{\n  \"error\": {\n    \"code\": 503\n  }\n}"}},
      {"data: 1\r\n\r\n{\"error\":{\"code\":503}}", {"1", "{\"error\":{\"code\":503}}"}},
      {"data: 1\n{\"error\":1}\n\ndata: 2\n\n", {"1", "{\"error\":1}", "2"}},
      {"{\"error\":1}\ndata: 2\n\n", {"{\"error\":1}", "2"}},
      {"data: 1\n\n[{\n  \"error\": 1\n}]\n", {"1", "[{\n  \"error\": 1\n}]"}},
      {"[{\r\n  \"error\": 1\r\n}\r\n]\r\n", {"{\r\n  \"error\": 1\r\n}"}},
      {"[{\n  \"a\": [1, {}]\n}\n,\r\n{\"b\":2}\n]", {"{\n  \"a\": [1, {}]\n}", "{\"b\":2}"}},
      {"\xEF\xBB\xBF\r\n[{\"a\":1},\n\n{\"b\":2}]\n\ndata: 3\n\n", {"{\"a\":1}", "{\"b\":2}"}},
      {R"([{"a":"]}\"[{\\"},{"\\":"\\\""},{}])", {R"({"a":"]}\"[{\\"})", R"({"\\":"\\\""})", "{}"}},
      {R"([ 1, "a,]b" , null,[],2 ])", {"1", "\"a,]b\" ", "null", "[]", "2 "}},
      {"[]", {}},
      {"[ \r\n ]\r\n", {}},
      {R"([{"a":1},{"b":"cut)", {R"({"a":1})", R"({"b":"cut)"}},
      {R"([{"a":1},)", {R"({"a":1})"}},
      {" [{}]\n\n", {}},
      {"{\n: not a comment here\ndat\n}\n\n: a comment again\n\n", {"{\n: not a comment here\ndat\n}"}},
      {"event: error\ndata: {\"error\":1}\n\n", {"{\"error\":1}"}},
      {"<html>\n<body>502</body>\n", {}},
  };
  return table;
}

TEST(SseDecoder, KnowsEveryFramingAndField) {
  for (const auto& [bytes, events] : streams()) {
    SCOPED_TRACE(testing::PrintToString(bytes));
    EXPECT_EQ(decode({bytes}), events);
  }
}

TEST(SseDecoder, GivesTheSameEventsWhereverTheBytesAreCut) {
  for (const auto& [bytes, events] : streams()) {
    SCOPED_TRACE(testing::PrintToString(bytes));
    for (std::size_t first = 0; first <= bytes.size(); ++first)
      for (std::size_t second = first; second <= bytes.size(); ++second)
        ASSERT_EQ(decode({bytes.substr(0, first), bytes.substr(first, second - first), bytes.substr(second)}), events)
            << "cut at " << first << " and " << second;

    std::vector<std::string> single_bytes;
    for (const char c : bytes)
      single_bytes.emplace_back(1, c);
    EXPECT_EQ(decode(single_bytes), events);
  }
}

TEST(SseDecoder, HandsAnEventOutAtTheFirstByteThatEndsIt) {
  for (const std::string delimiter : {"\r\n\r", "\n\n", "\r\r", "\n\r"}) {
    Collected collected;
    collected.feed("data: 1" + delimiter.substr(0, delimiter.size() - 1));
    EXPECT_THAT(collected.events, IsEmpty());
    collected.feed(delimiter.substr(delimiter.size() - 1));
    EXPECT_THAT(collected.events, ElementsAre("1"));
  }
}

TEST(SseDecoder, DoesNotCopyAnEventThatLiesInTheFedBytes) {
  const std::string bytes = "data: {\"a\":1}\r\n\r\ndata:{\"b\":2}\n\n";
  std::vector<std::ptrdiff_t> offsets;
  SseDecoder decoder;
  decoder.feed(bytes, [&](std::string_view json) {
    offsets.push_back(json.data() - bytes.data());
    return true;
  });
  EXPECT_THAT(offsets, ElementsAre(6, 22));
}

TEST(SseDecoder, PutsALargeEventTogetherFromManyPieces) {
  constexpr std::size_t piece_bytes = 16 * 1024;
  constexpr std::size_t pieces = 2560;
  const std::string piece(piece_bytes, 'x');
  SseDecoder decoder;
  std::size_t bytes_seen = 0;
  const auto sink = [&](std::string_view json) {
    bytes_seen = json.size();
    return true;
  };
  ASSERT_EQ(decoder.feed("data: ", sink), Status::ok);
  for (std::size_t i = 0; i < pieces; ++i)
    ASSERT_EQ(decoder.feed(piece, sink), Status::ok);
  ASSERT_EQ(decoder.feed("\r\n\r\n", sink), Status::ok);
  EXPECT_EQ(bytes_seen, piece_bytes * pieces);
}

TEST(SseDecoder, StopsWhenTheSinkSaysSo) {
  SseDecoder decoder;
  int calls = 0;
  const auto sink = [&](std::string_view) { return ++calls < 2; };
  EXPECT_EQ(decoder.feed("data: 1\n\ndata: 2\n\ndata: 3\n\n", sink), Status::stopped);
  EXPECT_EQ(decoder.feed("data: 4\n\n", sink), Status::stopped);
  EXPECT_EQ(decoder.finish(sink), Status::stopped);
  EXPECT_EQ(calls, 2);
}

TEST(SseDecoder, HandsAnElementOfAnArrayOutAtItsLastByte) {
  Collected collected;
  collected.feed("[{\"a\":{}");
  EXPECT_THAT(collected.events, IsEmpty());
  collected.feed("}");
  EXPECT_THAT(collected.events, ElementsAre("{\"a\":{}}"));
}

TEST(SseDecoder, StopsWithinAnArrayWhenTheSinkSaysSo) {
  SseDecoder decoder;
  int calls = 0;
  const auto sink = [&](std::string_view) { return ++calls < 2; };
  EXPECT_EQ(decoder.feed("[{},{},{}", sink), Status::stopped);
  EXPECT_EQ(decoder.feed(",{}]", sink), Status::stopped);
  EXPECT_EQ(decoder.finish(sink), Status::stopped);
  EXPECT_EQ(calls, 2);
}

TEST(SseDecoder, RefusesAnEventOverItsLimitHoweverItArrives) {
  const std::string ten(10, 'x');
  const std::pair<std::vector<std::string>, Status> table[] = {
      {{"data: " + ten + "\n\n"}, Status::ok},
      {{"data: " + ten + "x\n\n"}, Status::too_large},
      {{"data: ", ten, "\n", "\n"}, Status::ok},
      {{"data: ", ten, "x", "\n", "\n"}, Status::too_large},
      {{"data: ", ten + ten}, Status::too_large},
      {{"data: 12345\ndata: 6789\n\n"}, Status::ok},
      {{"data: 12345\ndata: 67890\n\n"}, Status::too_large},
      {{"data: 12345\n", "data: 67890", "\n\n"}, Status::too_large},
      {{"{\n12345\n7\n\n"}, Status::ok},
      {{"{\n12345\n789\n\n"}, Status::too_large},
      {{"data: " + ten + "\n\n", "data: " + ten + "\n\n"}, Status::ok},
      {{"data: 1234567\n{\"a\":1}", "\n"}, Status::ok},
      {{"{\"a\":12}\ndata: 1234567", "\n"}, Status::ok},
      {{"[[\"789012\"],", "[\"789012\"]]"}, Status::ok},
      {{"[[\"7890123\"]]"}, Status::too_large},
      {{"[[\"7890", "123\"]]"}, Status::too_large},
      {{"[[\"7890123456"}, Status::too_large},
  };
  for (const auto& [pieces, expected] : table) {
    SCOPED_TRACE(testing::PrintToString(pieces));
    Collected collected(10);
    auto status = Status::ok;
    for (const auto& piece : pieces)
      status = collected.feed(piece);
    if (status == Status::ok)
      status = collected.finish();
    EXPECT_EQ(status, expected);
    EXPECT_EQ(collected.feed("data: 1\n\n"), expected);
  }
}

TEST(SseDecoder, HandsOutAnEventBeforeOneOfAnotherKindThatIsTooLarge) {
  for (const std::size_t piece : {1U, 100U}) {
    Collected collected(10);
    const std::string text = "data: 1\n{\"a\":\"0123456789\"}\n\n";
    auto status = Status::ok;
    for (std::size_t at = 0; at < text.size(); at += piece)
      status = collected.feed(text.substr(at, piece));
    EXPECT_EQ(status, Status::too_large);
    EXPECT_THAT(collected.events, ElementsAre("1"));
  }
}

TEST(SseDecoder, LetsCommentsBeLongerThanAnEventMayBe) {
  Collected collected(10);
  EXPECT_EQ(collected.feed(": " + std::string(1000, 'x')), Status::ok);
  EXPECT_EQ(collected.feed(std::string(1000, 'x')), Status::ok);
  EXPECT_EQ(collected.feed("\ndata: 1\n\n"), Status::ok);
  EXPECT_THAT(collected.events, ElementsAre("1"));
}

} // namespace
} // namespace geminid::upstream::sse_decoder_test
