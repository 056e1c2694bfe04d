#include "webui/view/user_keys_view.hpp"

#include <gtest/gtest.h>

namespace geminid::webui::user_keys_view_test {
namespace {

using std::chrono::hours;

const Instant now{hours{490'000}};

dto::UserKey key(std::string id, std::string name) {
  dto::UserKey made;
  made.id = std::move(id);
  made.name = std::move(name);
  made.masked = "sk-t…cdef";
  made.created_at = now - hours{24};
  return made;
}

UserKeysView view_of(const std::vector<dto::UserKey>& keys, std::string_view filter = {},
                     const std::set<std::string>& hidden = {}) {
  return make_user_keys_view(keys, nullptr, hidden, filter, now, Locale{});
}

TEST(UserKeysView, ShowsABarForEachLimitAlone) {
  auto limited = key("user_1", "laptop");
  limited.limits.rpm = 60;
  limited.limits.max_concurrency = 4;
  limited.usage = dto::UserKeyUsage{{15, 60}, {}, {}, 4};
  const auto row = view_of({limited}).rows.at(0);
  ASSERT_EQ(row.bars.size(), 2U);
  EXPECT_EQ(row.bars[0].label, "RPM");
  EXPECT_EQ(row.bars[0].value, "15 / 60");
  EXPECT_FLOAT_EQ(row.bars[0].share, 0.25F);
  EXPECT_EQ(row.bars[1].value, "4 / 4");
  EXPECT_FLOAT_EQ(row.bars[1].share, 1);
  EXPECT_EQ(row.no_limits, "");
  EXPECT_EQ(view_of({key("user_2", "free")}).rows.at(0).no_limits, "No limits");
}

TEST(UserKeysView, TellsWhatBecomesOfAKeyByItsExpiry) {
  auto expired = key("user_1", "a");
  expired.limits.expires_at = now;
  auto near = key("user_2", "b");
  near.limits.expires_at = now + hours{48};
  auto far = key("user_3", "c");
  far.limits.expires_at = now + hours{24 * 30};
  auto off = key("user_4", "d");
  off.enabled = false;
  const auto view = view_of({expired, near, far, off});
  EXPECT_EQ(view.rows[0].state, UserKeyState::expired);
  EXPECT_EQ(view.rows[1].state, UserKeyState::expiring);
  EXPECT_EQ(view.rows[1].countdown, "in 2 d");
  EXPECT_EQ(view.rows[2].state, UserKeyState::active);
  EXPECT_EQ(view.rows[3].state, UserKeyState::disabled);
  EXPECT_EQ(view.summary, "4 keys, 2 active");
}

TEST(UserKeysView, LeavesOutWhatIsAboutToBeDeletedAndWhatDoesNotMatch) {
  const std::vector keys{key("user_1", "Laptop"), key("user_2", "phone"), key("user_3", "laptop 2")};
  const auto view = view_of(keys, "LAP", {"user_3"});
  ASSERT_EQ(view.rows.size(), 1U);
  EXPECT_EQ(view.rows[0].id, "user_1");
  EXPECT_EQ(view.summary, "2 keys, 2 active");
}

TEST(UserKeysView, HasTheNewestFirst) {
  auto older = key("user_1", "older");
  older.created_at -= hours{1};
  EXPECT_EQ(view_of({older, key("user_2", "newer")}).rows[0].name, "newer");
}

TEST(UserKeysView, TellsTheTrafficOfTheDay) {
  dto::Stats stats;
  dto::StatsCounters counters;
  counters.requests = 1'234;
  counters.prompt_tokens = 40'000;
  counters.completion_tokens = 5'600;
  stats.users = {{"user_1", counters}};
  const std::vector keys{key("user_1", "a"), key("user_2", "b")};
  const auto view = make_user_keys_view(keys, &stats, {}, {}, now, Locale{Language::chinese});
  EXPECT_EQ(view.rows[0].traffic, "24 小时内 1,234 次请求 · 4.56万 Token");
  EXPECT_EQ(view.rows[1].traffic, "24 小时内未使用");
}

} // namespace
} // namespace geminid::webui::user_keys_view_test
