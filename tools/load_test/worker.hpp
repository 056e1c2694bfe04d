// One thread's part of the load: its connections, or its share of the arrivals.
#pragma once

#include "server/upstream/deadline.hpp"
#include "tools/load_test/exchange.hpp"
#include "tools/load_test/plan.hpp"
#include "tools/load_test/tally.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <unordered_set>

namespace geminid::load {

class Worker {
public:
  /// `index` is below `plan.threads`. The plan outlives the worker. Throws std::runtime_error when the plan's ca_file
  /// cannot be read.
  Worker(Plan& plan, std::size_t index);

  /// The thread: returns when all is done.
  void run();

  // From any thread, while `run` runs or after it.
  /// No more requests; those under way go on.
  void stop();
  /// `stop`, and those under way are given up. With `overdue` they count as failed, and so do requests that were due
  /// and never sent; else the run was interrupted, and they count nowhere.
  void give_up(bool overdue);
  /// `to` gets what was counted since the last time, on the worker's thread; never, when `run` has returned.
  void ask_interval(std::function<void(Interval)> to);

  // After `run`.
  [[nodiscard]] const Tally& tally() const { return tally_; }
  [[nodiscard]] Interval last_interval();
  /// All requests, those of the warm-up too.
  [[nodiscard]] std::uint64_t sent() const { return sent_; }

private:
  net::Task<void> connection(std::size_t number);
  net::Task<void> arrivals();
  net::Task<bool> perform(std::uint64_t number, SteadyTime due);
  net::Task<bool> sleep_until(SteadyTime at);
  net::Task<void> wait_for_place();
  template <class Make>
  void spawn(Make make);
  void ended();
  void count(const Outcome& outcome, SteadyTime due);
  void count_never_sent(ArrivalTimes& times, std::uint64_t number, SteadyTime due);
  [[nodiscard]] bool is_mine(std::uint64_t number) const { return number % plan_.threads == index_; }

  Plan& plan_;
  std::size_t index_;
  std::size_t in_flight_max_;
  net::asio::io_context io_{1};
  upstream::Client client_;
  std::size_t coroutines_ = 0;
  bool stopping_ = false;
  bool overdue_ = false;
  std::unordered_set<upstream::Call*> calls_;
  std::unordered_set<upstream::SteadyTimer*> sleepers_;
  upstream::SteadyTimer place_; // cancelled when a request has ended
  bool place_awaited_ = false;
  Tally tally_;
  Interval interval_;
  std::uint64_t sent_ = 0;
};

} // namespace geminid::load
