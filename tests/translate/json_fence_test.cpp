#include "server/translate/json_fence.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace geminid::translate::json_fence_test {
namespace {

std::string filtered(const std::vector<std::string_view>& pieces) {
  JsonFenceFilter filter;
  std::string out;
  for (const auto piece : pieces)
    out += filter.take(std::string{piece}); // a copy, so that a view kept too long is a memory error
  out += filter.finish();
  return out;
}

struct Row {
  std::string text;
  std::string whole;
  std::string streamed;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {R"({"a":1})", R"({"a":1})", R"({"a":1})"},
      {"", "", ""},
      {"```json\n{\"a\":1}\n```", "{\"a\":1}", "{\"a\":1}"},
      {"\n ```JSON\r\n{\"a\":1}\r\n```\r\n\n", "{\"a\":1}", "{\"a\":1}"},
      {"```\n[1,\n 2]\n  ```", "[1,\n 2]", "[1,\n 2]"},
      {"```json{\"a\":1}```", "{\"a\":1}", "{\"a\":1}"},
      {"``` [1] ```", "[1]", "[1]"},
      {"```json\n{\"md\":\"```x``` ` `` \\n```\"}\n```", "{\"md\":\"```x``` ` `` \\n```\"}",
       "{\"md\":\"```x``` ` `` \\n```\"}"},
      {"```json\n\"```\"\n```", "\"```\"", "\"```\""},
      // No fence, or another one.
      {"``", "``", "``"},
      {"  \n", "  \n", "  \n"},
      {"`{}`", "`{}`", "`{}`"},
      {"```jso", "```jso", "```jso"},
      {"```jsonl\n{}\n```", "```jsonl\n{}\n```", "```jsonl\n{}\n```"},
      {"```python\nprint()\n```", "```python\nprint()\n```", "```python\nprint()\n```"},
      {"````json\n{}\n````", "````json\n{}\n````", "````json\n{}\n````"},
      {"Here:\n```json\n{}\n```", "Here:\n```json\n{}\n```", "Here:\n```json\n{}\n```"},
      // Not the whole text: too late for a stream, whose opening fence is gone.
      {"```json\n{}\n```\nDone.", "```json\n{}\n```\nDone.", "{}\n```\nDone."},
      {"```json\n{}\n```\n```json\n[]\n```", "```json\n{}\n```\n```json\n[]\n```", "{}\n```\n```json\n[]"},
      {"```json\n{\"cut", "```json\n{\"cut", "{\"cut"},
      {"```json\n", "```json\n", ""},
      {"```json\n{}\n````", "```json\n{}\n````", "{}\n````"},
  };
  return table;
}

TEST(JsonFence, IsTakenOffAWholeText) {
  for (const auto& row : rows())
    EXPECT_EQ(without_json_fence(row.text), row.whole) << row.text;
}

TEST(JsonFence, IsTakenOffAStreamWhereverItIsCut) {
  for (const auto& [text, whole, streamed] : rows()) {
    SCOPED_TRACE(text);
    const std::string_view view{text};
    for (std::size_t first = 0; first <= view.size(); ++first)
      for (std::size_t second = first; second <= view.size(); ++second)
        ASSERT_EQ(filtered({view.substr(0, first), view.substr(first, second - first), view.substr(second)}), streamed)
            << "cut at " << first << " and " << second;
    std::vector<std::string_view> single_bytes;
    for (std::size_t at = 0; at < view.size(); ++at)
      single_bytes.push_back(view.substr(at, 1));
    EXPECT_EQ(filtered(single_bytes), streamed);
  }
}

TEST(JsonFence, DelaysNoOtherText) {
  JsonFenceFilter bare;
  EXPECT_EQ(bare.take("{"), "{");
  EXPECT_EQ(bare.take("\"a\": \n"), "\"a\": \n");
  JsonFenceFilter fenced;
  EXPECT_EQ(fenced.take("```json\n{"), "{");
  EXPECT_EQ(fenced.take("\"a\": 1"), "\"a\": 1");
  EXPECT_EQ(fenced.take("}\n``"), "}");
  EXPECT_EQ(fenced.take("`"), "");
  EXPECT_EQ(fenced.finish(), "");
}

TEST(JsonFence, KeepsBackLittleHoweverManyBlanksAModelWrites) {
  const std::string many(100'000, '\n');
  JsonFenceFilter before;
  EXPECT_GE(before.take(many).size(), many.size() - 64);
  JsonFenceFilter within;
  EXPECT_EQ(within.take("```json\n{"), "{");
  EXPECT_GE(within.take(many).size(), many.size() - 64);
  EXPECT_EQ(within.take("```"), "");
  EXPECT_EQ(within.take(many), "");
  EXPECT_LE(within.take("x").size(), 200U);
}

} // namespace
} // namespace geminid::translate::json_fence_test
