#include "server/translate/function_names.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace geminid::translate::function_names_test {
namespace {

using Names = std::vector<std::string_view>;

TEST(FunctionNames, AreTheSameWhereGeminiTakesThem) {
  const std::string longest(128, 'a');
  const FunctionNames names{Names{"get_weather", "_x", "A-1"}};
  for (const std::string_view name : {"get_weather", "_x", "A-1", "of.another:request-1", longest.c_str()})
    EXPECT_EQ(names.at_gemini(name), name);
}

TEST(FunctionNames, BeginWithALetterOrAnUnderscore) {
  const FunctionNames names{Names{"2fa", "-x", "get"}};
  EXPECT_EQ(names.at_gemini("2fa"), "_2fa");
  EXPECT_EQ(names.at_gemini("-x"), "_-x");
}

TEST(FunctionNames, StayDifferentWhenTheyAreChanged) {
  const std::string long_one = "1" + std::string(62, 'x') + "a";
  const std::string long_two = "1" + std::string(62, 'x') + "b";
  const FunctionNames names{Names{"1", "_1", "_2_1", long_one, long_two}};
  EXPECT_EQ(names.at_gemini("1"), "_3_1");
  std::set<std::string> at_gemini;
  for (const auto& name : {std::string{"1"}, std::string{"_1"}, std::string{"_2_1"}, long_one, long_two}) {
    const auto legal = names.at_gemini(name);
    EXPECT_LE(legal.size(), 64U);
    EXPECT_TRUE(at_gemini.insert(legal).second) << legal;
  }
}

TEST(FunctionNames, OfEarlierRequestsAreMadeLegal) {
  const FunctionNames names;
  EXPECT_EQ(names.at_gemini("3d"), "_3d");
  EXPECT_EQ(names.at_gemini("get weather\xC3\xA9"), "_get_weather__");
  EXPECT_EQ(names.at_gemini(std::string(200, 'a')), "_" + std::string(63, 'a'));
}

} // namespace
} // namespace geminid::translate::function_names_test
