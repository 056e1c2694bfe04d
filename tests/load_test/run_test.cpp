// Whole runs: what is counted, how the load comes, how they end.
#include "tests/load_test/run_fixture.hpp"

#include <csignal>
#include <unistd.h>

namespace geminid::load::run_test {
namespace {

using namespace std::chrono_literals;

TEST_F(LoadRunTest, CountsWhatTheServerCounts) {
  for (const bool stream : {false, true})
    for (const std::size_t threads : {1U, 3U}) {
      kind()["stream"] = stream;
      const auto before = served_by_simulator(200);
      const auto report = run_it(true, threads);
      EXPECT_EQ(report.tally.served, 40U);
      EXPECT_EQ(report.sent, 40U);
      EXPECT_TRUE(report.tally.errors.empty()) << report_table(report);
      EXPECT_EQ(served_by_simulator(200) - before, 40U);
      EXPECT_EQ(report.tally.streams, stream ? 40U : 0U);
      EXPECT_GT(report.tally.tokens.prompt, 40);
      EXPECT_GT(report.tally.tokens.completion, 40);
      EXPECT_EQ(report.tally.total.count(), 40U);
    }
}

TEST_F(LoadRunTest, SendsAnOpenLoopsRequestsAtItsRate) {
  load() = {{"rate", 200}, {"seconds", 0.5}};
  for (const std::size_t threads : {1U, 2U}) {
    const auto report = run_it(true, threads);
    EXPECT_EQ(report.tally.served, 100U);
    EXPECT_GE(report.measured, Seconds{0.49});
  }
}

TEST_F(LoadRunTest, FollowsARampOfConnections) {
  load() = {{"connections", 8}, {"stages", {{{"seconds", 0.2}, {"to", 1}}, {{"seconds", 0.2}, {"to", 0}}}}};
  const auto report = run_it();
  EXPECT_GT(report.tally.served, 8U);
  EXPECT_EQ(report.tally.failed, 0U);
  EXPECT_GE(report.measured, Seconds{0.3});
  EXPECT_LT(report.measured, Seconds{30}) << "it ends with its last stage";
}

TEST_F(LoadRunTest, LeavesTheWarmUpOut) {
  load() = {{"rate", 100}, {"seconds", 0.4}, {"warm_up_seconds", 0.2}};
  const auto report = run_it();
  EXPECT_EQ(report.sent, 40U);
  EXPECT_NEAR(static_cast<double>(report.tally.served), 20, 8) << "of 40; a busy machine shifts some over the edges";
}

// One request is answered half a second late, while there is but one connection.
TEST_F(LoadRunTest, ShowsAStallToAllWhoWereDueMeanwhileInAnOpenLoopOnly) {
  sim::Fault slow;
  slow.kind = sim::FaultKind::slow;
  slow.ms = 500ms;
  load() = {{"rate", 100}, {"seconds", 1}, {"in_flight_max", 1}};
  add_fault(slow);
  const auto open = run_it();
  EXPECT_EQ(open.tally.served, 100U);
  EXPECT_GT(open.tally.total.percentile(0.75), 100ms) << "half of the second's requests waited, 250 ms on average";
  EXPECT_GT(open.tally.late.percentile(0.75), 100ms);

  load() = {{"connections", 1}, {"requests", 100}};
  add_fault(slow);
  const auto closed = run_it();
  EXPECT_EQ(closed.tally.served, 100U);
  EXPECT_GE(closed.tally.total.max(), 500ms);
  EXPECT_LT(closed.tally.total.percentile(0.75), 400ms) << "nobody else was there to wait";
}

TEST_F(LoadRunTest, GivesUpWhatIsUnansweredWhenItsTimeIsOver) {
  sim::Fault hang;
  hang.kind = sim::FaultKind::hang;
  add_fault(hang);
  load() = {{"rate", 50}, {"seconds", 0.2}, {"drain_seconds", 2}};
  const auto report = run_it();
  EXPECT_EQ(report.tally.served, 9U);
  EXPECT_EQ(report.tally.errors.at("unanswered at the end").count, 1U);

  add_fault(hang);
  load() = {{"rate", 50}, {"seconds", 0.2}, {"drain_seconds", 0.2}, {"in_flight_max", 1}};
  const auto stuck = run_it();
  EXPECT_EQ(stuck.tally.errors.at("unanswered at the end").count, 1U);
  EXPECT_EQ(stuck.tally.errors.at("never sent").count, 9U) << "they were due, whatever held them up";
}

TEST_F(LoadRunTest, TellsATimeoutByWhatWasWaitedFor) {
  sim::Fault hang;
  hang.kind = sim::FaultKind::hang;
  add_fault(hang);
  scenario_["timeouts"] = {{"first_byte_ms", 2000}};
  const auto report = run_it();
  EXPECT_EQ(report.tally.errors.at("head_timeout before an answer").count, 1U);
  EXPECT_EQ(report.tally.served, 39U);
}

TEST_F(LoadRunTest, EndsAtASignalAndStillReports) {
  load() = {{"rate", 100}, {"seconds", 60}};
  std::jthread user{[this] {
    while (served_by_simulator(200) == 0)
      std::this_thread::sleep_for(1ms);
    ::kill(::getpid(), SIGINT);
  }};
  const auto report = run_it();
  EXPECT_TRUE(report.interrupted);
  EXPECT_EQ(report.tally.failed, 0U);
  EXPECT_LT(report.measured, Seconds{30});
}

} // namespace
} // namespace geminid::load::run_test
