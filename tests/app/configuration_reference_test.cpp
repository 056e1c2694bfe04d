#include "server/app/config.hpp"
#include "tests/app/configuration_reference.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace geminid::docs::configuration_reference_test {
namespace {

using testing::HasSubstr;

std::filesystem::path in_docs(const std::string& file) {
  return std::filesystem::path{GEMINID_SOURCE_DIR} / "docs" / file;
}

void expect_in_docs(const std::string& file, const std::string& made) {
  const auto* const update = std::getenv("GEMINID_UPDATE_GOLDEN");
  if (update && std::string_view{update} == "1") {
    std::ofstream{in_docs(file), std::ios::binary} << made;
    return;
  }
  std::ifstream in{in_docs(file), std::ios::binary};
  const std::string kept{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_EQ(kept, made) << "GEMINID_UPDATE_GOLDEN=1 writes docs/" << file << " anew";
}

class ConfigurationReference : public testing::Test {
protected:
  ConfigurationReference() { ::unsetenv("RENDER"); }
  ~ConfigurationReference() override { ::unsetenv("RENDER"); }
};

TEST_F(ConfigurationReference, InTheDocsIsWhatGeminidTakes) {
  expect_in_docs("CONFIGURATION.md", english_reference());
  expect_in_docs("CONFIGURATION.zh-CN.md", chinese_reference());
}

TEST_F(ConfigurationReference, IsTheSameOnEveryHost) {
  const auto here = english_reference();
  ::setenv("RENDER", "true", 1);
  EXPECT_EQ(english_reference(), here);
  EXPECT_THAT(here, HasSubstr("loopback; on Render private"));
  EXPECT_THAT(here, HasSubstr("30; on Render 25"));
}

TEST_F(ConfigurationReference, HasEverySettingInChineseAndNoneThatIsGone) {
  std::vector<std::string> names;
  for (const auto& each : chinese_translations()) {
    names.emplace_back(each.name);
    EXPECT_FALSE(each.meaning.empty()) << each.name;
  }
  EXPECT_THAT(names, testing::UnorderedElementsAreArray(settings().names()));
}

TEST_F(ConfigurationReference, SaysADefaultInChineseWhereItIsMoreThanAValue) {
  const auto english = settings();
  const auto chinese = translated(english, chinese_translations());
  for (std::size_t i = 0; i < english.flags.size(); ++i) {
    const auto& flag = english.flags[i];
    const bool is_value = flag.default_text.find(' ') == std::string::npos;
    EXPECT_EQ(chinese.flags[i].default_text == flag.default_text, is_value) << flag.name;
  }
}

TEST_F(ConfigurationReference, NamesNothingThatTheHelpDoesNot) {
  const char* const arguments[] = {"geminid", "--help"};
  const auto help = app::read_config(2, arguments);
  ASSERT_FALSE(help);
  const auto known = settings();
  for (const auto* rows : {&known.flags, &known.variables})
    for (const auto& row : *rows)
      EXPECT_THAT(help.error().text, HasSubstr(row.name));
}

TEST_F(ConfigurationReference, IsHelpInLinesThatATerminalHolds) {
  const char* const arguments[] = {"geminid", "--help"};
  const auto help = app::read_config(2, arguments);
  ASSERT_FALSE(help);
  std::istringstream lines{help.error().text.substr(help.error().text.find("Environment only"))};
  for (std::string line; std::getline(lines, line);)
    EXPECT_LE(line.size(), 120U) << line;
}

/// What the reference says of Render.
TEST_F(ConfigurationReference, TellsTheDefaultsThatHoldOnRender) {
  const char* const arguments[] = {"geminid"};
  const auto elsewhere = app::read_config(1, arguments);
  ASSERT_TRUE(elsewhere) << elsewhere.error().text;
  const auto proxy = boost::asio::ip::make_address("10.1.2.3");
  EXPECT_EQ(elsewhere->drain, std::chrono::seconds{30});
  EXPECT_FALSE(elsewhere->trusted_proxies.trusts(proxy));
  ::setenv("RENDER", "true", 1);
  const auto there = app::read_config(1, arguments);
  ASSERT_TRUE(there) << there.error().text;
  EXPECT_EQ(there->drain, std::chrono::seconds{25});
  EXPECT_TRUE(there->trusted_proxies.trusts(proxy));
}

} // namespace
} // namespace geminid::docs::configuration_reference_test
