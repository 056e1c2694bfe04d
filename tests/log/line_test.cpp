#include "server/log/line.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace geminid::log::line_test {
namespace {

using nlohmann::json;

std::string text(std::string_view message, std::string_view value) {
  LineText line{Format::text, message};
  line.add("value", value);
  return line.text();
}

json document(std::string_view message, std::string_view value) {
  LineText line{Format::json, message};
  line.add("value", value);
  return json::parse("{" + line.text() + "}");
}

TEST(LogLine, SaysWhatHappenedAndItsFields) {
  LineText line{Format::text, "a request"};
  line.add("request", "req_1");
  line.add("user", "Ann B.");
  line.add("status", 200);
  line.add("stream", false);
  EXPECT_EQ(line.text(), R"(a request request=req_1 user="Ann B." status=200 stream=false)");
}

TEST(LogLine, IsAJsonObjectsMembersWithTheirTypes) {
  LineText line{Format::json, "a \"request\""};
  line.add("request", "req_1");
  line.add("status", std::int64_t{-1});
  line.add("stream", true);
  EXPECT_EQ(json::parse("{" + line.text() + "}"),
            (json{{"message", "a \"request\""}, {"request", "req_1"}, {"status", -1}, {"stream", true}}));
}

TEST(LogLine, QuotesWhatCouldPassForSomethingElse) {
  EXPECT_EQ(text("m", "a b=c"), R"(m value="a b=c")");
  EXPECT_EQ(text("m", ""), R"(m value="")");
  EXPECT_EQ(text("m", R"(say "hi")"), R"(m value="say \"hi\"")");
  EXPECT_EQ(text("m", R"(C:\x)"), R"(m value="C:\\x")");
  EXPECT_EQ(text("m", "名"), "m value=\"名\"");
}

// Line feeds, carriage returns, NEL, U+2028, an ANSI escape, C1's CSI, a bidirectional override.
TEST(LogLine, IsOneLineWhateverItIsGiven) {
  for (const std::string forged : {"a\nerror forged", "a\rb",
                                   "a\xc2\x85"
                                   "b",
                                   "a\xe2\x80\xa8"
                                   "b",
                                   "a\x1b[2Jb",
                                   "a\xc2\x9b"
                                   "2Jb",
                                   "a\xe2\x80\xae"
                                   "b",
                                   "a\x7f"
                                   "b"}) {
    for (const auto& line : {text("m", forged), text(forged, "v")}) {
      for (const char c : line)
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != '\x7f') << line;
    }
    LineText line{Format::json, "m"};
    line.add("value", forged);
    for (const auto* raw : {"\n", "\r", "\xc2\x85", "\xe2\x80\xa8", "\x1b", "\xc2\x9b", "\xe2\x80\xae"})
      EXPECT_EQ(line.text().find(raw), std::string::npos) << line.text();
    EXPECT_EQ(json::parse("{" + line.text() + "}").at("value"), forged);
  }
}

TEST(LogLine, ReplacesWhatIsNoUtf8) {
  EXPECT_EQ(document("m", "a\xff\xc3").at("value"), "a\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(document("m", "\xed\xa0\x80").at("value"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(text("m", "a\xff"), "m value=\"a\\ufffd\"");
}

TEST(LogLine, HoldsNoSecretWhereverItStands) {
  const std::string secret = "AIzaSyExample-0123456789-abcdefghijklmn";
  for (const auto& line : {text("the key " + secret, "v"), text("m", "key=" + secret), document("m", secret).dump()})
    EXPECT_EQ(line.find(secret), std::string::npos) << line;
}

} // namespace
} // namespace geminid::log::line_test
