#include "shared/model_list_dto.hpp"
#include "tests/shared/dto_cases.hpp"

namespace geminid::model_list_dto_test {
using namespace geminid::dto;
using geminid::test::expect_all_refused;

namespace {

std::vector<ModelListing> listed() {
  ModelListing used{.id = "gemini-2.5-flash", .config = {}, .totals = {}};
  used.config.aliases = {"fast"};
  used.config.limits.rpm = {LimitSetting::Kind::unlimited, 0};
  used.totals = {.keys = 5, .projects = 4, .rpm = {}, .tpm = {}, .rpd = {}, .counted_with = {"gemini-2.5-pro"}};
  used.totals.rpm = {.used = 3, .unlimited = 4};
  used.totals.tpm = {.used = 90, .known_limit = 500, .remaining = 400, .limited = 2, .unknown = 2};
  used.totals.rpd = {.used = 7, .known_limit = 400, .remaining = 390, .limited = 4};
  used.totals.rpd.resets_at = geminid::parse_rfc3339("2026-01-02T08:00:00Z");
  used.unavailable = {{.project = "shop",
                       .key_id = {},
                       .key = {},
                       .cause = UnavailableCause::missing,
                       .reason = "the project does not have the model",
                       .until = geminid::parse_rfc3339("2026-01-02T09:00:00Z")},
                      {.project = {},
                       .key_id = "key_1",
                       .key = "AIza…Wxyz",
                       .cause = UnavailableCause::exhausted,
                       .reason = "the day's limit is used up",
                       .until = std::nullopt}};
  used.unavailable_total = 60;
  return {used, {.id = "unused", .config = {}, .totals = {}}};
}

TEST(ModelList, ComesBackFromItsOwnDocument) {
  const auto again = parse_model_list(json::parse(to_text(to_json(listed()))));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, listed());
}

TEST(ModelList, TellsNoLimitOfThePoolWhereAPartOfItIsUnknown) {
  const auto totals = to_json(listed()).at("models").at(0).at("totals");
  EXPECT_EQ(totals.at("rpd").at("limit"), 400);
  EXPECT_TRUE(totals.at("tpm").at("limit").is_null());
  EXPECT_EQ(totals.at("tpm").at("known_limit"), 500);
  EXPECT_EQ(totals.at("tpm").at("remaining"), 400);
  for (const auto* of : {"limit", "known_limit", "remaining"})
    EXPECT_TRUE(totals.at("rpm").at(of).is_null()) << of << " of what has no limit";
}

TEST(ModelList, RefusesWhatIsNone) {
  expect_all_refused({{R"({})", "models", "is required"},
                      {R"({"models":{}})", "models", "must be a list"},
                      {R"({"models":[{}]})", "models.id", "is required"},
                      {R"({"models":[{"id":"m","totals":{"rpm":{"used":-1}}}]})", "models.totals.rpm.used", "integer"},
                      {R"({"models":[{"id":"m","unavailable":{}}]})", "models.unavailable", "at most 50"},
                      {R"({"models":[{"id":"m","unavailable":[{"cause":"tired"}]}]})", "models.unavailable.cause",
                       "missing, not_in_tier, exhausted, cooling_down"},
                      {R"({"models":[{"id":"m","rpmm":1}]})", "models.rpmm", "not a known field"}},
                     parse_model_list);
}

} // namespace
} // namespace geminid::model_list_dto_test
