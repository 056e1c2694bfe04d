#include "actors/day_journal.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

namespace geminid::day_journal_test {
namespace {

using namespace geminid::actors;

// A disk whose writes end when the test says so.
class DayJournalTest : public testing::Test {
protected:
  struct Written {
    std::int64_t reserved;
    DayJournal::Done done;
  };

  /// Counts a request and answers how it went: nothing while it waits.
  std::shared_ptr<std::optional<bool>> request(std::optional<std::int64_t> limit) {
    ++day.used;
    journal.extend(limit);
    auto answer = std::make_shared<std::optional<bool>>();
    if (journal.covered())
      *answer = true;
    else
      journal.when_covered([answer](bool ok) { *answer = ok; });
    return answer;
  }

  void write_ends(bool ok = true) {
    ASSERT_FALSE(disk.empty());
    auto write = std::move(disk.front());
    disk.erase(disk.begin());
    if (ok)
      stored = write.reserved;
    write.done(ok);
  }

  policy::DayCount day{20'000, 0, 0};
  std::vector<Written> disk; // writes under way
  std::int64_t stored = 0;
  DayJournal journal{day, [this](std::int64_t reserved, DayJournal::Done done) {
                       disk.push_back({reserved, std::move(done)});
                     }};
};

TEST_F(DayJournalTest, LetsARequestWaitUntilItsBlockIsDurable) {
  const auto first = request(1000);
  EXPECT_FALSE(*first);
  write_ends();
  EXPECT_EQ(*first, true);
  EXPECT_EQ(stored, 10);
  for (int i = 2; i <= 10; ++i)
    EXPECT_EQ(*request(1000), true) << i;
  EXPECT_FALSE(*request(1000));
}

TEST_F(DayJournalTest, RunsAheadOfABurstByNoMoreThanABlock) {
  std::vector<std::shared_ptr<std::optional<bool>>> burst;
  for (int i = 0; i < 100; ++i)
    burst.push_back(request(1000));
  ASSERT_EQ(disk.size(), 1U);
  while (!disk.empty())
    write_ends();
  for (const auto& answer : burst)
    EXPECT_EQ(*answer, true);
  EXPECT_GE(stored, 100);
  EXPECT_LE(stored, 100 + 9);
}

TEST_F(DayJournalTest, RefusesWhoeverWaitsWhenTheDiskRefuses) {
  const auto first = request(1000);
  const auto second = request(1000);
  write_ends(false);
  EXPECT_EQ(*first, false);
  EXPECT_EQ(*second, false);
  EXPECT_FALSE(journal.writing());
}

TEST_F(DayJournalTest, MakesNobodyWaitWithoutALimit) {
  EXPECT_EQ(*request({}), true);
  EXPECT_EQ(disk.size(), 1U);
}

TEST_F(DayJournalTest, TheDiskFollowsRequestsThatDidNotWaitForIt) {
  while (day.used <= 5 * policy::day_block({}))
    (void)request({});
  ASSERT_EQ(disk.size(), 1U);
  while (!disk.empty())
    write_ends();
  EXPECT_GE(stored, day.used);
}

TEST_F(DayJournalTest, AFailedBlockIsWrittenAgainByTheNextRequestThatNeedNotWait) {
  (void)request({});
  write_ends(false);
  (void)request({});
  ASSERT_EQ(disk.size(), 1U);
  write_ends();
  EXPECT_GE(stored, 2);
}

TEST_F(DayJournalTest, ARequestOfANewDayWaitsForItsOwnBlock) {
  const auto before_midnight = request(1000);
  day = {20'001, 0, 0};
  const auto after_midnight = request(1000);
  write_ends(); // yesterday's
  EXPECT_EQ(*before_midnight, true);
  EXPECT_FALSE(*after_midnight);
  write_ends();
  EXPECT_EQ(*after_midnight, true);
}

TEST_F(DayJournalTest, ClosesWithTheExactCountAndNeedsANewBlockAfterwards) {
  (void)request(1000);
  write_ends();
  stored = journal.close();
  EXPECT_EQ(stored, 1);
  const auto next = request(1000);
  EXPECT_FALSE(*next);
  write_ends();
  EXPECT_EQ(*next, true);
  EXPECT_GE(stored, 2);
}

TEST_F(DayJournalTest, ABlockUnderWayAtTheCloseIsNotUsedAfterIt) {
  const auto first = request(1000);
  const auto last_record = journal.close();
  write_ends();
  stored = last_record; // follows it onto the disk
  EXPECT_EQ(*first, true);
  EXPECT_FALSE(*request(1000));
}

TEST_F(DayJournalTest, AnotherRecordTakesNothingBackThatIsUnderWay) {
  (void)request(1000);
  EXPECT_EQ(journal.promise(), 10);
  write_ends(false);
  EXPECT_EQ(journal.promise(), 10); // a failed write may have reached the disk
}

TEST_F(DayJournalTest, ServesWhoWaitsAlsoWhenOthersGaveTheirRequestsBackMeanwhile) {
  const auto first = request(1);
  const auto second = request(1);
  const auto third = request(1);
  day.used -= 2;
  for (int writes = 0; writes < 3 && !disk.empty(); ++writes)
    write_ends();
  EXPECT_EQ(*first, true);
  EXPECT_EQ(*second, true);
  EXPECT_EQ(*third, true);
  EXPECT_TRUE(disk.empty()) << "it writes the same block again and again";
}

} // namespace
} // namespace geminid::day_journal_test
