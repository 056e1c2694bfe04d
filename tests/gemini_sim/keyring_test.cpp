#include "tests/gemini_sim/sim_cases.hpp"
#include "tools/gemini_sim/keyring.hpp"

namespace geminid::sim::keyring_test {
namespace {

using namespace std::chrono_literals;

const Instant noon = *parse_rfc3339("2026-11-25T12:00:00-08:00");

Keyring keyring(const char* text) {
  auto options = parse_keyring(json::parse(text));
  if (!options)
    throw std::invalid_argument(options.error().message);
  return Keyring{std::move(*options)};
}

bool admits(Keyring& keys, const char* project, const char* model_id, Instant now = noon) {
  return !keys.admit(project, model(model_id), 1, now);
}

TEST(KeyOption, IsAKeyWithOrWithoutAProject) {
  EXPECT_EQ(parse_key_option("k").key, "k");
  EXPECT_EQ(parse_key_option("k").project, "");
  EXPECT_EQ(parse_key_option("a@b@p").key, "a@b");
  EXPECT_EQ(parse_key_option("a@b@p").project, "p");
}

TEST(Keyring, KnowsItsKeysAndTheirProjects) {
  const auto keys = keyring(R"({"keys":["k1","k2@p",{"key":"k3","project":"p"},{"key":"k4"}]})");
  EXPECT_EQ(*keys.project_of("k1"), "k1");
  EXPECT_EQ(*keys.project_of("k2"), "p");
  EXPECT_EQ(*keys.project_of("k3"), "p");
  EXPECT_EQ(*keys.project_of("k4"), "k4");
  EXPECT_EQ(keys.project_of("k5"), nullptr);
  EXPECT_EQ(keys.project_of(""), nullptr);
}

TEST(Keyring, CountsByProjectAndModel) {
  auto keys = keyring(R"({"keys":["k"],"default_project":{"rpm":1}})");
  EXPECT_TRUE(admits(keys, "p", "gemini-2.5-flash"));
  EXPECT_FALSE(admits(keys, "p", "gemini-2.5-flash"));
  EXPECT_TRUE(admits(keys, "p", "gemini-2.5-pro"));
  EXPECT_TRUE(admits(keys, "q", "gemini-2.5-flash"));
  EXPECT_EQ(keys.requests_today("p", model("gemini-2.5-flash"), noon), 1);
}

TEST(Keyring, CountsModelsOfOneFamilyInOneBucket) {
  auto keys = keyring(R"({"keys":["k"],"projects":{"p":{"models":{"gemini-3.8-flash":{"rpm":1}}}}})");
  EXPECT_TRUE(admits(keys, "p", "gemini-flash-latest"));
  const auto refused = keys.admit("p", model("gemini-3.8-flash"), 1, noon);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->details[1]["violations"][0]["quotaDimensions"]["model"], "gemini-3.8-flash");
  EXPECT_EQ(keys.requests_today("p", model("gemini-3.8-flash"), noon), 1);
}

TEST(Keyring, NamesTheFamilyOfAPreview) {
  auto keys = keyring(R"({"keys":["k"],"default_project":{"tier":"paid","rpm":0}})");
  for (const auto& [id, family] :
       {std::pair{"gemini-3-flash-preview", "gemini-3-flash"}, {"gemini-3.1-pro-preview", "gemini-3.1-pro"}}) {
    const auto refused = keys.admit("p", model(id), 1, noon);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->details[1]["violations"][0]["quotaDimensions"]["model"], family);
    EXPECT_THAT(refused->message, HasSubstr(std::string{"limit: 0, model: "} + family + "\n"));
  }
}

TEST(Keyring, GivesEachModelOfAProjectItsOwnLimits) {
  auto keys = keyring(R"({"keys":["k"],"projects":{"p":{"rpd":0,"models":{"gemini-2.5-flash":{"rpd":1}}}}})");
  EXPECT_TRUE(admits(keys, "p", "gemini-2.5-flash"));
  EXPECT_FALSE(admits(keys, "p", "gemini-2.5-flash"));
  EXPECT_FALSE(admits(keys, "p", "gemini-2.5-pro"));
  EXPECT_TRUE(admits(keys, "q", "gemini-2.5-pro"));
}

TEST(Keyring, LimitsModelsThatTheFreeTierLacksToZero) {
  auto keys = keyring(R"({"keys":["k"],"projects":{"paid":{"tier":"paid"},
                          "invited":{"models":{"gemini-4-argon":{"rpm":5}}}}})");
  EXPECT_FALSE(admits(keys, "p", "gemini-4-argon"));
  EXPECT_TRUE(admits(keys, "p", "gemini-4-hydrogen"));
  EXPECT_TRUE(admits(keys, "paid", "gemini-4-argon"));
  EXPECT_TRUE(admits(keys, "invited", "gemini-4-argon"));
}

TEST(Keyring, ClosesModelsToSomeProjects) {
  const auto keys = keyring(R"({"keys":["k"],"projects":{"new":{"retired_models":["gemini-2.5-flash"]}}})");
  EXPECT_TRUE(keys.is_retired("new", model("gemini-2.5-flash")));
  EXPECT_FALSE(keys.is_retired("new", model("gemini-2.5-pro")));
  EXPECT_FALSE(keys.is_retired("old", model("gemini-2.5-flash")));
}

TEST(Keyring, RefusesAWholeProject) {
  const auto keys = keyring(R"({"keys":["k"],"projects":{"p":{"refusal":"spend"}}})");
  EXPECT_EQ(keys.refusal_of("p"), "spend");
  EXPECT_EQ(keys.refusal_of("q"), "");
}

TEST(Keyring, KeepsWhatWasUsedWhenItIsReplacedUntilAskedToForget) {
  constexpr auto text = R"({"keys":["k@p"],"default_project":{"rpm":1}})";
  auto keys = keyring(text);
  EXPECT_TRUE(admits(keys, "p", "gemini-2.5-flash"));
  keys.replace(*parse_keyring(json::parse(text)));
  EXPECT_FALSE(admits(keys, "p", "gemini-2.5-flash"));
  keys.reset_usage();
  EXPECT_TRUE(admits(keys, "p", "gemini-2.5-flash"));
  keys.replace(*parse_keyring(json::parse(R"({"keys":[]})")));
  keys.replace(*parse_keyring(json::parse(text)));
  EXPECT_TRUE(admits(keys, "p", "gemini-2.5-flash")) << "the project had gone";
}

struct WrongCase {
  const char* name;
  const char* text;
  const char* field;
};

void PrintTo(const WrongCase& c, std::ostream* out) {
  *out << c.name;
}

class WrongKeyring : public testing::TestWithParam<WrongCase> {};

TEST_P(WrongKeyring, IsRefusedByTheNameOfTheField) {
  const auto options = parse_keyring(json::parse(GetParam().text));
  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().field, GetParam().field);
  EXPECT_TRUE(options.error().message.starts_with(GetParam().field));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, WrongKeyring,
    testing::Values(
        WrongCase{"no_object", "[]", "keys"}, WrongCase{"no_keys", "{}", "keys"},
        WrongCase{"empty_key", R"({"keys":[""]})", "keys"}, WrongCase{"number", R"({"keys":[1]})", "keys"},
        WrongCase{"projects", R"({"keys":[],"projects":[]})", "projects"},
        WrongCase{"project", R"({"keys":[],"projects":{"p":1}})", "projects.p"},
        WrongCase{"member", R"({"keys":[],"projects":{"p":{"limit":1}}})", "projects.p.limit"},
        WrongCase{"tier", R"({"keys":[],"default_project":{"tier":"gold"}})", "default_project.tier"},
        WrongCase{"limit", R"({"keys":[],"projects":{"p":{"rpm":-1}}})", "projects.p.rpm"},
        WrongCase{"models", R"({"keys":[],"projects":{"p":{"models":[]}}})", "projects.p.models"},
        WrongCase{"model", R"({"keys":[],"projects":{"p":{"models":{"x":{}}}}})", "projects.p.models.x"},
        WrongCase{"model_limit", R"({"keys":[],"projects":{"p":{"models":{"gemini-2.5-pro":{"rpd":"1"}}}}})",
                  "projects.p.models.gemini-2.5-pro.rpd"},
        WrongCase{"retired", R"({"keys":[],"projects":{"p":{"retired_models":["x"]}}})", "projects.p.retired_models"},
        WrongCase{"refusal", R"({"keys":[],"projects":{"p":{"refusal":"x"}}})", "projects.p.refusal"},
        WrongCase{"refusal_as_number", R"({"keys":[],"projects":{"p":{"refusal":1}}})", "projects.p.refusal"}),
    name_of_case);

} // namespace
} // namespace geminid::sim::keyring_test
