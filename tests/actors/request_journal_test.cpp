#include "actors/request_journal_actor.hpp"
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace geminid::request_journal_test {
using namespace geminid::testing_support;
using namespace std::chrono_literals;

namespace {

const Instant noon = *parse_rfc3339("2026-11-23T12:00:00Z");

/// One run of the process; what is on disk outlives it.
struct OneRun {
  explicit OneRun(Instant start, std::shared_ptr<test::MemoryDisk> disk = nullptr, std::uint64_t records_max = 1'000,
                  bool bodies = false, std::uint64_t bodies_max = 1'000)
      : world(start, {}, std::move(disk)) {
    actors::RequestJournalStart of{{start, world.scheduler().clock().now()}, world.storage};
    of.records_max = records_max;
    of.bodies = with_bodies = bodies;
    of.bodies_max = bodies_max;
    const auto newest = test::MemoryStore{world.disk}.scan_back(actors::journal_record_prefix, {}, 1);
    of.next_record = actors::next_journal_record(*newest);
    journal = world.spawn(actors::request_journal_actor, std::move(of));
    world.run();
  }
  ~OneRun() {
    // Its timers would keep the world running for ever.
    caf::anon_send_exit(journal, caf::exit_reason::user_shutdown);
    world.run();
  }
  OneRun(const OneRun&) = delete;
  OneRun& operator=(const OneRun&) = delete;
  void request(const std::string& model, int status = 200, const std::string& key = "k1") {
    send(model, status, key);
    world.run();
  }
  /// Lets nobody run yet.
  void send(const std::string& model, int status = 200, const std::string& key = "k1") {
    dto::LogRecord record;
    record.at = world.now();
    record.model = model;
    record.user = "ann";
    record.user_id = "u1";
    record.status = status;
    record.attempts = {{"masked-" + key, key, status, 1, ""}};
    if (with_bodies)
      record.bodies = {{"asked " + model, 7, false}, {"answered " + model, 10, true}};
    caf::anon_send(journal, actors::RequestEnded{std::make_shared<const dto::LogRecord>(std::move(record))});
  }
  void keep(std::int64_t days, bool bodies) {
    with_bodies = bodies;
    caf::anon_send(journal, actors::KeepJournalFor{days, bodies});
    world.run();
  }
  [[nodiscard]] std::size_t on_disk(std::string_view prefix) const {
    return static_cast<std::size_t>(std::count_if(world.disk->begin(), world.disk->end(),
                                                  [&](const auto& entry) { return entry.first.starts_with(prefix); }));
  }
  actors::JournalPage page(actors::ReadJournal wish = {}) {
    const auto answer = world.ask(journal, std::move(wish));
    EXPECT_TRUE(answer->value && *answer->value);
    return answer->value && *answer->value ? **answer->value : actors::JournalPage{};
  }
  /// The models of all records, from the newest, over pages of that size.
  std::string models(std::size_t limit = 100, actors::JournalFilter filter = {}) {
    std::string all;
    actors::ReadJournal wish{std::move(filter), {}, limit};
    for (;;) {
      const auto read = page(wish);
      for (const auto& record : read.records)
        all += record.model;
      if (read.next_before.empty())
        return all;
      wish.before = read.next_before;
    }
  }

  ActorWorld world;
  actors::RequestJournal journal;
  bool with_bodies = false;
};

TEST(RequestJournal, ShowsTheNewestFirstAndAtOnce) {
  OneRun run{noon};
  EXPECT_EQ(run.models(), "");
  for (const auto* model : {"a", "b", "c", "d", "e"})
    run.request(model);
  for (const std::size_t limit : {1U, 2U, 5U, 100U})
    EXPECT_EQ(run.models(limit), "edcba") << limit;
}

TEST(RequestJournal, IsReadThroughAFilter) {
  OneRun run{noon};
  run.request("a", 200, "k1");
  run.request("b", 503, "k2");
  run.request("a", 429, "k2");
  const auto only = [&](actors::JournalFilter filter) { return run.models(1, std::move(filter)); };
  EXPECT_EQ(only({.key = "k2"}), "ab");
  EXPECT_EQ(only({.key = "masked-k1"}), "a");
  EXPECT_EQ(only({.model = "b"}), "b");
  EXPECT_EQ(only({.status = 429}), "a");
  EXPECT_EQ(only({.user = "ann", .status = 503}), "b");
  EXPECT_EQ(only({.user = "u1"}), "aba");
  EXPECT_EQ(only({.user = "bob"}), "");
}

TEST(RequestJournal, FindsFailuresWithoutWhatClientsGotWrongAndWhatWasServedInTheEnd) {
  OneRun run{noon};
  for (const auto& [model, status] : {std::pair{"served", 200}, std::pair{"wrong", 400}, std::pair{"throttled", 429},
                                      std::pair{"left", 499}, std::pair{"down ", 503}})
    run.request(model, status);
  dto::LogRecord in_the_end;
  in_the_end.at = noon;
  in_the_end.model = R"("status":503)";
  in_the_end.error = R"({"status":503})";
  in_the_end.status = 200;
  in_the_end.attempts = {{"k", "k1", 503, 1, R"("status":503)"}, {"k", "k2", 200, 1, ""}};
  caf::anon_send(run.journal, actors::RequestEnded{std::make_shared<const dto::LogRecord>(in_the_end)});
  run.world.run();
  EXPECT_EQ(run.models(100, {.failed = true}), "down throttled");
  EXPECT_EQ(run.models(1, {.failed = true}), "down throttled");
  EXPECT_EQ(run.models(100, {.status = 429, .failed = true}), "throttled");
  EXPECT_EQ(run.models(100, {.status = 200}), R"("status":503served)");
}

TEST(RequestJournal, TellsTheStatusOfARecordWithoutReadingItAll) {
  dto::LogRecord record;
  record.status = 404;
  record.attempts = {{"k", "k1", 503, 1, ""}};
  record.error = R"("status":500)";
  EXPECT_EQ(actors::journal_record_status(dto::to_text(record)), 404);
  EXPECT_EQ(actors::journal_record_status("{}"), std::nullopt);
  EXPECT_EQ(actors::journal_record_status(R"({"status":null})"), std::nullopt);
}

TEST(RequestJournal, GoesOnOverARestart) {
  auto disk = std::make_shared<test::MemoryDisk>();
  {
    OneRun run{noon, disk};
    run.request("a");
    run.world.ask(run.journal, actors::Settle{});
  }
  OneRun run{noon + 1min, disk};
  run.request("b");
  EXPECT_EQ(run.models(), "ba");
}

TEST(RequestJournal, LosesLittleInACrash) {
  auto disk = std::make_shared<test::MemoryDisk>();
  test::MemoryDisk at_the_crash;
  {
    OneRun run{noon, disk};
    run.request("a");
    run.world.advance(actors::RequestJournalState::write_every);
    run.request("b");
    at_the_crash = *disk;
  }
  OneRun run{noon + 1min, std::make_shared<test::MemoryDisk>(at_the_crash)};
  EXPECT_EQ(run.models(), "a");
}

TEST(RequestJournal, KeepsNoMoreThanItMay) {
  OneRun run{noon, nullptr, 10};
  for (int i = 0; i < 25; ++i) {
    run.request(std::string(1, static_cast<char>('a' + i)));
    if (i % 4 == 0)
      run.world.advance(1min);
  }
  EXPECT_EQ(run.models(), "yxwvutsrqp");
}

TEST(RequestJournal, ForgetsWhatIsOlderThanTheOperatorWants) {
  OneRun run{noon};
  run.request("a");
  run.world.advance(std::chrono::hours{24 * 6});
  run.request("b");
  run.world.advance(std::chrono::hours{23});
  EXPECT_EQ(run.models(), "ba");
  run.world.advance(std::chrono::hours{3});
  EXPECT_EQ(run.models(), "b");
  run.keep(1, false);
  EXPECT_EQ(run.models(), "");
}

TEST(RequestJournal, ForgetsAtTheStartWhatBecameTooOldMeanwhile) {
  auto disk = std::make_shared<test::MemoryDisk>();
  {
    OneRun run{noon, disk};
    for (int i = 0; i < 1'200; ++i)
      run.request("a");
    run.world.ask(run.journal, actors::Settle{});
  }
  OneRun run{noon + std::chrono::hours{24 * 8}, disk, 2'000};
  EXPECT_EQ(run.models(1'000), "");
  EXPECT_EQ(std::count_if(disk->begin(), disk->end(), [](const auto& of) { return of.first.starts_with("log/"); }), 0);
}

TEST(RequestJournal, KeepsWhatCameWhileTheDiskWasFull) {
  OneRun run{noon};
  run.world.set_disk_full(true);
  run.request("a");
  run.world.advance(1min);
  const auto refused = run.world.ask(run.journal, actors::ReadJournal{});
  EXPECT_TRUE(refused->value && !*refused->value);
  run.world.set_disk_full(false);
  run.request("b");
  EXPECT_EQ(run.models(), "ba");
}

// Commits under way and records that wait are no reason to keep what is on disk already.
TEST(RequestJournal, ForgetsTheOldWhileItIsNeverIdle) {
  OneRun run{noon};
  run.keep(1, false);
  for (std::size_t i = 0; i <= actors::RequestJournalState::batch_max; ++i)
    run.send("a");
  run.world.run(); // a whole batch is on disk, and one more record waits
  EXPECT_EQ(run.on_disk("log/"), actors::RequestJournalState::batch_max);
  run.world.set_disk_full(true);
  run.world.advance(std::chrono::hours{25});
  run.world.set_disk_full(false);
  run.keep(1, false);
  EXPECT_EQ(run.on_disk("log/"), 0U);
  EXPECT_EQ(run.models(), "a");
}

TEST(RequestJournal, KeepsBodiesApartAndShowsThemToWhoAsks) {
  OneRun run{noon, nullptr, 1'000, true};
  run.request("a");
  run.request("b");
  EXPECT_FALSE(run.page().records.at(0).bodies);
  actors::ReadJournal wish;
  wish.bodies = true;
  const auto records = run.page(wish).records;
  ASSERT_EQ(records.size(), 2U);
  ASSERT_TRUE(records[1].bodies);
  EXPECT_EQ(records[1].bodies->request.text, "asked a");
  EXPECT_EQ(records[0].bodies->answer, (dto::LogBody{"answered b", 10, true}));
  wish.id = records[1].id;
  const auto one = run.page(wish);
  ASSERT_EQ(one.records.size(), 1U);
  EXPECT_EQ(one.records[0], records[1]);
  EXPECT_EQ(one.next_before, "");
  wish.id = "0000000000000099";
  EXPECT_TRUE(run.page(wish).records.empty());
}

TEST(RequestJournal, ForgetsAllBodiesOnceTheyAreNotWanted) {
  auto disk = std::make_shared<test::MemoryDisk>();
  {
    OneRun run{noon, disk, 2'000, true};
    for (int i = 0; i < 1'100; ++i)
      run.request("a");
    EXPECT_GT(run.on_disk("log_body/"), 0U);
    run.keep(7, false);
    EXPECT_EQ(run.on_disk("log_body/"), 0U);
    run.request("b");
    EXPECT_EQ(run.models(2'000).size(), 1'101U);
    EXPECT_EQ(run.on_disk("log_body/"), 0U);
    run.keep(7, true);
    run.request("c");
    run.world.ask(run.journal, actors::Settle{});
    EXPECT_EQ(run.on_disk("log_body/"), 1U);
  }
  const OneRun without{noon + 1min, disk, 2'000, false};
  EXPECT_EQ(without.on_disk("log_body/"), 0U);
}

TEST(RequestJournal, KeepsBodiesNoLongerThanTheirRecordsAndNotOfAllOfThem) {
  OneRun run{noon, nullptr, 20, true, 5};
  for (int i = 0; i < 30; ++i) {
    run.request("a");
    run.world.advance(1min);
  }
  EXPECT_EQ(run.on_disk("log/"), 20U);
  EXPECT_EQ(run.on_disk("log_body/"), 5U);
  run.world.advance(std::chrono::hours{24 * 8});
  EXPECT_EQ(run.on_disk("log/"), 0U);
  EXPECT_EQ(run.on_disk("log_body/"), 0U);
}

} // namespace
} // namespace geminid::request_journal_test
