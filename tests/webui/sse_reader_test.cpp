#include "webui/api/sse_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::sse_reader_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SseReader, GivesTheSameEventsWhereverThePartsEnd) {
  const std::string body =
      ": hello\r\n\r\ndata: {\"a\":\"你好，世界\"}\n\ndata:first\r\ndata: second\r\n\r\nevent: x\n\ndata: [DONE]\n\n";
  for (std::size_t cut = 0; cut <= body.size(); ++cut) {
    SseReader reader;
    auto events = reader.take(std::string_view{body}.substr(0, cut));
    for (auto& event : reader.take(std::string_view{body}.substr(cut)))
      events.push_back(std::move(event));
    EXPECT_THAT(events, ElementsAre("{\"a\":\"你好，世界\"}", "first\nsecond", "[DONE]")) << cut;
  }
}

TEST(SseReader, KeepsAnEventThatIsNotEndedForLater) {
  SseReader reader;
  EXPECT_THAT(reader.take("data: a\n"), IsEmpty());
  EXPECT_THAT(reader.take("\n"), ElementsAre("a"));
}

TEST(SseReader, DropsWhatIsTooLongAndGoesOnBehindIt) {
  SseReader reader;
  const std::string part(1U << 20U, 'x');
  EXPECT_THAT(reader.take("data: "), IsEmpty());
  for (int i = 0; i < 9; ++i)
    EXPECT_THAT(reader.take(part), IsEmpty());
  EXPECT_THAT(reader.take("\n\ndata: b\n\n"), ElementsAre("b"));
}

} // namespace
} // namespace geminid::webui::sse_reader_test
