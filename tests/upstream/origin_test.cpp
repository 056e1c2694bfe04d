#include "server/upstream/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::upstream::origin_test {
namespace {

using testing::HasSubstr;

struct Accepted {
  std::string url;
  bool tls;
  std::string host;
  std::uint16_t port;
  std::string path_prefix;
};

TEST(Origin, TakesAnUrlApart) {
  const Accepted table[] = {
      {"https://generativelanguage.googleapis.com", true, "generativelanguage.googleapis.com", 443, ""},
      {"https://example.org/", true, "example.org", 443, ""},
      {"http://example.org", false, "example.org", 80, ""},
      {"HTTPS://Example.ORG:8443", true, "example.org", 8443, ""},
      {"http://127.0.0.1:9000/gemini", false, "127.0.0.1", 9000, "/gemini"},
      {"https://relay.example/a/b//", true, "relay.example", 443, "/a/b"},
      {"http://[::1]", false, "::1", 80, ""},
      {"http://[2001:DB8::1]:65535/x", false, "2001:db8::1", 65535, "/x"},
      {"http://my_host:1", false, "my_host", 1, ""},
  };
  for (const auto& row : table) {
    SCOPED_TRACE(row.url);
    const auto origin = Origin::parse(row.url);
    ASSERT_TRUE(origin) << origin.error().message;
    EXPECT_EQ(origin->tls, row.tls);
    EXPECT_EQ(origin->host, row.host);
    EXPECT_EQ(origin->port, row.port);
    EXPECT_EQ(origin->path_prefix, row.path_prefix);
  }
}

TEST(Origin, RefusesAndSaysWhatWasExpected) {
  const std::pair<std::string, std::string> table[] = {
      {"", "http:// or https://"},
      {"example.org", "http:// or https://"},
      {"ftp://example.org", "http:// or https://"},
      {"://example.org", "http:// or https://"},
      {"https://", "a host name"},
      {"https:///path", "a host name"},
      {"https://:443", "a host name"},
      {"https://exa<mple", "a host name"},
      {"http://::1", "a host name"},
      {"http://[::1", "a host name"},
      {"http://[example]", "a host name"},
      {"http://[fe80::1%eth0]", "a host name"},
      {"http://[::1]x", "a port from 1 to 65535"},
      {"https://h:", "a port from 1 to 65535"},
      {"https://h:0", "a port from 1 to 65535"},
      {"https://h:65536", "a port from 1 to 65535"},
      {"https://h:+1", "a port from 1 to 65535"},
      {"https://h:80x", "a port from 1 to 65535"},
      {"https://h/?key=1", "without query or fragment"},
      {"https://h/#top", "without query or fragment"},
      {"https://h/a b", "visible ASCII"},
      {"https://h/\r\nX: y", "visible ASCII"},
      {"https://h\xC3\xA9", "visible ASCII"},
      {"https://" + std::string(300, 'a'), "a host name"},
  };
  for (const auto& [url, expected] : table) {
    SCOPED_TRACE(url);
    const auto origin = Origin::parse(url);
    ASSERT_FALSE(origin);
    EXPECT_THAT(origin.error().message, HasSubstr(expected));
  }
}

TEST(Origin, DoesNotRepeatAPasswordOrAKeyInItsError) {
  for (const auto* const url :
       {"https://user:secret@example.org/", "https://example.org/?key=secret", "https://example.org/#secret"}) {
    const auto origin = Origin::parse(url);
    ASSERT_FALSE(origin);
    EXPECT_THAT(origin.error().message, testing::Not(HasSubstr("secret")));
  }
}

} // namespace
} // namespace geminid::upstream::origin_test
