#include "shared/model_dto.hpp"
#include "tests/shared/dto_cases.hpp"

namespace geminid::model_dto_test {
using namespace geminid::dto;
using geminid::test::expect_all_refused;

namespace {

using Kind = LimitSetting::Kind;

TEST(ModelConfig, TellsLeftOutFromUnlimitedFromAValue) {
  const auto config = parse_model_config(json::parse(R"({"rpm":5,"tpm":null})"));
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->limits.rpm, (LimitSetting{Kind::value, 5}));
  EXPECT_EQ(config->limits.tpm, (LimitSetting{Kind::unlimited, 0}));
  EXPECT_EQ(config->limits.rpd, (LimitSetting{Kind::unset, 0}));
}

TEST(ModelConfig, OfAnEmptyDocumentIsTheDefault) {
  const auto config = parse_model_config(json::object());
  ASSERT_TRUE(config);
  EXPECT_EQ(*config, ModelConfig{});
  EXPECT_TRUE(config->enabled);
}

TEST(ModelConfig, ComesBackFromItsOwnDocument) {
  const auto* document = R"({"enabled":false,"rpm":1,"tpm":null,"aliases":["gpt-4o","claude-*"],
    "fallbacks":["models/gemini-2.5-flash"],"thinking":{"mode":"fixed","budget":128,"include_thoughts":true}})";
  const auto config = parse_model_config(json::parse(document));
  ASSERT_TRUE(config) << config.error().message;
  const auto again = parse_model_config(to_json(*config));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, *config);
  EXPECT_EQ(to_json(*config), json::parse(document));
}

TEST(ModelConfig, ThinkingThatIsLeftOutOrNullIsTheSettings) {
  for (const auto* document : {"{}", R"({"thinking":null})"}) {
    const auto config = parse_model_config(json::parse(document));
    ASSERT_TRUE(config) << document;
    EXPECT_FALSE(config->thinking);
  }
}

TEST(ModelConfig, RefusesWhatIsOutOfRangeByName) {
  std::string many = "[";
  for (int i = 0; i < 65; ++i)
    many += (i == 0 ? "\"m" : ",\"m") + std::to_string(i) + "\"";
  expect_all_refused(
      {
          {R"({"rpm":0})", "rpm", "must be an integer from 1 to"},
          {R"({"tpm":-1})", "tpm", "must be an integer from 1 to"},
          {R"({"rpd":1.5})", "rpd", "must be an integer from 1 to"},
          {R"({"rpd":"5"})", "rpd", "must be an integer from 1 to"},
          {R"({"enabled":null})", "enabled", "must be true or false"},
          {R"({"aliases":null})", "aliases", "must be a list"},
          {R"({"aliases":["a","a"]})", "aliases", "twice"},
          {R"({"aliases":["a b"]})", "aliases", "without spaces"},
          {R"({"aliases":[""]})", "aliases[0]", "1 to 128 bytes"},
          {R"({"aliases":)" + many + "]}", "aliases", "0 to 64"},
          {R"({"fallbacks":["é"]})", "fallbacks", "printable ASCII"},
          {R"({"thinking":{"mode":"fixed"}})", "thinking.budget", "when mode is fixed"},
          {R"({"thinking":{"level":"high"}})", "thinking.level", "not a known field"},
          {R"({"thinking":"off"})", "thinking", "must be a JSON object"},
          {R"({"limits":{}})", "limits", "not a known field"},
      },
      parse_model_config);
}

} // namespace
} // namespace geminid::model_dto_test
