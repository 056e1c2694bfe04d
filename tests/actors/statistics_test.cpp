#include "actors/statistics_actor.hpp"
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace geminid::statistics_test {
using namespace geminid::testing_support;
using namespace std::chrono_literals;

namespace {

const Instant noon = *parse_rfc3339("2026-11-23T12:00:00Z");
using Window = actors::GetStatistics::Window;

/// One run of the process; what is on disk outlives it.
struct OneRun {
  explicit OneRun(Instant start, std::shared_ptr<test::MemoryDisk> disk = nullptr)
      : world(start, {}, std::move(disk)),
        statistics(world.spawn(actors::statistics_actor,
                               actors::StatisticsStart{{start, world.scheduler().clock().now()}, world.storage})) {
    world.run();
  }
  ~OneRun() {
    // Its timers would keep the world running for ever.
    caf::anon_send_exit(statistics, caf::exit_reason::user_shutdown);
    world.run();
  }
  OneRun(const OneRun&) = delete;
  OneRun& operator=(const OneRun&) = delete;
  void request(std::int64_t tokens = 1, const std::string& user = "u1") {
    dto::LogRecord record;
    record.surface = "chat";
    record.user_id = user;
    record.status = 200;
    record.tokens.prompt = tokens;
    caf::anon_send(statistics, actors::RequestEnded{std::make_shared<const dto::LogRecord>(std::move(record))});
    world.run();
  }
  actors::StatisticsReply get(Window window) {
    const auto answer = world.ask(statistics, actors::GetStatistics{window});
    EXPECT_TRUE(answer->value && *answer->value);
    return answer->value && *answer->value ? **answer->value : actors::StatisticsReply{};
  }
  std::int64_t requests(Window window) { return get(window).tally.total.requests; }
  void settle() { world.ask(statistics, actors::Settle{}); }

  ActorWorld world;
  actors::Statistics statistics;
};

TEST(Statistics, AreThereAtOnce) {
  OneRun run{noon};
  EXPECT_EQ(run.requests(Window::hour), 0);
  run.request();
  for (const auto window : {Window::hour, Window::day, Window::week, Window::month, Window::year})
    EXPECT_EQ(run.requests(window), 1);
}

TEST(Statistics, LeaveTheWindowSpanBySpan) {
  OneRun run{noon};
  run.request();
  run.world.advance(59min);
  EXPECT_EQ(run.requests(Window::hour), 1);
  run.world.advance(1min);
  EXPECT_EQ(run.requests(Window::hour), 0);
  EXPECT_EQ(run.requests(Window::day), 1);
  run.world.advance(23h);
  EXPECT_EQ(run.requests(Window::day), 0);
  EXPECT_EQ(run.requests(Window::week), 1);
}

TEST(Statistics, ShowWhenTheTrafficWas) {
  OneRun run{noon};
  run.request(5);
  run.world.advance(3min);
  run.request(7);
  const auto hour = run.get(Window::hour);
  ASSERT_EQ(hour.tally.points.size(), 2U);
  EXPECT_EQ(hour.tally.points.at(noon).prompt_tokens, 5);
  EXPECT_EQ(hour.tally.points.at(noon + 3min).prompt_tokens, 7);
  EXPECT_EQ(run.get(Window::week).tally.points.at(noon).prompt_tokens, 12);
}

TEST(Statistics, SurviveAStopWhole) {
  auto disk = std::make_shared<test::MemoryDisk>();
  {
    OneRun run{noon, disk};
    run.request(5);
    run.world.advance(2min);
    run.request(7);
    run.settle();
  }
  OneRun run{noon + 2min, disk};
  run.request(1);
  for (const auto window : {Window::hour, Window::day, Window::year}) {
    EXPECT_EQ(run.get(window).tally.total.requests, 3);
    EXPECT_EQ(run.get(window).tally.total.prompt_tokens, 13);
  }
}

TEST(Statistics, LoseLittleInACrash) {
  auto disk = std::make_shared<test::MemoryDisk>();
  test::MemoryDisk at_the_crash;
  {
    OneRun run{noon, disk};
    run.request();
    run.world.advance(actors::StatisticsState::write_every);
    run.request();
    at_the_crash = *disk;
  }
  OneRun run{noon + 1min, std::make_shared<test::MemoryDisk>(at_the_crash)};
  EXPECT_EQ(run.requests(Window::hour), 1);
}

TEST(Statistics, CountWhatCameWhileTheDiskWasFull) {
  OneRun run{noon};
  run.world.set_disk_full(true);
  run.request();
  run.world.advance(5min);
  run.request();
  const auto refused = run.world.ask(run.statistics, actors::GetStatistics{Window::hour});
  EXPECT_TRUE(refused->value && !*refused->value);
  run.world.set_disk_full(false);
  EXPECT_EQ(run.requests(Window::hour), 2);
  EXPECT_EQ(run.requests(Window::year), 2);
}

TEST(Statistics, ForgetWhatIsTooOld) {
  OneRun run{noon};
  for (int i = 0; i < 3; ++i) {
    run.request();
    run.settle();
    run.world.advance(25h);
  }
  run.request();
  run.settle();
  std::size_t minutes = 0;
  for (const auto& [key, value] : *run.world.disk)
    minutes += key.starts_with(actors::by_minute.prefix) ? 1 : 0;
  EXPECT_EQ(minutes, 1U);
  EXPECT_EQ(run.requests(Window::week), 4);
}

TEST(Statistics, ForgetWhatBecameTooOldWhileNothingRan) {
  auto disk = std::make_shared<test::MemoryDisk>();
  {
    OneRun run{noon, disk};
    run.request();
    run.settle();
  }
  OneRun run{noon + std::chrono::hours{24 * 400}, disk};
  run.request();
  run.settle();
  EXPECT_EQ(std::count_if(disk->begin(), disk->end(), [](const auto& of) { return of.first.starts_with("stat/"); }), 3);
}

} // namespace
} // namespace geminid::statistics_test
