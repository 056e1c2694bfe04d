#include "server/translate/media_url.hpp"

#include <gtest/gtest.h>

namespace geminid::translate::media_url_test {
namespace {

TEST(YoutubePage, IsTheSameForEveryWayToTheVideo) {
  for (const std::string url :
       {"https://www.youtube.com/watch?v=abc_-1", "http://youtube.com/watch?t=1&v=abc_-1&list=x",
        "https://m.youtube.com/watch?v=abc_-1#t=1", "https://music.youtube.com/watch?v=abc_-1",
        "https://youtu.be/abc_-1?si=x", "https://youtu.be/abc_-1", "https://www.youtube.com/shorts/abc_-1",
        "https://www.youtube.com/live/abc_-1?x", "https://www.youtube-nocookie.com/embed/abc_-1",
        "https://YouTu.be/abc_-1"})
    EXPECT_EQ(youtube_page(url), "https://www.youtube.com/watch?v=abc_-1") << url;
}

TEST(YoutubePage, IsNoneOfWhatIsNoVideo) {
  for (const std::string url :
       {"https://www.youtube.com/", "https://www.youtube.com", "https://www.youtube.com/watch?list=x",
        "https://www.youtube.com/@someone", "https://youtu.be/", "https://youtube.com.example.com/watch?v=abc",
        "ftp://youtube.com/watch?v=abc", "https://example.com/youtube.com/watch?v=abc", "youtube.com/watch?v=abc", ""})
    EXPECT_EQ(youtube_page(url), "") << url;
}

TEST(MediaUrl, IsOfTheTypeThatItsPathEndsWith) {
  EXPECT_EQ(mime_type_of_url("https://example.com/a.PNG"), "image/png");
  EXPECT_EQ(mime_type_of_url("https://example.com/a.pdf?b=c.png#d.gif"), "application/pdf");
  EXPECT_EQ(mime_type_of_url("https://example.com"), "");
  EXPECT_EQ(mime_type_of_url("https://example.com/v1.2/a"), "");
}

TEST(FilesApi, IsKnownByItsFiles) {
  EXPECT_TRUE(is_files_api(files_api_url("files/abc")));
  EXPECT_FALSE(is_files_api("https://generativelanguage.googleapis.com/v1beta/models/x"));
  EXPECT_FALSE(is_files_api("https://example.com/v1beta/files/abc"));
}

} // namespace
} // namespace geminid::translate::media_url_test
