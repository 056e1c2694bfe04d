#include "server/app/config.hpp"
#include "tests/support/temp_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace geminid::app::dashboard_config_test {
namespace {

Result<Config, EarlyExit> read(const std::vector<const char*>& flags, const std::string& variable = {}) {
  ::setenv("GEMINID_WEB_DIR", variable.c_str(), 1);
  std::vector<const char*> arguments{"geminid"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  auto config = read_config(static_cast<int>(arguments.size()), arguments.data());
  ::unsetenv("GEMINID_WEB_DIR");
  return config;
}

class DashboardConfig : public testing::Test {
protected:
  void SetUp() override { std::ofstream{built.path() / "index.html"} << "page"; }

  test::TempDirectory built;
  test::TempDirectory empty;
};

TEST_F(DashboardConfig, IsNoneUnlessADirectoryIsNamedOrInstalled) {
  const auto config = read({});
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_FALSE(config->dashboard);
}

TEST_F(DashboardConfig, IsTheDirectoryOfTheFlagElseOfTheEnvironment) {
  EXPECT_TRUE(read({"--web-dir", built.path().c_str()}, empty.path())->dashboard);
  EXPECT_TRUE(read({}, built.path())->dashboard);
}

TEST_F(DashboardConfig, EndsTheStartWhereTheNamedDirectoryIsUnusable) {
  for (const auto& path : {empty.path(), empty.path() / "none", built.path() / "index.html"}) {
    const auto config = read({"--web-dir", path.c_str()});
    ASSERT_FALSE(config) << path;
    EXPECT_EQ(config.error().code, 2);
    EXPECT_THAT(config.error().text, testing::StartsWith("geminid: --web-dir (GEMINID_WEB_DIR): " + path.string()));
    EXPECT_THAT(config.error().text, testing::EndsWith("\n"));
  }
}

TEST_F(DashboardConfig, ConcernsNoCommandThatServesNothing) {
  const auto path = (empty.path() / "none").string();
  EXPECT_TRUE(read({"set-password"}, path));
  EXPECT_FALSE(read({"check-config"}, path));
}

} // namespace
} // namespace geminid::app::dashboard_config_test
