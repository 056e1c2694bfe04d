#include "shared/json_fields.hpp"
#include "tests/shared/dto_cases.hpp"

namespace geminid::json_fields_test {
using namespace geminid::dto;
using geminid::test::expect_all_refused;

namespace {

struct Sample {
  bool flag = false;
  std::int64_t count = 7;
  double weight = 1;
  std::string name;
  std::vector<std::string> tags;
  geminid::Instant at{};
};

geminid::Result<Sample> parse_sample(const json& document) {
  Sample sample;
  Fields fields{document};
  fields.boolean("flag", sample.flag)
      .integer("count", sample.count, {-5, 10})
      .positive_number("weight", sample.weight, 2)
      .text("name", sample.name, {.size_min = 1, .size_max = 6})
      .strings("tags", sample.tags, {.count_min = 1, .count_max = 2, .item = {.size_min = 1, .size_max = 3}})
      .instant("at", sample.at)
      .object("inner", [&sample](Fields& inner) { inner.boolean("flag", sample.flag); })
      .map("map", 2, {.size_min = 1, .size_max = 3},
           [&sample](const std::string&, Fields& inner) { inner.boolean("flag", sample.flag); });
  return fields.finish(sample);
}

TEST(JsonFields, RefuseWithTheDottedNameAndWhatWasExpected) {
  expect_all_refused(
      {
          {"[]", "", "the body must be a JSON object"},
          {R"({"flag":1})", "flag", "must be true or false"},
          {R"({"flag":null})", "flag", "must be true or false"},
          {R"({"count":"3"})", "count", "must be an integer from -5 to 10"},
          {R"({"count":3.0})", "count", "must be an integer"},
          {R"({"count":11})", "count", "must be an integer"},
          {R"({"count":-6})", "count", "must be an integer"},
          {R"({"count":18446744073709551615})", "count", "must be an integer"},
          {R"({"count":18446744073709551616})", "count", "must be an integer"},
          {R"({"weight":0})", "weight", "over 0 and at most 2"},
          {R"({"weight":2.01})", "weight", "over 0 and at most 2"},
          {R"({"weight":"1"})", "weight", "over 0 and at most 2"},
          {R"({"name":""})", "name", "1 to 6 bytes"},
          {R"({"name":"1234567"})", "name", "1 to 6 bytes"},
          {R"({"name":"a\nb"})", "name", "without control characters"},
          {R"({"name":7})", "name", "must be a text"},
          {R"({"tags":[]})", "tags", "a list of 1 to 2 texts"},
          {R"({"tags":["a","b","c"]})", "tags", "a list of 1 to 2 texts"},
          {R"({"tags":["a",7]})", "tags[1]", "must be a text"},
          {R"({"tags":["a","a"]})", "tags", "twice"},
          {R"({"tags":{}})", "tags", "a list"},
          {R"({"at":"yesterday"})", "at", "RFC 3339"},
          {R"({"at":1})", "at", "RFC 3339"},
          {R"({"inner":7})", "inner", "must be a JSON object"},
          {R"({"inner":{"flag":7}})", "inner.flag", "must be true or false"},
          {R"({"inner":{"other":7}})", "inner.other", "not a known field"},
          {R"({"map":[]})", "map", "at most 2 members"},
          {R"({"map":{"a":{},"b":{},"c":{}}})", "map", "at most 2 members"},
          {R"({"map":{"":{}}})", "map.", "has a name"},
          {R"({"map":{"a":{"flag":2}}})", "map.a.flag", "must be true or false"},
          {R"({"map":{"a":null}})", "map.a", "must be a JSON object"},
          {R"({"other":1,"flag":true})", "other", "not a known field"},
      },
      parse_sample);
}

TEST(JsonFields, LeaveWhatIsAbsentAsItWas) {
  const auto sample = parse_sample(json::object());
  ASSERT_TRUE(sample);
  EXPECT_EQ(sample->count, 7);
}

TEST(JsonFields, TakeTheEndsOfARange) {
  for (const std::int64_t count : {-5, 10}) {
    const auto sample = parse_sample({{"count", count}});
    ASSERT_TRUE(sample);
    EXPECT_EQ(sample->count, count);
  }
}

TEST(JsonFields, ShowOnlyTheBeginningOfALongUnknownName) {
  const std::string name = std::string(63, 'a') + "é" + std::string(100'000, 'b');
  const auto parsed = parse_sample({{name, 1}});
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().field, std::string(63, 'a') + "…");
}

TEST(JsonFields, DocumentsThatAreNoJsonAreRefusedWithoutQuotingThem) {
  for (const auto* text : {"", "{", "{\"key\":\"AIzaSecret\"", "\xff", "{}x", "1e999"}) {
    const auto document = parse_document(text);
    ASSERT_FALSE(document) << text;
    EXPECT_EQ(document.error().message, "the body is not valid JSON");
  }
}

TEST(JsonFields, DocumentsAreReadWhole) {
  const auto document = parse_document(
      R"( {"a":[1,-2,2.5,true,null,"\u00e9",[],{}],"b":{"c":{"d":"e"}},"a2":18446744073709551615,"b":7} )");
  ASSERT_TRUE(document);
  EXPECT_EQ(to_text(*document), R"({"a":[1,-2,2.5,true,null,"é",[],{}],"a2":18446744073709551615,"b":7})");
  EXPECT_EQ(*parse_document("3"), json(3));
}

TEST(JsonFields, DocumentsAreNestedOnlyToALimit) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  const auto deepest = parse_document(nested(100));
  ASSERT_TRUE(deepest);
  EXPECT_EQ(to_text(*deepest), nested(100));
  EXPECT_FALSE(parse_document(nested(101)));
}

TEST(JsonFields, WritingReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(to_text(json("a\xff")), "\"a\uFFFD\"");
}

} // namespace
} // namespace geminid::json_fields_test
