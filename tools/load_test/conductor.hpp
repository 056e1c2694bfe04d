// Leads the workers through a run, on the main thread.
#pragma once

#include "shared/time.hpp"
#include "tools/load_test/process_watch.hpp"
#include "tools/load_test/progress.hpp"
#include "tools/load_test/run.hpp"
#include "tools/load_test/series.hpp"
#include "tools/load_test/worker.hpp"

#include <boost/asio/signal_set.hpp>

#include <memory>
#include <thread>
#include <vector>

namespace geminid::load {

/// For one run.
class Conductor {
public:
  /// Both outlive it. Throws std::runtime_error when the plan's ca_file cannot be read.
  Conductor(net::asio::io_context& io, Plan& plan, const RunOptions& options);
  /// Ends the threads.
  ~Conductor();
  Conductor(const Conductor&) = delete;
  Conductor& operator=(const Conductor&) = delete;

  /// Ends when the last worker has.
  net::Task<void> conduct();
  /// After `conduct`: what the workers and the kernel counted.
  [[nodiscard]] Report report() const;

private:
  void start();
  void interrupt();
  void ask_workers(SteadyTime now);
  void close_interval(SteadyTime end);
  void begin_measuring();
  void end_measuring(SteadyTime now);
  [[nodiscard]] SteadyTime next_wake() const;
  std::optional<std::int64_t> sample_server();
  [[nodiscard]] bool all_done() const { return done_ == workers_.size(); }

  net::asio::io_context& io_;
  Plan& plan_;
  const RunOptions& options_;
  Progress progress_;
  upstream::SteadyTimer wake_;
  net::asio::signal_set signals_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::jthread> threads_;
  std::size_t done_ = 0;
  bool interrupted_ = false;
  bool measuring_ = false;
  std::optional<SteadyTime> measured_until_;
  bool given_up_ = false;
  SteadyTime asked_;             // the workers, for their interval
  SteadyTime closed_;            // the last interval
  std::size_t not_answered_ = 0; // workers
  Interval interval_;            // what the workers have told of the one that is not closed
  Series series_;
  Instant started_at_{};
  ProcessSample server_last_, server_begin_, server_end_;
  ProcessSample own_begin_, own_end_;
  std::int64_t server_idle_ = 0, server_peak_ = 0;
  std::int64_t own_idle_ = 0, own_peak_ = 0;
};

} // namespace geminid::load
