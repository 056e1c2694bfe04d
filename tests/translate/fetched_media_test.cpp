// URLs that a model can't follow itself: what is wanted of them, and what becomes of what was fetched.
#include "server/translate/base64.hpp"
#include "server/translate/chat.hpp"
#include "server/translate/media_type.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace geminid::translate::fetched_media_test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto older_model = "gemini-2.5-flash";
constexpr auto newer_model = "gemini-3.8-flash";

json image(const std::string& url) {
  return {{"type", "image_url"}, {"image_url", {{"url", url}, {"detail", "low"}}}};
}

json body_of(std::vector<json> parts, const char* model = older_model) {
  return {{"model", model}, {"messages", {{{"role", "user"}, {"content", std::move(parts)}}}}};
}

Result<ChatRequest, ApiError> translated(const json& body, const FetchedMedia& fetched = {}) {
  JsonParser parser;
  return chat_request(body.dump(), {}, parser, {{}, {}, {}, &fetched});
}

std::vector<std::string> wanted(const json& body) {
  std::vector<std::string> all;
  const auto chat = translated(body);
  if (!chat)
    all.push_back(chat.error().message);
  else
    for (const auto& each : chat->wanted)
      all.push_back(each.url + " at " + each.param);
  return all;
}

json part_of(const ChatRequest& chat, std::size_t index = 0) {
  return json::parse(chat.body).at("contents").at(0).at("parts").at(index);
}

TEST(WantedMedia, AreTheUrlsThatTheModelCannotFollowEachOnce) {
  const auto body = body_of({{{"type", "text"}, {"text", "x"}},
                             image("https://example.com/a.png"),
                             image("http://example.com/b"),
                             image("https://example.com/a.png"),
                             {{"type", "file"}, {"file", {{"file_url", "https://example.com/c.pdf"}}}},
                             {{"type", "file"}, {"file", {{"file_data", "https://example.com/d.pdf"}}}},
                             {{"type", "video_url"}, {"video_url", "https://example.com/e.mp4"}},
                             image("https://youtu.be/abc"),
                             image("data:image/png;base64,iVBORw0KGgo=")});
  EXPECT_THAT(wanted(body), testing::ElementsAre("https://example.com/a.png at messages[0].content[1].image_url.url",
                                                 "http://example.com/b at messages[0].content[2].image_url.url",
                                                 "https://example.com/c.pdf at messages[0].content[4].file.file_url",
                                                 "https://example.com/d.pdf at messages[0].content[5].file.file_data",
                                                 "https://example.com/e.mp4 at messages[0].content[6].video_url"));
}

TEST(WantedMedia, OfAModelThatFollowsUrlsAreThoseOverHttp) {
  EXPECT_THAT(wanted(body_of({image("https://example.com/a.png")}, newer_model)), IsEmpty());
  EXPECT_THAT(wanted(body_of({image("http://example.com/a.png")}, newer_model)),
              testing::ElementsAre("http://example.com/a.png at messages[0].content[0].image_url.url"));
}

TEST(WantedMedia, AreNotWhatIsNoUrlOfTheWeb) {
  for (const std::string url : {"ftp://example.com/a", "file:///etc/passwd", "example.com/a.png", ""})
    EXPECT_THAT(wanted(body_of({image(url)})), testing::ElementsAre(HasSubstr("Unsupported URL"))) << url;
}

TEST(WantedMedia, AreAtMostSixtyFour) {
  std::vector<json> parts;
  for (int i = 0; i < 64; ++i)
    parts.push_back(image("https://example.com/" + std::to_string(i)));
  parts.push_back(image("https://example.com/0"));
  EXPECT_EQ(wanted(body_of(parts)).size(), 64U);
  parts.push_back(image("https://example.com/64"));
  EXPECT_THAT(wanted(body_of(parts)), testing::ElementsAre(HasSubstr("more than 64 URLs")));
}

TEST(FetchedMedia, BecomeInlineData) {
  const std::string url = "https://example.com/a";
  const auto chat = translated(body_of({image(url)}), {{url, {"image/jpg; x=y", "abcd"}}});
  ASSERT_TRUE(chat) << chat.error().message;
  EXPECT_THAT(chat->wanted, IsEmpty());
  EXPECT_EQ(part_of(*chat), (json{{"inlineData", {{"mimeType", "image/jpeg"}, {"data", "YWJjZA=="}}}}));
}

TEST(FetchedMedia, CostAsManyTokensAsOthers) {
  const std::string url = "https://example.com/a";
  const auto fetched = translated(body_of({image(url)}), {{url, {"image/png", "abcd"}}});
  const auto inlined = translated(body_of({image("data:image/png;base64,YWJjZA==")}));
  ASSERT_TRUE(fetched && inlined);
  EXPECT_EQ(fetched->prompt_tokens_estimate, inlined->prompt_tokens_estimate);
}

TEST(FetchedMedia, KeepTheirResolutionWhereTheModelKnowsIt) {
  const std::string url = "http://example.com/a";
  const auto chat = translated(body_of({image(url)}, newer_model), {{url, {"image/png", "abcd"}}});
  ASSERT_TRUE(chat) << chat.error().message;
  EXPECT_EQ(part_of(*chat).at("mediaResolution").at("level"), "MEDIA_RESOLUTION_LOW");
}

TEST(FetchedMedia, AreOfTheTypeThatTheirHostSaysElseTheirFirstBytesElseTheirUrl) {
  struct Row {
    const char* content_type;
    const char* bytes;
    const char* url;
    const char* mime_type;
  };
  const Row table[] = {
      {"image/webp", "\x89PNG\r\n\x1a\n", "https://e.example/a.gif", "image/webp"},
      {"Image/JPG;q=1", "x", "https://e.example/a", "image/jpeg"},
      {"", "\x89PNG\r\n\x1a\n", "https://e.example/a.gif", "image/png"},
      {"application/octet-stream", "\xff\xd8\xff\xe0", "https://e.example/a", "image/jpeg"},
      {"binary/octet-stream", "%PDF-1.7", "https://e.example/a", "application/pdf"},
      {"nonsense", "RIFF....WEBPVP8 ", "https://e.example/a", "image/webp"},
      {"", "unknown", "https://e.example/a.mp4?x", "video/mp4"},
      {"", "unknown", "https://e.example/a", ""},
      {"", "", "https://e.example/a", ""},
  };
  for (const auto& row : table)
    EXPECT_EQ(fetched_mime_type(row.content_type, row.bytes, row.url), row.mime_type)
        << row.content_type << " " << row.url;
}

TEST(FetchedMedia, AreRefusedWhenGeminiDoesNotTakeTheirType) {
  const std::string url = "https://example.com/a";
  const std::pair<FetchedMedium, std::string> table[] = {
      {{"text/html", "<html>"}, "The URL leads to a web page, not to an image or a file."},
      {{"image/gif", "GIF89a"}, "The URL leads to 'image/gif', which Gemini does not take: it takes images as PNG"},
      {{"", "GIF89a..."}, "The URL leads to 'image/gif'"},
      {{"image/svg+xml", "<svg/>"}, "The URL leads to 'image/svg+xml'"},
      {{"application/zip", "PK"}, "The URL leads to 'application/zip'"},
      {{"", "????"}, "The URL leads to something of an unknown type."},
  };
  for (const auto& [medium, message] : table) {
    const auto chat = translated(body_of({image(url)}), {{url, medium}});
    ASSERT_FALSE(chat) << message;
    EXPECT_THAT(chat.error().message, HasSubstr(message));
    EXPECT_EQ(chat.error().param, "messages[0].content[0].image_url.url");
    EXPECT_EQ(chat.error().code, "invalid_value");
  }
}

TEST(UnwantedContentType, IsKnownBeforeTheFirstByte) {
  for (const std::string type :
       {"text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml", "image/gif", "application/zip", "font/woff2"})
    EXPECT_FALSE(unwanted_content_type(type).empty()) << type;
  for (const std::string type : {"", "application/octet-stream", "nonsense", "image/png", "video/mp4", "audio/mp3",
                                 "application/pdf", "text/plain; charset=utf-8", "text/csv"})
    EXPECT_EQ(unwanted_content_type(type), "") << type;
}

TEST(Base64, IsAppendedInGroupsOfFour) {
  const std::pair<std::string, std::string> table[] = {
      {"", ""},        {"f", "Zg=="},        {"fo", "Zm8="},
      {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {std::string("\xff\0\xfe", 3), "/wD+"}};
  for (const auto& [bytes, text] : table) {
    std::string out = "x";
    append_base64(out, bytes);
    EXPECT_EQ(out, "x" + text);
    EXPECT_EQ(base64_encoded(bytes), text);
  }
}

} // namespace
} // namespace geminid::translate::fetched_media_test
