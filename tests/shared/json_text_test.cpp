#include "shared/json_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace geminid::json_text_test {
using geminid::append_json_string;
using geminid::JsonWriter;
using nlohmann::json;

TEST(JsonText, EscapesSoThatAParserReadsTheSameTextBack) {
  std::string all;
  for (int c = 0; c < 128; ++c)
    all += static_cast<char>(c);
  all += "çéü 你好 😀";
  std::string out;
  append_json_string(out, all);
  EXPECT_EQ(json::parse(out).get<std::string>(), all);
}

TEST(JsonText, FindsWhatMustBeEscapedAtEveryPlaceOfALongText) {
  for (const char escaped : {'"', '\\', '\n', '\x1f', '\0'})
    for (std::size_t size = 1; size < 70; ++size)
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, static_cast<char>(0xc3)); // whatever it is, it is copied
        text[at] = escaped;
        std::string out;
        append_json_string(out, text);
        const auto head = '"' + text.substr(0, at) + '\\';
        ASSERT_EQ(out.substr(0, at + 2), head) << size << ' ' << at;
        ASSERT_TRUE(out.ends_with(text.substr(at + 1) + '"')) << size << ' ' << at;
      }
}

TEST(JsonText, WriterPlacesCommasBetweenMembersAndElementsOnly) {
  std::string out;
  JsonWriter writer{out};
  writer.begin_object().key("a").number(-1).key("b").begin_array().string("x").boolean(true).null().begin_object();
  writer.end_object().end_array().key("c").raw("[1,2]").key("d").begin_object().end_object().end_object();
  EXPECT_EQ(out, R"({"a":-1,"b":["x",true,null,{}],"c":[1,2],"d":{}})");
}
} // namespace geminid::json_text_test
