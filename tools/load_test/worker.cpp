#include "tools/load_test/worker.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace geminid::load {

namespace asio = net::asio;

namespace {

/// After a request that got no answer at all, lest a server that is down be asked in an endless spin.
constexpr std::chrono::milliseconds rest_after_no_answer{100};

upstream::Client::Options client_options(const Plan& plan) {
  upstream::Client::Options options;
  options.origin = plan.origin;
  options.connect_timeout = plan.scenario.connect_timeout;
  options.idle_timeout = plan.scenario.idle_timeout;
  options.idle_connections_max = static_cast<std::size_t>(connections_max);
  options.ca_file = plan.ca_file;
  return options;
}

std::size_t part_of(std::size_t whole, std::size_t parts, std::size_t index) {
  return whole / parts + (index < whole % parts ? 1 : 0);
}

} // namespace

Worker::Worker(Plan& plan, std::size_t index)
    : plan_(plan), index_(index),
      in_flight_max_(part_of(static_cast<std::size_t>(plan.scenario.in_flight_max), plan.threads, index)),
      client_(io_, client_options(plan)), place_(io_.get_executor(), SteadyTime::max()),
      tally_(plan.scenario.kinds.size()) {}

void Worker::run() {
  if (plan_.scenario.loop == Loop::open) {
    spawn([this] { return arrivals(); });
  } else {
    const auto peak = static_cast<std::size_t>(plan_.scenario.peak());
    for (std::size_t number = index_; number < peak; number += plan_.threads)
      spawn([this, number] { return connection(number); });
  }
  if (coroutines_ > 0)
    io_.run();
}

void Worker::stop() {
  asio::post(io_, [this] {
    stopping_ = true;
    for (auto* timer : sleepers_)
      timer->cancel();
    place_.cancel();
  });
}

void Worker::give_up(bool overdue) {
  asio::post(io_, [this, overdue] { overdue_ = overdue; });
  stop();
  asio::post(io_, [this] {
    for (auto* call : calls_)
      call->cancel();
  });
}

void Worker::ask_interval(std::function<void(Interval)> to) {
  asio::post(io_, [this, to = std::move(to)] { to(last_interval()); });
}

Interval Worker::last_interval() {
  auto interval = std::exchange(interval_, {});
  interval.in_flight = calls_.size();
  return interval;
}

template <class Make>
void Worker::spawn(Make make) {
  ++coroutines_;
  asio::co_spawn(io_, make(), [this](std::exception_ptr failure, auto&&...) {
    if (failure)
      std::rethrow_exception(failure); // out of memory, or a fault of ours: the run is worth nothing
    ended();
  });
}

void Worker::ended() {
  if (place_awaited_)
    place_.cancel();
  if (--coroutines_ == 0)
    io_.stop(); // timers of idle connections would hold the thread up
}

net::Task<void> Worker::connection(std::size_t number) {
  while (!stopping_) {
    const Seconds elapsed = SteadyClock::now() - plan_.start;
    const auto due = plan_.profile.next_over(static_cast<double>(number), elapsed);
    if (!due)
      break;
    if (*due > elapsed && !co_await sleep_until(plan_.at(*due)))
      break;
    const auto request = plan_.next_number.fetch_add(1, std::memory_order_relaxed);
    if (request >= plan_.requests_max())
      break;
    const bool answered = co_await perform(request, SteadyClock::now());
    if (!answered && !co_await sleep_until(SteadyClock::now() + rest_after_no_answer))
      break;
  }
}

net::Task<void> Worker::arrivals() {
  ArrivalTimes times{plan_.profile, plan_.scenario.arrivals, plan_.scenario.seed};
  for (std::uint64_t number = 0; number < plan_.requests_max(); ++number) {
    const auto due = times.next();
    if (!due)
      break;
    if (!is_mine(number))
      continue;
    const auto at = plan_.at(*due);
    if (!stopping_ && at > SteadyClock::now())
      co_await sleep_until(at);
    while (!stopping_ && coroutines_ > in_flight_max_) // this one is no request
      co_await wait_for_place();
    if (stopping_) {
      count_never_sent(times, number, at);
      break;
    }
    spawn([this, number, at] { return perform(number, at); });
  }
}

/// False: there was no answer.
net::Task<bool> Worker::perform(std::uint64_t number, SteadyTime due) {
  const auto call = client_.call();
  calls_.insert(call.get());
  ++sent_;
  const auto outcome = co_await exchange(plan_, number, due, *call);
  calls_.erase(call.get());
  count(outcome, due);
  co_return outcome.status != 0;
}

/// False: no more requests shall be sent.
net::Task<bool> Worker::sleep_until(SteadyTime at) {
  upstream::SteadyTimer timer{io_.get_executor(), at};
  sleepers_.insert(&timer);
  co_await timer.async_wait(net::as_tuple);
  sleepers_.erase(&timer);
  co_return !stopping_;
}

net::Task<void> Worker::wait_for_place() {
  place_awaited_ = true;
  co_await place_.async_wait(net::as_tuple);
  place_awaited_ = false;
}

void Worker::count(const Outcome& outcome, SteadyTime due) {
  if (!outcome.cancelled)
    ++(outcome.error.empty() ? interval_.served : interval_.failed);
  if (outcome.error.empty())
    interval_.total.add(outcome.total);
  const auto now = SteadyClock::now();
  const bool in_window = now >= plan_.at(plan_.scenario.warm_up) && now < plan_.at(plan_.profile.end());
  tally_.in_window += in_window && !outcome.cancelled ? 1 : 0;
  if (due < plan_.at(plan_.scenario.warm_up))
    return;
  if (!outcome.cancelled || !overdue_)
    return tally_.add(outcome);
  auto failed = outcome;
  failed.cancelled = false;
  failed.error = "unanswered at the end";
  tally_.add(failed);
}

void Worker::count_never_sent(ArrivalTimes& times, std::uint64_t number, SteadyTime due) {
  const auto now = SteadyClock::now();
  while (overdue_ && due <= now && number < plan_.requests_max()) {
    if (is_mine(number) && due >= plan_.at(plan_.scenario.warm_up)) {
      Outcome outcome;
      outcome.kind = plan_.requests.kind_of(number);
      outcome.error = "never sent";
      outcome.late = now - due;
      tally_.add(outcome);
    }
    const auto next = times.next();
    if (!next)
      break;
    due = plan_.at(*next);
    ++number;
  }
}

} // namespace geminid::load
