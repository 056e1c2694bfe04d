#include "tools/load_test/conductor.hpp"

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <utility>

namespace geminid::load {

namespace asio = net::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto tick = 1s;
/// Between the decision to start and the first request that can be due, for the threads to come up.
constexpr auto lead = 20ms;

Seconds since(SteadyTime start, SteadyTime now) {
  return now - start;
}

} // namespace

Conductor::Conductor(asio::io_context& io, Plan& plan, const RunOptions& options)
    : io_(io), plan_(plan), options_(options), progress_(options.quiet), wake_(io.get_executor()), signals_(io) {
  for (std::size_t i = 0; i < plan.threads; ++i)
    workers_.push_back(std::make_unique<Worker>(plan, i));
}

Conductor::~Conductor() {
  if (!all_done())
    for (const auto& worker : workers_)
      worker->give_up(false);
}

void Conductor::start() {
  for (const int signal : {SIGINT, SIGTERM})
    signals_.add(signal);
  signals_.async_wait([this](const auto& ec, int) {
    if (!ec)
      interrupt();
  });
  server_idle_ = sample_server().value_or(0);
  own_idle_ = sample_self().resident_bytes;
  started_at_ = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  plan_.start = SteadyClock::now() + lead;
  asked_ = closed_ = plan_.start;
  for (const auto& worker : workers_)
    threads_.emplace_back([this, &worker] {
      worker->run();
      asio::post(io_, [this] {
        ++done_;
        wake_.cancel();
      });
    });
}

void Conductor::interrupt() {
  interrupted_ = true;
  signals_.clear(); // the next one kills
  for (const auto& worker : workers_)
    worker->give_up(false);
}

net::Task<void> Conductor::conduct() {
  start();
  while (!all_done()) {
    wake_.expires_at(next_wake());
    co_await wake_.async_wait(net::as_tuple);
    const auto now = SteadyClock::now();
    if (!measuring_ && now >= plan_.at(plan_.scenario.warm_up))
      begin_measuring();
    if (!measured_until_ && now >= plan_.at(plan_.profile.end()))
      end_measuring(now);
    if (!given_up_ && now >= plan_.at(plan_.profile.end() + plan_.scenario.drain)) {
      given_up_ = true;
      for (const auto& worker : workers_)
        worker->give_up(true);
    }
    if (now >= asked_ + tick && !all_done())
      ask_workers(now);
  }
  const auto ended = SteadyClock::now();
  if (!measured_until_)
    end_measuring(ended);
  signals_.cancel();
  threads_.clear(); // joins them
  for (const auto& worker : workers_)
    interval_ += worker->last_interval();
  close_interval(ended);
}

SteadyTime Conductor::next_wake() const {
  auto next = asked_ + std::chrono::duration_cast<SteadyClock::duration>(tick);
  if (!measuring_)
    next = std::min(next, plan_.at(plan_.scenario.warm_up));
  if (!measured_until_)
    next = std::min(next, plan_.at(plan_.profile.end()));
  if (!given_up_)
    next = std::min(next, plan_.at(plan_.profile.end() + plan_.scenario.drain));
  return next;
}

// Nobody waits for a busy thread: until all have answered, the interval goes on.
void Conductor::ask_workers(SteadyTime now) {
  asked_ = now;
  own_peak_ = std::max(own_peak_, sample_self().resident_bytes);
  if (not_answered_ > 0)
    return;
  not_answered_ = workers_.size();
  for (const auto& worker : workers_)
    worker->ask_interval([this, now](Interval of_worker) {
      asio::post(io_, [this, now, of_worker = std::move(of_worker)] {
        interval_ += of_worker;
        if (--not_answered_ == 0)
          close_interval(now);
      });
    });
}

void Conductor::close_interval(SteadyTime end) {
  const auto interval = std::exchange(interval_, {});
  series_.add(since(plan_.start, end), interval, sample_server());
  progress_.tell(since(plan_.start, end), std::max<Seconds>(end - closed_, 1ms), interval);
  closed_ = end;
}

void Conductor::begin_measuring() {
  measuring_ = true;
  sample_server();
  server_begin_ = server_last_;
  own_begin_ = sample_self();
}

// A run that ended within its warm-up measured nothing.
void Conductor::end_measuring(SteadyTime now) {
  if (!measuring_)
    begin_measuring();
  measured_until_ = now;
  sample_server();
  server_end_ = server_last_;
  own_end_ = sample_self();
}

std::optional<std::int64_t> Conductor::sample_server() {
  const auto sample = options_.server_pid ? sample_process(*options_.server_pid) : std::nullopt;
  if (!sample)
    return std::nullopt;
  server_last_ = *sample;
  server_peak_ = std::max(server_peak_, sample->resident_bytes);
  return sample->resident_bytes;
}

Report Conductor::report() const {
  Report report;
  report.scenario = plan_.scenario;
  report.started_at = to_rfc3339(started_at_);
  report.verified = plan_.verify;
  report.interrupted = interrupted_;
  report.threads = plan_.threads;
  if (measured_until_)
    report.measured = std::max<Seconds>(*measured_until_ - plan_.at(plan_.scenario.warm_up), Seconds{0});
  report.tally = Tally{plan_.scenario.kinds.size()};
  for (const auto& worker : workers_) {
    report.tally += worker->tally();
    report.sent += worker->sent();
  }
  report.points = series_.points();
  if (options_.server_pid)
    report.server = ProcessUse{server_end_.cpu_seconds - server_begin_.cpu_seconds, server_idle_, server_peak_,
                               server_last_.resident_bytes};
  report.own = ProcessUse{own_end_.cpu_seconds - own_begin_.cpu_seconds, own_idle_,
                          std::max(own_peak_, own_end_.resident_bytes), own_end_.resident_bytes};
  return report;
}

} // namespace geminid::load
