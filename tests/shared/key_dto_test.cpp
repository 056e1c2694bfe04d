#include "shared/key_answers_dto.hpp"
#include "shared/key_dto.hpp"
#include "shared/key_requests_dto.hpp"
#include "tests/shared/dto_cases.hpp"

namespace geminid::key_dto_test {
using namespace geminid::dto;
using geminid::test::expect_all_refused;

namespace {

const auto full_key = json::parse(R"({
  "id":"k1","name":"first","masked":"AIza…Wxyz","weight":2.5,"enabled":true,"project":"p","priority":3,
  "tags":["free"],"state":"cooling_down","reason":"per minute","next_change_at":"2026-11-23T10:02:03.000Z",
  "models":{"gemini-2.5-flash":{
    "rpm":{"used":3,"limit":5,"source":"set"},"tpm":{"used":0,"limit":null,"source":"none"},
    "rpd":{"used":7,"limit":250,"source":"learned"},
    "state":"exhausted","until":"2026-11-24T08:00:00.000Z","reason":"per day"}},
  "limits":{"gemini-2.5-flash":{"rpm":5}},
  "totals":{"requests":10,"failures":1,"prompt_tokens":1000,"completion_tokens":200},
  "last_used_at":"2026-11-23T10:01:03.000Z","last_error":"429 RESOURCE_EXHAUSTED",
  "activity":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,3,0,65535,1]})");

TEST(KeyDto, ComesBackFromItsOwnDocumentWithEveryField) {
  const auto key = parse_key(full_key);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(to_json(*key), full_key);
  EXPECT_EQ(key->models.at("gemini-2.5-flash").rpd.limit, 250);
  EXPECT_EQ(key->models.at("gemini-2.5-flash").state, KeyState::exhausted);
}

TEST(KeyDto, WritesEveryFieldAlsoWhereThereIsNothing) {
  Key key;
  key.id = "k";
  const auto document = to_json(key);
  for (const auto& [name, value] : full_key.items())
    EXPECT_TRUE(document.contains(name)) << name;
  EXPECT_EQ(document.size(), full_key.size());
  EXPECT_TRUE(document["project"].is_null());
  const auto again = parse_key(document);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, key);
}

TEST(KeyDto, RefusesWhatIsNoKey) {
  expect_all_refused(
      {
          {R"({})", "id", "is required"},
          {R"({"id":"k","state":"tired"})", "state", "healthy, warning, cooling_down, exhausted, invalid, disabled"},
          {R"({"id":"k","models":{"m":{"rpm":{"used":-1}}}})", "models.m.rpm.used", "must be an integer"},
          {R"({"id":"k","models":{"m":{"rpm":{"source":"guess"}}}})", "models.m.rpm.source", "none, set, learned"},
          {R"({"id":"k","totals":{"cost":1}})", "totals.cost", "not a known field"},
          {R"({"id":"k","key":"AIza"})", "key", "not a known field"},
          {R"({"id":"k","last_used_at":"now"})", "last_used_at", "RFC 3339"},
          {R"({"id":"k","activity":[1,2]})", "activity", "30 integers from 0 to 65535"},
          {R"({"id":"k","activity":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,65536]})", "activity",
           "30 integers from 0 to 65535"},
      },
      parse_key);
}

TEST(KeyPage, ComesBackFromItsOwnDocument) {
  json document{{"keys", json::array({full_key})}, {"next_cursor", "k1"}, {"total", 20'000}};
  auto page = parse_key_page(document);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(to_json(*page), document);
  document.erase("next_cursor");
  page = parse_key_page(document);
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->next_cursor, "");
  EXPECT_EQ(to_json(*page), document);
}

TEST(AddedKeys, ComesBackFromItsOwnDocument) {
  const json document{{"added", json::array({full_key})},
                      {"duplicates", 2},
                      {"doubled", json::array({{{"line", 3}, {"masked", "AIza…"}, {"reason", "is in line 1 too"}}})},
                      {"rejected", json::array({{{"line", 4}, {"reason", "is a placeholder"}}})},
                      {"rejected_total", 7},
                      {"format", "text"}};
  const auto answer = parse_added_keys(document);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(to_json(*answer), document);
}

TEST(AddedKeys, NamesTheEntryThatCannotBeRead) {
  expect_all_refused({{R"({"rejected":[{"line":1},{"line":"two"}]})", "rejected.1", "line must be an integer"},
                      {R"({"added":{}})", "added", "must be an array"}},
                     parse_added_keys);
}

TEST(KeyPatch, HoldsOnlyWhatWasGiven) {
  const auto patch = parse_key_patch(json::parse(R"({"weight":0.5,"project":null,"limits":{
    "gemini-2.5-flash":{"rpm":5,"tpm":null},"gemini-2.5-pro":null}})"));
  ASSERT_TRUE(patch) << patch.error().message;
  EXPECT_FALSE(patch->name);
  EXPECT_EQ(patch->weight, 0.5);
  EXPECT_EQ(patch->project, "");
  const auto& flash = patch->limits.at("gemini-2.5-flash");
  ASSERT_TRUE(flash);
  EXPECT_EQ(flash->rpm, std::optional<std::int64_t>{5});
  ASSERT_TRUE(flash->tpm);
  EXPECT_FALSE(*flash->tpm) << "null clears";
  EXPECT_FALSE(flash->rpd) << "left out stays";
  EXPECT_FALSE(patch->limits.at("gemini-2.5-pro")) << "null clears all three";
}

TEST(KeyPatch, ComesBackFromItsOwnDocument) {
  const auto patch = parse_key_patch(json::parse(R"({"name":"n","weight":1000,"enabled":false,"project":"p",
    "priority":1000,"tags":["a","b"],"limits":{"m":{"rpd":9,"rpm":null},"o":null}})"));
  ASSERT_TRUE(patch) << patch.error().message;
  const auto again = parse_key_patch(to_json(*patch));
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, *patch);
}

TEST(KeyPatch, AppliesToTheLimitsOfAKey) {
  using Kind = LimitSetting::Kind;
  LimitPatch patch;
  patch.rpm.emplace(5);
  patch.tpm.emplace(std::nullopt);
  const LimitSet before{{}, {Kind::value, 1000}, {Kind::value, 7}};
  EXPECT_EQ(patched(before, patch), (LimitSet{{Kind::value, 5}, {}, {Kind::value, 7}}));
}

TEST(KeyPatch, RefusesWhatIsOutOfRangeByName) {
  expect_all_refused(
      {
          {R"({"weight":0})", "weight", "over 0 and at most 1000"},
          {R"({"weight":-1})", "weight", "over 0 and at most 1000"},
          {R"({"weight":1000.5})", "weight", "over 0 and at most 1000"},
          {R"({"weight":null})", "weight", "over 0 and at most 1000"},
          {R"({"enabled":"true"})", "enabled", "must be true or false"},
          {R"({"priority":1001})", "priority", "from 0 to 1000"},
          {R"({"priority":-1})", "priority", "from 0 to 1000"},
          {R"({"tags":"a"})", "tags", "must be a list"},
          {R"({"tags":[""]})", "tags[0]", "1 to 64 bytes"},
          {R"({"name":"a\u0000b"})", "name", "without control characters"},
          {R"({"limits":{"m":{"rpm":0}}})", "limits.m.rpm", "must be an integer from 1"},
          {R"({"limits":{"m":{"rph":1}}})", "limits.m.rph", "not a known field"},
          {R"({"limits":{"m":5}})", "limits.m", "must be a JSON object"},
          {R"({"limits":null})", "limits", "must be a JSON object"},
          {R"({"state":"healthy"})", "state", "not a known field"},
          {R"({"masked":"AIza…Wxyz"})", "masked", "not a known field"},
      },
      parse_key_patch);
}

TEST(AddKeys, TakesAListOrATextWithTheAttributesOfAll) {
  const auto list = parse_add_keys_request(json::parse(R"({"keys":["a","b"],"weight":2,"priority":1,"dry_run":true})"));
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_EQ(list->keys->size(), 2U);
  EXPECT_EQ(list->weight, 2.0);
  EXPECT_TRUE(list->dry_run);
  const auto text = parse_add_keys_request(json::parse(R"({"text":"a\nb","name":"n","project":"p"})"));
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_EQ(text->text, "a\nb");
  EXPECT_EQ(text->weight, 1.0);
  for (const auto* request : {&*list, &*text})
    EXPECT_EQ(*parse_add_keys_request(to_json(*request)), *request);
}

TEST(AddKeys, RefusesWhatIsOutOfRangeByName) {
  expect_all_refused(
      {
          {R"({})", "keys", "one of the two"},
          {R"({"keys":["a"],"text":"a"})", "keys", "one of the two"},
          {R"({"keys":[]})", "keys", "a list of 1 to 50000"},
          {R"({"keys":["a",1]})", "keys[1]", "must be a text"},
          {R"({"keys":"a"})", "keys", "must be a list"},
          {R"({"text":["a"]})", "text", "must be a text"},
          {R"({"text":"a","weight":0})", "weight", "over 0"},
          {R"({"text":"a","dryrun":true})", "dryrun", "not a known field"},
          {json{{"keys", std::vector<std::string>(50'001, "a")}}.dump(), "keys", "a list of 1 to 50000"},
      },
      parse_add_keys_request);
}

TEST(BulkRequest, NamesKeysOrAState) {
  const auto ids = parse_bulk_request(json::parse(R"({"ids":["a","b"],"action":"delete"})"));
  ASSERT_TRUE(ids) << ids.error().message;
  EXPECT_EQ(ids->action, BulkAction::remove);
  const auto state = parse_bulk_request(json::parse(R"({"state":"invalid","action":"check"})"));
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_EQ(state->state, KeyState::invalid);
  for (const auto* request : {&*ids, &*state})
    EXPECT_EQ(*parse_bulk_request(to_json(*request)), *request);
}

TEST(BulkRequest, RefusesWhatIsOutOfRangeByName) {
  expect_all_refused(
      {
          {R"({"ids":["a"]})", "action", "is required"},
          {R"({"action":"enable"})", "ids", "one of the two"},
          {R"({"ids":["a"],"state":"invalid","action":"enable"})", "ids", "one of the two"},
          {R"({"ids":[],"action":"enable"})", "ids", "a list of 1 to"},
          {R"({"ids":["a","a"],"action":"enable"})", "ids", "twice"},
          {R"({"ids":["a"],"action":"drop"})", "action", "enable, disable, delete, reset, check"},
          {R"({"state":"bad","action":"enable"})", "state", "must be one of"},
      },
      parse_bulk_request);
}

} // namespace
} // namespace geminid::key_dto_test
