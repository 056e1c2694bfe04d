#include "webui/view/keys_draft.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::keys_draft_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

dto::Key full_key() {
  dto::Key key;
  key.id = "key_1";
  key.name = "first";
  key.weight = 2.5;
  key.project = "p1";
  key.priority = 1;
  key.tags = {"free", "eu"};
  key.limits["gemini-2.5-pro"].rpm = {dto::LimitSetting::Kind::value, 5};
  return key;
}

TEST(KeyDraft, ChangesNothingUntilSomethingIsTyped) {
  const auto key = full_key();
  const auto change = change_of(key, make_key_draft(key));
  EXPECT_FALSE(change.any);
  EXPECT_EQ(change.patch, dto::KeyPatch{});
}

TEST(KeyDraft, SendsOnlyWhatChanged) {
  const auto key = full_key();
  auto draft = make_key_draft(key);
  draft.name = "second";
  draft.project.clear();
  EXPECT_EQ(dto::to_json(change_of(key, draft).patch), (dto::json{{"name", "second"}, {"project", ""}}));
  draft = make_key_draft(key);
  draft.weight = "3";
  draft.enabled = false;
  draft.priority.reset();
  draft.tags = "free, paid,";
  EXPECT_EQ(dto::to_json(change_of(key, draft).patch),
            (dto::json{{"weight", 3.0}, {"enabled", false}, {"priority", 0}, {"tags", {"free", "paid"}}}));
}

TEST(KeyDraft, DoesNotSendAWeightThatIsNone) {
  const auto key = full_key();
  auto draft = make_key_draft(key);
  draft.weight = "much";
  const auto change = change_of(key, draft);
  EXPECT_TRUE(change.any);
  EXPECT_EQ(change.bad_field, "weight");
}

TEST(KeyDraft, SetsAndClearsLimitsOneByOne) {
  const auto key = full_key();
  auto draft = make_key_draft(key);
  ASSERT_EQ(draft.limits.size(), 1U);
  draft.limits[0].rpm.reset();
  draft.limits[0].rpd = 100;
  draft.limits.push_back({"gemini-2.5-flash", 10, {}, {}});
  EXPECT_EQ(dto::to_json(change_of(key, draft).patch),
            (dto::json{{"limits",
                        {{"gemini-2.5-pro", {{"rpm", nullptr}, {"rpd", 100}}}, {"gemini-2.5-flash", {{"rpm", 10}}}}}}));
}

TEST(KeyDraft, ClearsAllLimitsOfAModelThatWasRemoved) {
  const auto key = full_key();
  auto draft = make_key_draft(key);
  draft.limits.clear();
  EXPECT_EQ(dto::to_json(change_of(key, draft).patch), (dto::json{{"limits", {{"gemini-2.5-pro", nullptr}}}}));
}

TEST(KeyDraft, IsNoChangeWhereAnAddedModelHasNoLimits) {
  const auto key = full_key();
  auto draft = make_key_draft(key);
  draft.limits.push_back({"gemini-2.5-flash", {}, {}, {}});
  EXPECT_FALSE(change_of(key, draft).any);
}

TEST(KeyPatch, IsShownAsTheServerWillApplyIt) {
  const auto key = full_key();
  auto draft = make_key_draft(key);
  draft.name = "second";
  draft.tags = "";
  draft.limits[0].rpm = 7;
  draft.enabled = false;
  const auto changed = with_patch(key, change_of(key, draft).patch);
  EXPECT_EQ(changed.name, "second");
  EXPECT_THAT(changed.tags, IsEmpty());
  EXPECT_EQ(changed.limits.at("gemini-2.5-pro").rpm.value, 7);
  EXPECT_EQ(changed.state, dto::KeyState::disabled);
  EXPECT_FALSE(change_of(changed, draft).any);
}

TEST(Tags, AreSeparatedByCommas) {
  EXPECT_THAT(split_tags(" a b ,c,, d"), ElementsAre("a b", "c", "d"));
  EXPECT_THAT(split_tags(" , "), IsEmpty());
}

} // namespace
} // namespace geminid::webui::keys_draft_test
