#include "webui/view/user_key_draft.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::user_key_draft_test {
namespace {

using dto::json;

const Instant now = *parse_rfc3339("2026-11-27T10:00:00Z");

dto::UserKey limited_key() {
  dto::UserKey key;
  key.id = "user_1";
  key.name = "laptop";
  key.created_at = now;
  key.limits.rpm = 60;
  key.limits.max_concurrency = 4;
  key.limits.expires_at = *parse_rfc3339("2026-12-31T18:00:42.500Z");
  key.limits.models = {{"gemini-2.5-flash"}};
  key.thinking = dto::Thinking{dto::ThinkingMode::fixed, 24'576, true};
  key.notes = "of the office";
  return key;
}

json patch_document(const dto::UserKey& key, const UserKeyDraft& draft) {
  const auto patch = patch_of(key, draft, now, Locale{});
  EXPECT_TRUE(patch) << patch.error().message;
  return dto::to_json(*patch);
}

TEST(UserKeyDraft, MakesADocumentOfWhatIsSetAlone) {
  UserKeyDraft draft;
  draft.name = "  laptop ";
  draft.tpm = 250'000;
  draft.expires = "2026-12-31 18:00";
  draft.models = {"gemini-2.5-pro"};
  draft.thinking.choice = static_cast<int>(ThinkingChoice::off);
  const auto document = create_document(draft, now, Locale{});
  ASSERT_TRUE(document);
  EXPECT_EQ(*document, (json{{"name", "laptop"},
                             {"tpm", 250'000},
                             {"expires_at", "2026-12-31T18:00:00.000Z"},
                             {"models", {"gemini-2.5-pro"}},
                             {"thinking", {{"mode", "off"}, {"budget", -1}, {"include_thoughts", false}}}}));
}

TEST(UserKeyDraft, SaysThatAKeyIsMadeDisabledAndWithNotes) {
  UserKeyDraft draft;
  draft.name = "later";
  draft.enabled = false;
  draft.notes = "waits";
  EXPECT_EQ(*create_document(draft, now, Locale{}), (json{{"name", "later"}, {"enabled", false}, {"notes", "waits"}}));
}

TEST(UserKeyDraft, IsRefusedWithoutANameOrWithAnExpiryThatIsNone) {
  UserKeyDraft draft;
  draft.name = "  ";
  EXPECT_EQ(create_document(draft, now, Locale{}).error().field, "name");
  draft.name = "laptop";
  draft.expires = "soon";
  EXPECT_EQ(create_document(draft, now, Locale{}).error().field, "expires_at");
  draft.expires = "2026-11-27 09:59";
  EXPECT_EQ(create_document(draft, now, Locale{Language::chinese}).error().message, "到期时间已经过去");
}

TEST(UserKeyPatch, IsEmptyWhereNothingChanged) {
  const auto key = limited_key();
  EXPECT_EQ(patch_document(key, draft_of(key, Locale{})), json::object());
}

TEST(UserKeyPatch, HoldsOnlyWhatChangedAndClearsWithNull) {
  const auto key = limited_key();
  auto draft = draft_of(key, Locale{});
  draft.rpm = std::nullopt;
  draft.rpd = 500;
  draft.models.clear();
  draft.thinking = {};
  draft.notes.clear();
  EXPECT_EQ(patch_document(key, draft),
            (json{{"rpm", nullptr}, {"rpd", 500}, {"models", nullptr}, {"thinking", nullptr}, {"notes", ""}}));
}

TEST(UserKeyPatch, KeepsTheSecondsOfAnExpiryThatReadsTheSame) {
  const auto key = limited_key();
  auto draft = draft_of(key, Locale{});
  EXPECT_EQ(draft.expires, "2026-12-31 18:00");
  EXPECT_FALSE(patch_of(key, draft, now, Locale{})->expires_at);
  draft.expires = "2027-01-31 18:00";
  EXPECT_EQ(patch_document(key, draft), (json{{"expires_at", "2027-01-31T18:00:00.000Z"}}));
  draft.expires.clear();
  EXPECT_EQ(patch_document(key, draft), (json{{"expires_at", nullptr}}));
}

TEST(UserKeyPatch, LeavesAnExpiryInThePastAloneWhileSomethingElseChanges) {
  auto key = limited_key();
  key.limits.expires_at = now - std::chrono::hours{24};
  auto draft = draft_of(key, Locale{});
  draft.enabled = false;
  EXPECT_EQ(patch_document(key, draft), (json{{"enabled", false}}));
}

TEST(ThinkingDraft, GivesBackEachThinkingThatItWasMadeOf) {
  using dto::ThinkingMode;
  const std::vector<std::optional<dto::Thinking>> all{std::nullopt,
                                                      dto::Thinking{ThinkingMode::model_default, -1, true},
                                                      dto::Thinking{ThinkingMode::off, -1, false},
                                                      dto::Thinking{ThinkingMode::automatic, -1, true},
                                                      dto::Thinking{ThinkingMode::fixed, flash_budget, false},
                                                      dto::Thinking{ThinkingMode::fixed, pro_budget, true},
                                                      dto::Thinking{ThinkingMode::fixed, 8'000, false}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(thinking_of(thinking_draft(all[i])), all[i]) << i;
    EXPECT_EQ(thinking_draft(all[i]).choice, static_cast<int>(i));
  }
}

} // namespace
} // namespace geminid::webui::user_key_draft_test
