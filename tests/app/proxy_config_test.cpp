#include "server/app/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace geminid::app::proxy_config_test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// The environment holds nothing of what is tested here but what a test sets.
class ProxyConfig : public testing::Test {
protected:
  ProxyConfig() { clear(); }
  ~ProxyConfig() override { clear(); }

  static void set(const char* name, const char* value) { ::setenv(name, value, 1); }
  static void clear() {
    for (const auto* name : {"https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY"})
      ::unsetenv(name);
  }
  static Result<Config, EarlyExit> read(const char* upstream = "https://example.org") {
    const char* const arguments[] = {"geminid", "--upstream", upstream};
    return read_config(3, arguments);
  }
  /// The proxy's host; empty: none.
  static std::string proxy(const char* upstream = "https://example.org") {
    const auto config = read(upstream);
    EXPECT_TRUE(config) << config.error().text;
    return config && config->upstream_proxy ? config->upstream_proxy->host : "";
  }
};

TEST_F(ProxyConfig, IsNoneUnlessTheEnvironmentNamesOne) {
  EXPECT_EQ(proxy(), "");
  set("HTTPS_PROXY", "");
  EXPECT_EQ(proxy(), "");
  set("HTTPS_PROXY", "http://user:secret@upper:3128");
  EXPECT_EQ(proxy(), "upper");
}

TEST_F(ProxyConfig, PrefersTheLowerCaseUnlessItIsEmpty) {
  set("HTTPS_PROXY", "http://upper");
  set("https_proxy", "http://lower");
  EXPECT_EQ(proxy(), "lower");
  set("https_proxy", "");
  EXPECT_EQ(proxy(), "upper");
  set("NO_PROXY", "example.org");
  EXPECT_EQ(proxy(), "");
  set("no_proxy", "localhost");
  EXPECT_EQ(proxy(), "upper");
}

TEST_F(ProxyConfig, OfAPlainUpstreamIsReadInLowerCaseOnly) {
  set("HTTPS_PROXY", "http://other");
  set("HTTP_PROXY", "http://upper");
  EXPECT_EQ(proxy("http://example.org"), "");
  set("http_proxy", "http://lower");
  EXPECT_EQ(proxy("http://example.org"), "lower");
}

TEST_F(ProxyConfig, ThatIsWrongEndsTheStartWithOneLineWithoutThePassword) {
  for (const auto* value : {"http://user:secret", "http://user:secret@:80", "https://user:secret@proxy",
                            "socks5://user:secret@proxy", "http://user:secret%@proxy"}) {
    SCOPED_TRACE(value);
    set("HTTPS_PROXY", value);
    const auto config = read();
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, 2);
    EXPECT_THAT(config.error().text, testing::StartsWith("geminid: HTTPS_PROXY: "));
    EXPECT_THAT(config.error().text, Not(HasSubstr("secret")));
    EXPECT_EQ(config.error().text.find('\n'), config.error().text.size() - 1);
  }
}

TEST_F(ProxyConfig, IsExplainedByHelp) {
  const char* const arguments[] = {"geminid", "--help"};
  const auto help = read_config(2, arguments);
  ASSERT_FALSE(help);
  EXPECT_EQ(help.error().code, 0);
  for (const auto* name : {"HTTPS_PROXY", "http_proxy", "NO_PROXY"})
    EXPECT_THAT(help.error().text, HasSubstr(name));
}

} // namespace
} // namespace geminid::app::proxy_config_test
