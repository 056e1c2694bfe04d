#include "shared/user_key_dto.hpp"
#include "tests/shared/dto_cases.hpp"

namespace geminid::user_key_dto_test {
using namespace geminid::dto;
using geminid::test::expect_all_refused;

namespace {

const geminid::Instant noon = *geminid::parse_rfc3339("2026-11-23T12:00:00Z");

UserKey sample_key() {
  return {"u1", "app", "sk-a…Wxyz", true, {5, 1000, std::nullopt, noon, {{"gemini-2.5-flash", "gpt-*"}}, 4}, noon};
}

TEST(UserKeyDto, CreationNeedsOnlyAName) {
  const auto request = parse_create_user_key(json::parse(R"({"name":"app"})"));
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(*request, (CreateUserKey{"app", {}}));
}

TEST(UserKeyDto, HasNotesOfAtMost2000CharactersInAnyScript) {
  std::string wide;
  for (int i = 0; i < 2'000; ++i)
    wide += "\u5b57";
  for (const auto& notes : {std::string(2'000, 'x'), std::string{"two\nlines"}, wide}) {
    const auto request = parse_create_user_key({{"name", "app"}, {"notes", notes}});
    ASSERT_TRUE(request) << request.error().message;
    EXPECT_EQ(request->notes, notes);
  }
  EXPECT_FALSE(parse_create_user_key({{"name", "app"}, {"notes", std::string(2'001, 'x')}}).ok());
}

TEST(UserKeyDto, NullInACreationIsTheSameAsLeftOut) {
  const auto request = parse_create_user_key(json::parse(
      R"({"name":"app","rpm":null,"tpm":null,"rpd":null,"expires_at":null,"models":null,"max_concurrency":null,"thinking":null})"));
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(*request, (CreateUserKey{"app", {}}));
}

TEST(UserKeyDto, CreationComesBackFromItsOwnDocument) {
  const CreateUserKey request{"app", sample_key().limits, Thinking{ThinkingMode::fixed, 100, true}};
  const auto again = parse_create_user_key(to_json(request));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, request);
}

TEST(UserKeyDto, ComesBackFromItsOwnDocument) {
  auto used = sample_key();
  used.usage = {{3, 5}, {900, 1000}, {12, std::nullopt}, 2};
  used.thinking = {ThinkingMode::off, -1, false};
  for (const auto& key : {sample_key(), used, UserKey{"u2", "bare", "***", false, {}, noon}}) {
    const auto again = parse_user_key(to_json(key));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, key);
  }
}

TEST(UserKeyDto, ShowsWhatIsUsedBesideEachLimit) {
  auto key = sample_key();
  EXPECT_FALSE(to_json(key).contains("usage"));
  key.usage = {{3, 5}, {900, 1000}, {12, std::nullopt}, 2};
  EXPECT_EQ(to_json(key).at("usage"), json::parse(R"({"rpm":{"used":3,"limit":5},"tpm":{"used":900,"limit":1000},
                                                      "rpd":{"used":12,"limit":null},"concurrent":2,
                                                      "token_budget":{"used":0,"limit":null}})"));
}

TEST(UserKeyDto, RefusesAUsageThatCannotBe) {
  const auto with = [](const char* usage) {
    return R"({"id":"u1","name":"app","created_at":"2026-11-23T12:00:00Z","usage":)" + std::string{usage} + "}";
  };
  expect_all_refused({{with(R"({"rpm":{"used":-1}})"), "usage.rpm.used", "must be an integer from 0"},
                      {with(R"({"concurrent":-1})"), "usage.concurrent", "must be an integer from 0"},
                      {with(R"({"rpm":{"source":"set"}})"), "usage.rpm.source", "not a known field"}},
                     parse_user_key);
}

TEST(UserKeyDto, AnAnswerNeverHasTheKey) {
  EXPECT_FALSE(to_json(sample_key()).contains("key"));
}

TEST(UserKeyDto, APatchSetsClearsAndLeaves) {
  const auto patch = parse_user_key_patch(json::parse(R"({"rpm":null,"rpd":100,"enabled":false,"models":null,
                                                  "thinking":{"mode":"auto"}})"));
  ASSERT_TRUE(patch) << patch.error().message;
  auto expected = sample_key();
  expected.enabled = false;
  expected.limits.rpm.reset();
  expected.limits.rpd = 100;
  expected.limits.models.reset();
  expected.thinking = {ThinkingMode::automatic, -1, false};
  EXPECT_EQ(patched(sample_key(), *patch), expected);
  EXPECT_EQ(*parse_user_key_patch(to_json(*patch)), *patch);
}

TEST(UserKeyDto, AnEmptyPatchChangesNothing) {
  const auto patch = parse_user_key_patch(json::object());
  ASSERT_TRUE(patch);
  EXPECT_EQ(patched(sample_key(), *patch), sample_key());
}

TEST(UserKeyDto, CreationRefusesWhatIsOutOfRangeByName) {
  expect_all_refused(
      {
          {R"({})", "name", "is required"},
          {R"({"name":""})", "name", "1 to 200 bytes"},
          {R"({"name":"a","rpm":0})", "rpm", "must be an integer from 1"},
          {R"({"name":"a","tpm":"many"})", "tpm", "must be an integer from 1"},
          {R"({"name":"a","max_concurrency":0})", "max_concurrency", "from 1 to 100000"},
          {R"({"name":"a","expires_at":"tomorrow"})", "expires_at", "RFC 3339"},
          {R"({"name":"a","models":[]})", "models", "a list of 1 to 200"},
          {R"({"name":"a","models":["a b"]})", "models", "model names"},
          {R"({"name":"a","thinking":"auto"})", "thinking", "must be a JSON object"},
          {R"({"name":"a","thinking":{"mode":"hard"}})", "thinking.mode", "must be one of"},
          {R"({"name":"a","thinking":{"mode":"fixed"}})", "thinking.budget", "must be 0 or more"},
          {R"({"name":"a","thinking":{"effort":"high"}})", "thinking.effort", "not a known field"},
          {R"({"name":"a","enabled":null})", "enabled", "must be true or false"},
          {R"({"name":"a","key":"sk-own"})", "key", "not a known field"},
      },
      parse_create_user_key);
}

TEST(UserKeyDto, APatchRefusesWhatIsOutOfRangeByName) {
  expect_all_refused(
      {
          {R"({"name":null})", "name", "must be a text"},
          {R"({"enabled":null})", "enabled", "must be true or false"},
          {R"({"rpd":-5})", "rpd", "must be an integer from 1"},
          {R"({"thinking":{"budget":"all"}})", "thinking.budget", "must be an integer"},
          {R"({"id":"u2"})", "id", "not a known field"},
          {R"([])", "", "must be a JSON object"},
      },
      parse_user_key_patch);
}

} // namespace
} // namespace geminid::user_key_dto_test
