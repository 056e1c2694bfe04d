#include "server/upstream/proxy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::upstream::proxy_test {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Proxy, TakesAnUrlApart) {
  const std::pair<std::string, Proxy> table[] = {
      {"http://proxy.corp:3128", {"proxy.corp", 3128}},
      {"http://proxy.corp:3128/", {"proxy.corp", 3128}},
      {"HTTP://Proxy.Corp", {"proxy.corp", 80}},
      {"proxy.corp:3128", {"proxy.corp", 3128}},
      {"proxy", {"proxy", 80}},
      {"http://10.0.0.1:8080", {"10.0.0.1", 8080}},
      {"http://[::1]:8080", {"::1", 8080}},
      {"http://user:pass@proxy:1", {"proxy", 1, "user:pass"}},
      {"user:pass@proxy:1", {"proxy", 1, "user:pass"}},
      {"http://user@proxy", {"proxy", 80, "user:"}},
      {"http://user:@proxy", {"proxy", 80, "user:"}},
      {"http://user:a:b@proxy", {"proxy", 80, "user:a:b"}},
      {"http://user:a@b@proxy", {"proxy", 80, "user:a@b"}},
      {"http://us%40er:p%2f%3a%25@proxy", {"proxy", 80, "us@er:p/:%"}},
  };
  for (const auto& [url, expected] : table) {
    SCOPED_TRACE(url);
    const auto proxy = Proxy::parse(url);
    ASSERT_TRUE(proxy) << proxy.error().message;
    EXPECT_EQ(*proxy, expected);
  }
}

TEST(Proxy, RefusesAndSaysWhatWasExpectedButNeverWhatWasGiven) {
  const std::pair<std::string, std::string> table[] = {
      {"", "http://[user:password@]host[:port]"},
      {"http://", "http://[user:password@]host[:port]"},
      {"http://:3128", "http://[user:password@]host[:port]"},
      {"http://user:secret@", "http://[user:password@]host[:port]"},
      {"http://user:secret", "http://[user:password@]host[:port]"},
      {"http://user:secret@proxy:0", "http://[user:password@]host[:port]"},
      {"http://user:secret@proxy:port", "http://[user:password@]host[:port]"},
      {"http://user:secret@proxy:65536", "http://[user:password@]host[:port]"},
      {"http://user:secret@pro xy", "http://[user:password@]host[:port]"},
      {"http://user:secret@proxy\r\nX: y", "http://[user:password@]host[:port]"},
      {"http://proxy/secret", "http://[user:password@]host[:port]"},
      {"http://proxy?secret", "http://[user:password@]host[:port]"},
      {"http://proxy/a@secret", "http://[user:password@]host[:port]"},
      {"http://user:secret/@proxy", "percent-encoded"},
      {"http://user:secret#@proxy", "percent-encoded"},
      {"http://user:secret%@proxy", "percent-encoded"},
      {"http://user:secret%4@proxy", "percent-encoded"},
      {"http://user:secret%4g@proxy", "percent-encoded"},
      {"http://user:secret%+4@proxy", "percent-encoded"},
      {"https://user:secret@proxy", "at an http:// address"},
      {"socks5://user:secret@proxy", "at an http:// address"},
      {"://secret", "at an http:// address"},
  };
  for (const auto& [url, expected] : table) {
    SCOPED_TRACE(url);
    const auto proxy = Proxy::parse(url);
    ASSERT_FALSE(proxy);
    EXPECT_THAT(proxy.error().message, HasSubstr(expected));
    EXPECT_THAT(proxy.error().message, Not(HasSubstr("secret")));
    EXPECT_THAT(proxy.error().message, Not(HasSubstr("\n")));
  }
}

TEST(ProxyFor, TakesTheVariableOfTheOriginsSchemeUnlessNoProxyListsTheOrigin) {
  struct Row {
    std::string origin;
    ProxySettings settings;
    std::string expected; // the proxy's host; empty: none
  };
  const Row table[] = {
      {"https://example.org", {}, ""},
      {"https://example.org", {.https_proxy = "http://a", .http_proxy = "http://b"}, "a"},
      {"http://example.org", {.https_proxy = "http://a", .http_proxy = "http://b"}, "b"},
      {"https://example.org", {.http_proxy = "http://b"}, ""},
      {"http://example.org", {.https_proxy = "http://a"}, ""},
      {"https://example.org", {.https_proxy = "http://a", .no_proxy = "localhost"}, "a"},
      {"https://example.org", {.https_proxy = "http://a", .no_proxy = "localhost,.org"}, ""},
      {"http://127.0.0.1:9", {.http_proxy = "http://b", .no_proxy = "127.0.0.0/8"}, ""},
      {"https://example.org", {.no_proxy = "*"}, ""},
      {"https://example.org", {.https_proxy = "http://a", .http_proxy = "socks5://unused"}, "a"},
  };
  for (const auto& row : table) {
    const auto proxy = proxy_for(*Origin::parse(row.origin), row.settings);
    ASSERT_TRUE(proxy) << proxy.error().message;
    EXPECT_EQ(*proxy ? (*proxy)->host : "", row.expected) << row.origin;
  }
}

TEST(ProxyFor, NamesTheVariableThatIsWrong) {
  const ProxySettings settings{.https_proxy = "https://a", .http_proxy = "https://b"};
  EXPECT_EQ(proxy_for(*Origin::parse("https://example.org"), settings).error().field, "HTTPS_PROXY");
  EXPECT_EQ(proxy_for(*Origin::parse("http://example.org"), settings).error().field, "http_proxy");
}

} // namespace
} // namespace geminid::upstream::proxy_test
