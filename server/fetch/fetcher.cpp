#include "server/fetch/fetcher.hpp"

#include "server/fetch/fetch.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <optional>

namespace geminid::fetch {

namespace asio = net::asio;

Fetcher::Fetcher(asio::io_context& io, Options options, Guard guard) : lookup_(io) {
  if (!guard.lookup)
    guard.lookup = [this](std::string host, upstream::Event& woken) {
      return lookup_.addresses(std::move(host), woken);
    };
  shared_ = std::make_shared<Shared>(io, std::move(options), std::move(guard));
}

Fetcher::~Fetcher() {
  shared_->closed = true;
}

/// What the workers of one call of `all` share.
struct Fetches::Round {
  Round(std::shared_ptr<Shared> of, std::shared_ptr<std::size_t> left, std::vector<std::string> wanted)
      : shared(std::move(of)), bytes_left(std::move(left)), urls(std::move(wanted)), results(urls.size()),
        end(std::chrono::steady_clock::now() + shared->options.limits.request_time_max), ended(shared->io) {}

  void fail(std::size_t index, Failure why) {
    if (failure)
      return;
    failure = FailureOf{index, std::move(why)};
    for (auto* const each : active)
      each->cancel();
  }

  std::shared_ptr<Shared> shared;
  std::shared_ptr<std::size_t> bytes_left;
  std::vector<std::string> urls;
  std::vector<std::optional<Fetched>> results;
  upstream::SteadyTime end;
  std::vector<Fetch*> active;
  std::optional<FailureOf> failure;
  std::size_t next = 0;
  std::size_t working = 0;
  upstream::Event ended;
};

namespace {

/// The last one to leave a round ends it, also where it leaves by an exception.
template <class Round>
class Worker {
public:
  explicit Worker(Round& round) : round_(round) {}
  ~Worker() {
    if (--round_.working == 0)
      round_.ended.set();
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

private:
  Round& round_;
};

template <class Round>
class Active {
public:
  Active(Round& round, Fetch& fetch) : round_(round), fetch_(&fetch) { round_.active.push_back(fetch_); }
  ~Active() { std::erase(round_.active, fetch_); }
  Active(const Active&) = delete;
  Active& operator=(const Active&) = delete;

private:
  Round& round_;
  Fetch* fetch_;
};

Fetches::FailureOf failure_of(std::size_t index, Fault fault) {
  return {index, {fault, "could not be fetched"}};
}

} // namespace

Fetches::Fetches(Fetcher& fetcher, std::size_t bytes_max)
    : shared_(fetcher.shared_), bytes_left_(std::make_shared<std::size_t>(bytes_max)) {}

Fetches::~Fetches() = default;

net::Task<Result<std::vector<Fetched>, Fetches::FailureOf>> Fetches::all(std::vector<std::string> urls) {
  if (cancelled_)
    co_return failure_of(0, Fault::cancelled);
  const auto round = std::make_shared<Round>(shared_, bytes_left_, std::move(urls));
  round_ = round;
  round->working = std::min(round->urls.size(), shared_->options.limits.at_a_time_of_request);
  for (auto left = round->working; left > 0; --left)
    asio::co_spawn(shared_->io, work(round), asio::detached);
  if (round->working > 0)
    co_await round->ended.wait();
  round_.reset();
  if (round->failure)
    co_return std::move(*round->failure);
  std::vector<Fetched> fetched;
  for (std::size_t i = 0; i < round->results.size(); ++i) {
    if (!round->results[i]) // its worker left by an exception
      co_return failure_of(i, Fault::broken);
    fetched.push_back(std::move(*round->results[i]));
  }
  co_return std::move(fetched);
}

net::Task<void> Fetches::work(std::shared_ptr<Round> round) {
  const Worker worker(*round);
  while (round->next < round->urls.size() && !round->failure) {
    const auto index = round->next++;
    Fetch fetch(round->shared, round->bytes_left, round->end);
    const Active active(*round, fetch);
    auto outcome = co_await fetch.run(round->urls[index]);
    if (outcome)
      round->results[index] = std::move(*outcome);
    else
      round->fail(index, std::move(outcome.error()));
  }
}

void Fetches::cancel() {
  cancelled_ = true;
  if (round_)
    round_->fail(0, failure_of(0, Fault::cancelled).failure);
}

} // namespace geminid::fetch
