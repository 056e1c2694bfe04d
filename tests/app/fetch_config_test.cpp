#include "server/app/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace geminid::app::fetch_config_test {
namespace {

/// `flag` empty: none.
Result<Config, EarlyExit> read(const char* flag, const char* variable = "") {
  ::setenv("GEMINID_FETCH_URLS", variable, 1);
  const char* const arguments[] = {"geminid", flag};
  auto config = read_config(*flag == '\0' ? 1 : 2, arguments);
  ::unsetenv("GEMINID_FETCH_URLS");
  return config;
}

TEST(FetchConfig, IsOnUnlessTheOperatorSaysOff) {
  EXPECT_TRUE(read("")->fetch_urls);
  EXPECT_TRUE(read("--fetch-urls=on", "off")->fetch_urls);
  EXPECT_FALSE(read("--fetch-urls=off")->fetch_urls);
  EXPECT_FALSE(read("", "off")->fetch_urls);
}

TEST(FetchConfig, EndsTheStartWithWhatIsNeitherOnNorOff) {
  const auto config = read("--fetch-urls=maybe");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().code, 2);
  EXPECT_THAT(config.error().text, testing::HasSubstr("--fetch-urls"));
}

TEST(FetchConfig, HasTheProxiesOfTheEnvironment) {
  ::setenv("https_proxy", "http://proxy.example:3128", 1);
  const auto config = read("");
  ::unsetenv("https_proxy");
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->proxies.https_proxy, "http://proxy.example:3128");
}

} // namespace
} // namespace geminid::app::fetch_config_test
