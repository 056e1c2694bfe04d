#include "server/log/log.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>

namespace geminid::log::log_test {
namespace {

class Log : public testing::Test {
protected:
  ~Log() override { stop(); }

  std::ostringstream lines;
};

TEST_F(Log, WritesOneLineAnEventAtItsEnd) {
  start(Level::info, Format::text, lines);
  warn("it rains").with("where", "here").with_any("why", "").with("since", 3);
  const auto line = lines.str();
  ASSERT_GT(line.size(), 25U);
  EXPECT_EQ(line.substr(10, 1), "T");
  EXPECT_EQ(line.substr(23), "Z warn  it rains where=here since=3\n");
}

TEST_F(Log, WritesJsonObjects) {
  start(Level::info, Format::json, lines);
  error("it rains\nhard").with("request", "req_1");
  const auto line = nlohmann::json::parse(lines.str());
  EXPECT_EQ(line.at("level"), "error");
  EXPECT_EQ(line.at("message"), "it rains\nhard");
  EXPECT_EQ(line.at("request"), "req_1");
  EXPECT_EQ(line.at("time").get<std::string>().size(), 24U);
}

TEST_F(Log, ChangesItsLevelAtOnce) {
  start(Level::warn, Format::text, lines);
  info("unheard");
  EXPECT_EQ(lines.str(), "");
  set_level(Level::debug);
  EXPECT_EQ(level(), Level::debug);
  debug("heard");
  EXPECT_NE(lines.str().find("Z debug heard"), std::string::npos);
  set_level(Level::error);
  lines.str("");
  warn("unheard");
  EXPECT_EQ(lines.str(), "");
}

TEST_F(Log, KnowsItsLevelsByName) {
  for (const auto level : {Level::trace, Level::debug, Level::info, Level::warn, Level::error})
    EXPECT_EQ(level_from(to_string(level)), level);
  EXPECT_FALSE(level_from("loud"));
}

} // namespace
} // namespace geminid::log::log_test
