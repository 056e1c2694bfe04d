#include "webui/view/keys_detail.hpp"
#include "webui/view/keys_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::keys_rows_test {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const Instant now{std::chrono::hours{490'000}};
const Locale english{};
const Locale chinese{Language::chinese};

dto::LimitUse used(std::int64_t used, std::int64_t limit, dto::LimitSource source = dto::LimitSource::set) {
  return {used, limit, source};
}

dto::Key key_of(std::string name) {
  dto::Key key;
  key.id = "key_1";
  key.name = std::move(name);
  key.masked = "AIza…wxyz";
  return key;
}

TEST(KeyRow, IsCalledByItsNameElseByItsMask) {
  EXPECT_EQ(make_key_row(key_of("first"), now, english).title, "first");
  EXPECT_EQ(make_key_row(key_of("first"), now, english).subtitle, "AIza…wxyz");
  EXPECT_EQ(make_key_row(key_of(""), now, english).title, "AIza…wxyz");
  EXPECT_EQ(make_key_row(key_of(""), now, english).subtitle, "");
}

TEST(KeyRow, CountsDownToTheChangeOfItsState) {
  auto key = key_of("first");
  key.state = dto::KeyState::cooling_down;
  key.reason = "permission denied";
  key.next_change_at = now + seconds{65};
  const auto row = make_key_row(key, now, chinese);
  EXPECT_EQ(row.state, "冷却中");
  EXPECT_EQ(row.tone, Tone::info);
  EXPECT_EQ(row.reason, "没有权限");
  EXPECT_EQ(row.countdown, "剩余 1 分钟 5 秒");
  EXPECT_EQ(make_key_row(key, now + seconds{65}, english).countdown, "");
}

TEST(KeyRow, ShowsTheLimitThatIsUsedUpMost) {
  auto key = key_of("first");
  key.models["a"].rpm = used(1, 10);
  key.models["b"].rpd = used(90, 100);
  key.models["c"].tpm = {500, std::nullopt, dto::LimitSource::none};
  const auto row = make_key_row(key, now, english);
  ASSERT_TRUE(row.use);
  EXPECT_DOUBLE_EQ(*row.use, 0.9);
  EXPECT_EQ(row.use_text, "90% RPD");
  EXPECT_EQ(row.use_hint, "b: 90 of 100 RPD");
  EXPECT_EQ(row.use_tone, Tone::warn);
}

TEST(KeyRow, HasNoUseWhereNoLimitIsKnown) {
  auto key = key_of("first");
  key.models["a"].rpm = {500, std::nullopt, dto::LimitSource::none};
  EXPECT_FALSE(make_key_row(key, now, english).use);
}

TEST(KeyRow, TellsTheShareThatFailed) {
  auto key = key_of("first");
  key.totals = {12'000, 600, 0, 0};
  const auto row = make_key_row(key, now, english);
  EXPECT_EQ(row.requests, "12k");
  EXPECT_EQ(row.failures, "600 failed (5%)");
  EXPECT_EQ(make_key_row(key_of("other"), now, english).failures, "");
}

TEST(KeyRow, SaysWhenItWasUsed) {
  auto key = key_of("first");
  EXPECT_EQ(make_key_row(key, now, chinese).last_used, "从未");
  key.last_used_at = now - seconds{5};
  EXPECT_EQ(make_key_row(key, now, english).last_used, "5 s ago");
}

TEST(KeyRow, SumsUpItsUseInOneLine) {
  auto key = key_of("first");
  EXPECT_EQ(make_key_row(key, now, english).summary, "0 requests");
  key.totals = {1, 1, 0, 0};
  key.last_used_at = now - seconds{14};
  EXPECT_EQ(make_key_row(key, now, english).summary, "1 request · 1 failed (100%) · 14 s ago");
  EXPECT_EQ(make_key_row(key, now, chinese).summary, "1 次请求 · 失败 1（100%） · 14 秒前");
}

TEST(KeyUse, IsAWarningFromFourFifthsOn) {
  EXPECT_EQ(use_tone(0.79), Tone::good);
  EXPECT_EQ(use_tone(0.8), Tone::warn);
  EXPECT_EQ(use_tone(1), Tone::bad);
}

TEST(KeyDetail, ShowsModelsThatAreInTroubleFirst) {
  auto key = key_of("first");
  key.models["a"].rpm = used(3, 15, dto::LimitSource::learned);
  auto& worse = key.models["b"];
  worse.state = dto::KeyState::exhausted;
  worse.reason = "the day's limit is used up";
  worse.until = now + std::chrono::hours{3};
  const auto detail = make_key_detail(key, now, english);
  ASSERT_THAT(detail.models, SizeIs(2));
  EXPECT_EQ(detail.models[0].model, "b");
  EXPECT_EQ(detail.models[0].note, "the day's limit is used up · 3 h left");
  const auto& rpm = detail.models[1].limits[0];
  EXPECT_EQ(rpm.text, "3 of 15");
  EXPECT_EQ(rpm.source, "learned");
  EXPECT_DOUBLE_EQ(rpm.share, 0.2);
  EXPECT_EQ(detail.models[1].limits[1].text, "0, no limit known");
  EXPECT_EQ(detail.models[1].limits[1].source, "");
}

TEST(KeyDetail, NamesMidnightPacificOnlyWhereItIsMeant) {
  auto key = key_of("first");
  key.state = dto::KeyState::exhausted;
  const Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 27} + std::chrono::hours{12}};
  key.next_change_at = Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 28} + std::chrono::hours{8}};
  EXPECT_EQ(make_key_detail(key, noon, english).until, "Until 2026-11-28 08:00 (midnight Pacific)");
  key.next_change_at = noon + std::chrono::hours{1};
  EXPECT_EQ(make_key_detail(key, noon, english).until, "Until 2026-11-27 13:00");
  EXPECT_EQ(make_key_detail(key, noon + std::chrono::hours{2}, english).until, "");
}

TEST(KeyRequests, TellOfTheKeysOwnAttempt) {
  dto::LogRecord record;
  record.at = now - seconds{2};
  record.model = "fast";
  record.upstream_model = "gemini-2.5-flash";
  record.status = 200;
  record.latency_ms = 900;
  record.attempts = {{"AIza…1", "key_1", 429, 40, "the minute's requests are used up"},
                     {"AIza…2", "key_2", 200, 850, ""}};
  const auto views = make_key_requests({record}, "key_1", now, chinese);
  ASSERT_THAT(views, SizeIs(1));
  EXPECT_EQ(views[0].status, "429");
  EXPECT_EQ(views[0].tone, Tone::bad);
  EXPECT_EQ(views[0].took, "40 ms");
  EXPECT_EQ(views[0].model, "gemini-2.5-flash");
  EXPECT_EQ(views[0].reason, "本分钟的请求数已用尽");
}

TEST(KeyRequests, AreReadFromTheLogsAnswer) {
  const auto none = parse_key_requests(dto::json::parse(R"({"logs":[]})"));
  ASSERT_TRUE(none);
  EXPECT_THAT(*none, IsEmpty());
  EXPECT_FALSE(parse_key_requests(dto::json::parse(R"({"logs":1})")));
  const auto bad = parse_key_requests(dto::json::parse(R"({"logs":[{"id":1}]})"));
  ASSERT_FALSE(bad);
  EXPECT_THAT(bad.error().message, HasSubstr("id"));
}

} // namespace
} // namespace geminid::webui::keys_rows_test
