#include "server/fetch/web_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace geminid::fetch::web_url_test {
namespace {

using testing::HasSubstr;

std::string shown(const Result<WebUrl>& url) {
  if (!url)
    return "refused: " + url.error().message;
  return std::string{url->origin.tls ? "https " : "http "} +
         upstream::host_and_port(url->origin.host, url->origin.port) + " " + url->target;
}

TEST(WebUrl, IsTakenApart) {
  const std::pair<std::string, std::string> table[] = {
      {"https://example.com/cat.png", "https example.com:443 /cat.png"},
      {"http://example.com", "http example.com:80 /"},
      {"HTTPS://Example.COM:8443/A?b=c#d", "https example.com:8443 /A?b=c"},
      {"https://example.com?q=1", "https example.com:443 /?q=1"},
      {"https://example.com#top", "https example.com:443 /"},
      {"https://example.com/a@b:c//d", "https example.com:443 /a@b:c//d"},
      {"https://example.com/a b/\xc3\xa9?\xc3\xa9", "https example.com:443 /a%20b/%C3%A9?%C3%A9"},
      {"https://a_b.xn--bcher-kva.example/%2e%2e/", "https a_b.xn--bcher-kva.example:443 /%2e%2e/"},
      {"http://192.0.2.7:8080/x", "http 192.0.2.7:8080 /x"},
      {"https://[2001:db8::1]/x", "https [2001:db8::1]:443 /x"},
      {"https://[::ffff:127.0.0.1]:8443/", "https [::ffff:127.0.0.1]:8443 /"},
  };
  for (const auto& [text, parts] : table)
    EXPECT_EQ(shown(WebUrl::parse(text)), parts) << text;
}

TEST(WebUrl, IsRefusedWhereAHostCouldBeReadInMoreThanOneWay) {
  for (const std::string host : {"localhost",
                                 "metadata",
                                 "2130706433",
                                 "0x7f000001",
                                 "0x7f.1",
                                 "127.1",
                                 "127.0.1",
                                 "0177.0.0.1",
                                 "127.0.0.01",
                                 "1.2.3.0x4",
                                 "1.2.3.4.5",
                                 "256.1.1.1",
                                 "127.0.0.1.",
                                 "example.com.",
                                 ".example.com",
                                 "a..example.com",
                                 "-a.example.com",
                                 "a-.example.com",
                                 "example.com:80:80",
                                 "[::1",
                                 "::1",
                                 "[::1%25lo]",
                                 "[fe80::1%lo]",
                                 "[1.2.3.4]",
                                 "exa%6dple.com",
                                 "127%2e0.0.1",
                                 "ex\xc3\xa4mple.com",
                                 "\xe2\x91\xa0.example.com",
                                 "a b.com",
                                 "example.com\\x",
                                 "example.com\\.evil.org",
                                 "example.com:",
                                 "example.com:0",
                                 "example.com:99999",
                                 "example.com:8x",
                                 "",
                                 "*.com",
                                 "example.123",
                                 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com"})
    EXPECT_THAT(shown(WebUrl::parse("http://" + host + "/x")), HasSubstr("names no host")) << host;
}

TEST(WebUrl, IsRefusedWithAReason) {
  const std::pair<std::string, std::string> table[] = {
      {"ftp://example.com/x", "neither http:// nor https://"},
      {"file:///etc/passwd", "neither http:// nor https://"},
      {"gopher://example.com/", "neither http:// nor https://"},
      {"//example.com/x", "neither http:// nor https://"},
      {"", "neither http:// nor https://"},
      {"https://user@example.com/", "a user name or a password"},
      {"https://user:password@example.com/", "a user name or a password"},
      {"https://example.com\\@10.0.0.1/", "a user name or a password"},
      {"https://example.com/a\r\nHost: x", "control characters"},
      {"https://example.com/a\tb", "control characters"},
      {"https://example.com/" + std::string(url_bytes_max, 'a'), "longer than 8 KiB"},
  };
  for (const auto& [text, reason] : table)
    EXPECT_THAT(shown(WebUrl::parse(text)), HasSubstr(reason)) << text;
}

TEST(WebUrl, FollowsEveryKindOfReference) {
  const auto base = WebUrl::parse("https://example.com:8443/a/b/c?d=e");
  ASSERT_TRUE(base);
  const std::string here = "https example.com:8443 ";
  const std::pair<std::string, std::string> table[] = {
      {"http://other.example/x", "http other.example:80 /x"},
      {"//other.example/x", "https other.example:443 /x"},
      {"/x/y?z", here + "/x/y?z"},
      {"x", here + "/a/b/x"},
      {"x?u=http://y.example/", here + "/a/b/x?u=http://y.example/"},
      {"./x", here + "/a/b/x"},
      {"../x", here + "/a/x"},
      {"../../../../x", here + "/x"},
      {"..", here + "/a/"},
      {".", here + "/a/b/"},
      {"/a/./b/../c", here + "/a/c"},
      {"?f=g", here + "/a/b/c?f=g"},
      {"#top", here + "/a/b/c?d=e"},
      {"", here + "/a/b/c?d=e"},
      {"x y", here + "/a/b/x%20y"},
  };
  for (const auto& [location, where] : table)
    EXPECT_EQ(shown(base->resolved(location)), where) << location;
}

TEST(WebUrl, FollowsNoReferenceOutOfTheWeb) {
  const auto base = WebUrl::parse("https://example.com/");
  ASSERT_TRUE(base);
  for (const std::string location :
       {"file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "data:text/plain,x", "http://2130706433/",
        "//user@10.0.0.1/", "//localhost/", "/a\r\nx", "https:example.com"})
    EXPECT_THAT(shown(base->resolved(location)), HasSubstr("refused")) << location;
}

TEST(WebUrl, OfAnIPv6HostKeepsItsBracketsOverAReference) {
  const auto base = WebUrl::parse("http://[2001:db8::1]:8080/a");
  ASSERT_TRUE(base);
  EXPECT_EQ(shown(base->resolved("b")), "http [2001:db8::1]:8080 /b");
}

} // namespace
} // namespace geminid::fetch::web_url_test
