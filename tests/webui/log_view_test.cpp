#include "shared/list_dto.hpp"
#include "webui/view/audit_view.hpp"
#include "webui/view/log_detail_view.hpp"
#include "webui/view/log_tail.hpp"
#include "webui/view/log_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace geminid::webui::log_view_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 27} + std::chrono::hours{12}};

struct Entry {
  std::string id;
};

std::vector<Entry> entries(std::initializer_list<const char*> ids) {
  std::vector<Entry> made;
  for (const auto* id : ids)
    made.push_back({id});
  return made;
}

std::vector<std::string> ids(const LogTail<Entry>& tail) {
  std::vector<std::string> all;
  for (const auto& entry : tail.records())
    all.push_back(entry.id);
  return all;
}

dto::LogRecord record() {
  dto::LogRecord made;
  made.id = "0007";
  made.at = noon;
  made.model = "gemini-2.5-flash";
  made.user = "Ada";
  made.status = 200;
  made.latency_ms = 1'000;
  made.attempts = {{"AIza…1111", "key_1", 503, 250, "The model is overloaded. Try later.", {}, "overloaded"},
                   {"AIza…2222", "key_2", 200, 500, "", {}, ""}};
  return made;
}

TEST(LogTail, PutsNewRecordsInFrontOfThoseItHas) {
  LogTail<Entry> tail;
  tail.take_newest(entries({"5", "4"}), "4");
  tail.take_newest(entries({"7", "6", "5"}), "5");
  EXPECT_THAT(ids(tail), ElementsAre("7", "6", "5", "4"));
  EXPECT_EQ(tail.before(), "4");
}

TEST(LogTail, BeginsAnewWhereThePageDoesNotReachBack) {
  LogTail<Entry> tail;
  tail.take_newest(entries({"2", "1"}), "1");
  tail.take_newest(entries({"9", "8"}), "8");
  EXPECT_THAT(ids(tail), ElementsAre("9", "8"));
  EXPECT_EQ(tail.before(), "8");
}

TEST(LogTail, KeepsWhatItHasWhenNothingNewWasFound) {
  LogTail<Entry> tail;
  tail.take_newest(entries({"2", "1"}), "");
  const auto revision = tail.revision();
  tail.take_newest(entries({"2", "1"}), "");
  EXPECT_EQ(tail.revision(), revision);
  tail.take_newest({}, "2");
  EXPECT_THAT(ids(tail), ElementsAre("2", "1"));
}

TEST(LogTail, AddsOlderRecordsBehindUntilThereAreNone) {
  LogTail<Entry> tail;
  tail.take_newest(entries({"5", "4"}), "4");
  EXPECT_TRUE(tail.has_more());
  tail.take_older(entries({"4", "3"}), "");
  EXPECT_THAT(ids(tail), ElementsAre("5", "4", "3"));
  EXPECT_FALSE(tail.has_more());
}

TEST(LogTail, EndsAtItsLimit) {
  LogTail<Entry> tail;
  tail.take_newest(std::vector<Entry>(log_records_max, Entry{"1"}), "1");
  EXPECT_TRUE(tail.full());
  EXPECT_FALSE(tail.has_more());
}

TEST(LogFilter, IsTheQueryAndTheAddress) {
  const auto filter = log_filter_from("key_1", "", "a b", "429");
  EXPECT_EQ(log_query(filter, 100, "0009"), "?limit=100&before=0009&key=key_1&model=a%20b&status=429");
  EXPECT_EQ(log_details(filter), "key=key_1&model=a%20b&status=429");
}

TEST(LogFilter, OfFailuresAloneSaysSo) {
  LogFilter filter;
  filter.failed = true;
  EXPECT_EQ(log_query(filter, 100), "?limit=100&failed=true");
  EXPECT_EQ(log_details(filter), "failed=true");
  EXPECT_FALSE(filter.empty());
}

TEST(LogFilter, LeavesOutAStatusThatIsNone) {
  EXPECT_TRUE(log_filter_from("", "", "", "4x9").empty());
}

TEST(LogRow, ToldWithTheDayOnlyWhenThatIsAnother) {
  EXPECT_EQ(make_log_row(record(), noon, Locale{}).date, "");
  EXPECT_EQ(make_log_row(record(), noon + std::chrono::hours{24}, Locale{}).date, "11-27");
}

TEST(LogRow, TellsOfSeveralAttemptsAndOfNoneButNotOfOne) {
  auto of = record();
  EXPECT_EQ(make_log_row(of, noon, Locale{}).attempts, "2");
  of.attempts.pop_back();
  EXPECT_EQ(make_log_row(of, noon, Locale{}).attempts, "");
  of.attempts.clear();
  EXPECT_EQ(make_log_row(of, noon, Locale{}).attempts, "0");
}

TEST(LogSearch, FindsRecordsByTheirKeysToo) {
  EXPECT_TRUE(log_matches(record(), lower_case("ADA")));
  EXPECT_TRUE(log_matches(record(), "key_2"));
  EXPECT_TRUE(log_matches(record(), ""));
  EXPECT_FALSE(log_matches(record(), "nobody"));
}

TEST(LogDetail, PutsAttemptsOneAfterAnotherOnTheRequestsTime) {
  const auto detail = make_log_detail(record(), Locale{Language::chinese});
  ASSERT_EQ(detail.attempts.size(), 2U);
  EXPECT_DOUBLE_EQ(detail.attempts[0].begin, 0);
  EXPECT_DOUBLE_EQ(detail.attempts[0].length, 0.25);
  EXPECT_DOUBLE_EQ(detail.attempts[1].begin, 0.25);
  EXPECT_DOUBLE_EQ(detail.attempts[1].length, 0.5);
  EXPECT_EQ(detail.attempts[0].tone, Tone::bad);
  EXPECT_EQ(detail.attempts[0].why, "模型过载");
  EXPECT_EQ(detail.attempts[0].reason, "The model is overloaded. Try later.");
  EXPECT_EQ(detail.attempts[1].tone, Tone::good);
}

TEST(LogDetail, SaysTheReasonAsItIsWhereItsKindIsNotKnown) {
  auto of = record();
  of.attempts[0].kind = "unheard_of";
  const auto detail = make_log_detail(of, Locale{});
  EXPECT_EQ(detail.attempts[0].why, "The model is overloaded. Try later.");
  EXPECT_THAT(detail.attempts[0].reason, IsEmpty());
}

TEST(LogDetail, DoesNotSayTheSameReasonTwice) {
  auto of = record();
  of.attempts[0].reason = "the model is overloaded";
  EXPECT_THAT(make_log_detail(of, Locale{}).attempts[0].reason, IsEmpty());
}

TEST(LogDetail, SaysThatABodyIsOnlyItsBeginning) {
  auto of = record();
  of.bodies = dto::LogBodies{{"{\"a\":", 4'096, true}, {}};
  const auto detail = make_log_detail(of, Locale{});
  ASSERT_EQ(detail.bodies.size(), 1U);
  EXPECT_EQ(detail.bodies[0].title, "Request, 4 KiB, the beginning");
}

TEST(AuditRow, SaysWhoDidWhatInTheViewersLanguage) {
  dto::AuditEntry entry;
  entry.at = noon;
  entry.actor = dto::AuditActor::session;
  entry.action = "patchKey";
  entry.target = "key_1";
  entry.status = 200;
  const auto row = make_audit_row(entry, Locale{Language::chinese});
  EXPECT_EQ(row.who, "管理员");
  EXPECT_EQ(row.what, "更改密钥");
  EXPECT_EQ(row.target, "key_1");
  EXPECT_THAT(audit_details(entry), IsEmpty());
}

TEST(AuditRow, KeepsAnOperationThatItDoesNotKnow) {
  EXPECT_EQ(operation_name("inventSomething", Language::chinese), "inventSomething");
}

TEST(ListPage, HoldsItsEntriesAndWhatAsksForTheNextPage) {
  const auto document = dto::json{{"audit", dto::json::array()}, {"next_before", "0009"}};
  const auto page = dto::parse_list(document, "audit", dto::parse_audit_entry);
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->next, "0009");
  EXPECT_FALSE(dto::parse_list(dto::json::array(), "audit", dto::parse_audit_entry).ok());
  EXPECT_FALSE(dto::parse_list(dto::json{{"audit", {1}}}, "audit", dto::parse_audit_entry).ok());
}

} // namespace
} // namespace geminid::webui::log_view_test
