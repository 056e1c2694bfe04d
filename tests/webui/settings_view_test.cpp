#include "webui/view/settings_view.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::settings_view_test {
namespace {

using namespace std::chrono_literals;

const Instant noon{std::chrono::hours{490'000}};

TEST(SettingsView, TellsOfTheLastKeepAliveCall) {
  dto::SystemKeepAlive keep_alive;
  EXPECT_EQ(keep_alive_text(keep_alive, "https://gateway.test", noon, {}), "There was no call since the start.");
  keep_alive.last = dto::SystemKeepAliveResult{noon - 3min, 200, {}, 12};
  EXPECT_EQ(keep_alive_text(keep_alive, "https://gateway.test", noon, {}),
            "The last call, 3 min ago, was answered with 200 in 12 ms.");
  keep_alive.last->error = "connection refused";
  EXPECT_EQ(keep_alive_text(keep_alive, "https://gateway.test", noon, {}),
            "The last call, 3 min ago, failed: connection refused");
}

TEST(SettingsView, SaysHowKeepAliveLearnsItsAddress) {
  EXPECT_NE(keep_alive_text({}, "", noon, {}).find("GEMINID_PUBLIC_URL"), std::string::npos);
}

TEST(SettingsView, ANewPasswordIsLongEnoughAndTypedTwice) {
  EXPECT_EQ(password_problem("", "", {}), "");
  EXPECT_EQ(password_problem("short", "", {}), "At least 8 characters are needed.");
  EXPECT_EQ(password_problem("long enough", "", {}), "");
  EXPECT_EQ(password_problem("long enough", "long", {}), "The two are not the same.");
  EXPECT_FALSE(is_new_password("long enough", ""));
  EXPECT_TRUE(is_new_password("long enough", "long enough"));
}

TEST(SettingsView, APassphraseIsLonger) {
  EXPECT_EQ(passphrase_problem("long enough", "long enough", {Language::chinese}), "至少需要 12 个字符。");
  EXPECT_FALSE(is_new_passphrase("long enough", "long enough"));
  EXPECT_TRUE(is_new_passphrase("long enough now", "long enough now"));
}

TEST(SettingsView, ARestoreIsConfirmedInWordsOfEitherLanguage) {
  EXPECT_TRUE(are_restore_words(restore_words({})));
  EXPECT_TRUE(are_restore_words(restore_words({Language::chinese})));
  EXPECT_FALSE(are_restore_words("replace"));
  EXPECT_FALSE(are_restore_words(""));
}

TEST(SettingsView, SaysWhenTheSessionEnds) {
  dto::Session session;
  session.expires_at = noon + 48h;
  EXPECT_NE(session_text(session, noon, {}).find("in 2 d"), std::string::npos);
}

TEST(SettingsView, NamesABackupByItsDay) {
  EXPECT_EQ(backup_file_name(*parse_rfc3339("2026-11-27T10:00:00Z"), {}), "geminid-backup-2026-11-27.json");
}

TEST(RestoreSteps, NameBothVariablesAndWhatBecomesOfThem) {
  const auto steps = restore_steps(9'000, Locale{});
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_NE(steps[0].find("GEMINID_RESTORE "), std::string::npos);
  EXPECT_NE(steps[1].find("GEMINID_RESTORE_PASSPHRASE"), std::string::npos);
  for (const auto& step : restore_steps(9'000, Locale{Language::chinese}))
    EXPECT_NE(step, "");
}

TEST(RestoreSteps, SayThatADocumentIsTooLongForAVariable) {
  const auto steps = restore_steps(300 * 1024, Locale{});
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_NE(steps[0].find("300 KiB"), std::string::npos) << steps[0];
}

} // namespace
} // namespace geminid::webui::settings_view_test
