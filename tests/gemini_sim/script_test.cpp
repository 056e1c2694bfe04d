#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/script.hpp"

namespace geminid::sim::script_test {
namespace {

TEST(Script, LeavesATextWithoutDirectivesAsItIs) {
  for (const auto* text : {"Hello.", "a [[b]] c", "[[unknown=1]]", "[[tokens=many]]", "open [[tokens=1"}) {
    const auto script = parse_script(text);
    EXPECT_EQ(script.plain, text);
    EXPECT_FALSE(script.tokens);
  }
}

TEST(Script, ReadsDirectivesOutOfTheText) {
  const auto script = parse_script("[[tokens=50]] one [[think=7]][[cached=9]] two [[chunks=20]][[pace=5]][[decode=3]]");
  EXPECT_EQ(script.tokens, 50);
  EXPECT_EQ(script.thinking_tokens, 7);
  EXPECT_EQ(script.cached_tokens, 9);
  EXPECT_EQ(script.chunks, 20U);
  EXPECT_EQ(script.pace, std::chrono::milliseconds{5});
  EXPECT_EQ(script.decode_tokens, 3);
  EXPECT_EQ(script.plain, "one  two");
}

TEST(Script, ReadsTextsWithAllThatIsInThem) {
  const auto script = parse_script("[[text=a = b, c]][[show=system]][[finish=SAFETY]][[blocked=OTHER]]");
  EXPECT_EQ(script.text, "a = b, c");
  EXPECT_EQ(script.show, "system");
  EXPECT_EQ(script.finish, "SAFETY");
  EXPECT_EQ(script.blocked, "OTHER");
}

TEST(Script, KeepsNumbersWithinBounds) {
  const auto script = parse_script("[[tokens=99999999999]][[think=-5]][[chunks=0]][[pace=9999999]]");
  EXPECT_EQ(script.tokens, 1'000'000);
  EXPECT_EQ(script.thinking_tokens, 0);
  EXPECT_EQ(script.chunks, 1U);
  EXPECT_EQ(script.pace, std::chrono::minutes{1});
}

struct CallsCase {
  const char* name;
  const char* text;
  /// Rounds of `[name, args]`.
  const char* rounds;
};

void PrintTo(const CallsCase& c, std::ostream* out) {
  *out << c.name;
}

class ScriptedCalls : public testing::TestWithParam<CallsCase> {};

TEST_P(ScriptedCalls, AreReadFromTheText) {
  auto rounds = json::array();
  for (const auto& round : parse_script(GetParam().text).rounds) {
    rounds.push_back(json::array());
    for (const auto& call : round)
      rounds.back().push_back(json::array({call.name, call.args}));
  }
  EXPECT_EQ(rounds, json::parse(GetParam().rounds));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, ScriptedCalls,
    testing::Values(CallsCase{"none", "please recall me(1)", "[]"},
                    CallsCase{"one", "call get_time()", R"([[["get_time",{}]]])"},
                    CallsCase{"parallel", "Call a(city=Oslo) and b(), c(n=1)",
                              R"([[["a",{"city":"Oslo"}],["b",{}],["c",{"n":1}]]])"},
                    CallsCase{"rounds", "call a(x=1) then call b()", R"([[["a",{"x":1}]],[["b",{}]]])"},
                    CallsCase{"json_arguments", R"x(call a(list=[1,2], text="x, y)", flag=true))x",
                              R"x([[["a",{"list":[1,2],"text":"x, y)","flag":true}]]])x"},
                    CallsCase{"unfinished", "call a(x=1", "[]"}, CallsCase{"no_parenthesis", "call a", "[]"},
                    CallsCase{"dotted_names", "call default_api.a:b-c()", R"([[["default_api.a:b-c",{}]]])"}),
    name_of_case);

TEST(Script, TakesNoMoreRoundsThanSixteen) {
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += "call f() then ";
  EXPECT_EQ(parse_script(text).rounds.size(), 16U);
}

} // namespace
} // namespace geminid::sim::script_test
