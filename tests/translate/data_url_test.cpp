#include "server/translate/base64.hpp"
#include "server/translate/data_url.hpp"
#include "server/translate/media_type.hpp"

#include <gtest/gtest.h>

#include <string>

namespace geminid::translate::data_url_test {
namespace {

struct Row {
  std::string url;
  std::string mime_type;
  std::string data;
};

const Row readable[] = {
    {"data:image/png;base64,iVBORw0KGgo=", "image/png", "iVBORw0KGgo="},
    {"DATA:IMAGE/PNG;BASE64,AAAA", "image/png", "AAAA"},
    {"data:image/png;name=x.png;base64,AAAA", "image/png", "AAAA"},
    {"data:image/jpg;base64,AAAA", "image/jpeg", "AAAA"},
    {"data:audio/x-wav;base64,AAAA", "audio/wav", "AAAA"},
    {"data:audio/mp3;base64,AAAA", "audio/mpeg", "AAAA"},
    {"data:image/png,AAAA", "image/png", "AAAA"},
    {"data:image/png;base64,AA%2BA", "image/png", "AA+A"},
    {"data:image/png;base64,AA AA\r\n", "image/png", "AAAA"},
    {"data:image/png;base64,-_-_", "image/png", "-_-_"},
    {"data:;base64,/9j/AAAA", "image/jpeg", "/9j/AAAA"},
    {"data:application/octet-stream;base64,JVBERi0x", "application/pdf", "JVBERi0x"},
    {"data:application/octet-stream;base64,AAAA", "application/octet-stream", "AAAA"},
    {"data:text/plain,hello%20world", "text/plain", "aGVsbG8gd29ybGQ="},
    {"data:text/plain;charset=utf-8;base64,aGk=", "text/plain", "aGk="},
};

TEST(DataUrl, IsReadInAllTheSpellingsThatClientsUse) {
  for (const auto& row : readable) {
    InlineMedia media;
    ASSERT_TRUE(read_data_url(row.url, media)) << row.url;
    EXPECT_EQ(media.mime_type, row.mime_type) << row.url;
    EXPECT_EQ(media.data, row.data) << row.url;
  }
}

TEST(DataUrl, IsRefusedWhenItsDataIsNoBase64) {
  for (const std::string url : {"data:image/png;base64", "data:image/png;base64,", "data:image/png;base64,A",
                                "data:image/png;base64,AA*A", "data:image/png;base64,A=AA", "http://x/y", "data", ""}) {
    InlineMedia media;
    EXPECT_FALSE(read_data_url(url, media)) << url;
  }
}

TEST(DataUrl, LeavesGoodDataWhereItIs) {
  const std::string url = "data:image/png;base64,AAAA";
  InlineMedia media;
  ASSERT_TRUE(read_data_url(url, media));
  EXPECT_EQ(media.data.data(), url.data() + url.find(',') + 1);
}

TEST(DataUrl, TellsImagesFromSoundInTheSameContainer) {
  EXPECT_EQ(sniffed_mime_type(base64_encoded("RIFF\x01\x02\x03\x04WEBPVP8 ")), "image/webp");
  EXPECT_EQ(sniffed_mime_type(base64_encoded("RIFF\xff\xfe\xfd\xfcWAVEfmt ")), "audio/wav");
  EXPECT_EQ(sniffed_mime_type(base64_encoded("RIFF\x01\x02\x03\x04"
                                             "AVI LIST")),
            "");
  EXPECT_EQ(sniffed_mime_type("UklGR"), "");
}

TEST(DataUrl, KnowsAudioFormatsAndExtensionsInAnyCase) {
  EXPECT_EQ(audio_mime_type("MP3"), "audio/mpeg");
  EXPECT_EQ(audio_mime_type("pcm16"), "audio/L16;rate=24000");
  EXPECT_EQ(audio_mime_type("midi"), "");
  EXPECT_EQ(file_mime_type("Report.Final.PDF"), "application/pdf");
  EXPECT_EQ(file_mime_type("README"), "");
  EXPECT_EQ(file_mime_type("x."), "");
}

TEST(Base64, EncodesAsTheStandardSays) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"},
                                                         {"\xff\xfe", "//4="}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64_encoded(bytes), text);
    EXPECT_TRUE(is_base64(text));
    EXPECT_EQ(base64_decoded(text), bytes);
  }
  EXPECT_FALSE(is_base64("A"));
  EXPECT_FALSE(is_base64("===="));
  EXPECT_FALSE(is_base64("Zm9v\n"));
}

} // namespace
} // namespace geminid::translate::data_url_test
