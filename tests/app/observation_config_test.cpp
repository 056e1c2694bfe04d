// What the operator says of logs, web pages, traces and the public address.
#include "server/app/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

namespace geminid::app::observation_config_test {
namespace {

using testing::HasSubstr;

class ObservationConfig : public testing::Test {
protected:
  ObservationConfig() { clear(); }
  ~ObservationConfig() override { clear(); }

  static void clear() {
    for (const auto* name : {"GEMINID_PUBLIC_URL", "RENDER_EXTERNAL_URL", "GEMINID_CORS_ORIGINS",
                             "GEMINID_PASS_TRACE_HEADERS", "GEMINID_LOG_LEVEL", "GEMINID_LOG_FORMAT"})
      ::unsetenv(name);
  }
  static void set(const char* name, const char* value) { ::setenv(name, value, 1); }
  static Result<Config, EarlyExit> read(std::vector<const char*> arguments = {}) {
    arguments.insert(arguments.begin(), "geminid");
    return read_config(static_cast<int>(arguments.size()), arguments.data());
  }
  static void expect_refused(const char* name) {
    const auto config = read();
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code, 2);
    EXPECT_THAT(config.error().text, HasSubstr(name));
  }
};

TEST_F(ObservationConfig, IsQuietUnlessTheOperatorSaysOtherwise) {
  const auto config = read();
  ASSERT_TRUE(config);
  EXPECT_EQ(config->log_level, log::Level::info);
  EXPECT_EQ(config->log_format, log::Format::text);
  EXPECT_FALSE(config->cors.concerns("/v1/models"));
  EXPECT_FALSE(config->pass_trace_headers);
  EXPECT_FALSE(config->public_origin);
}

TEST_F(ObservationConfig, IsTakenFromFlagsAndTheEnvironment) {
  set("GEMINID_LOG_FORMAT", "json");
  const auto config = read({"--log-level", "warn", "--cors-origins", "*", "--pass-trace-headers"});
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->log_level, log::Level::warn);
  EXPECT_EQ(config->log_format, log::Format::json);
  EXPECT_TRUE(config->cors.concerns("/v1/models"));
  EXPECT_FALSE(config->cors.concerns("/admin/api/keys"));
  EXPECT_TRUE(config->pass_trace_headers);
}

TEST_F(ObservationConfig, PrefersTheOwnNameOfThePublicAddressToTheHosts) {
  set("RENDER_EXTERNAL_URL", "https://render.example");
  EXPECT_EQ(read()->public_origin->host, "render.example");
  set("GEMINID_PUBLIC_URL", "https://own.example/prefix");
  const auto config = read();
  ASSERT_TRUE(config) << config.error().text;
  EXPECT_EQ(config->public_origin->host, "own.example");
  EXPECT_EQ(config->public_origin->path_prefix, "/prefix");
  EXPECT_EQ(config->public_url, "https://own.example/prefix");
}

TEST_F(ObservationConfig, IsRefusedByTheNameOfWhatIsWrong) {
  set("GEMINID_PUBLIC_URL", "own.example");
  expect_refused("GEMINID_PUBLIC_URL");
  clear();
  set("GEMINID_CORS_ORIGINS", "app.example");
  expect_refused("GEMINID_CORS_ORIGINS");
}

} // namespace
} // namespace geminid::app::observation_config_test
