#include "server/gateway/sources.hpp"

namespace geminid::gateway {

Sources::Sources(Gateway& gateway, UpstreamRequest request, const Fallbacks& fallbacks, std::size_t count)
    : running_(count), ended_(gateway.io, boost::asio::steady_timer::time_point::max()) {
  for (std::size_t i = 1; i < count; ++i)
    rounds_.push_back(std::make_unique<Rounds>(gateway, request, fallbacks));
  rounds_.push_back(std::make_unique<Rounds>(gateway, std::move(request), fallbacks));
}

void Sources::over(std::optional<Failure> failure) {
  if (failure && !failure_) {
    failure_ = std::move(failure);
    cancel();
  }
  if (--running_ == 0)
    ended_.cancel();
}

net::Task<void> Sources::all_over() {
  while (running_ > 0)
    co_await ended_.async_wait(net::as_tuple);
}

void Sources::cancel() {
  for (const auto& rounds : rounds_)
    rounds->cancel();
}

std::vector<AttemptRecord> Sources::attempts() const {
  std::vector<AttemptRecord> all;
  for (const auto& rounds : rounds_)
    for (auto& attempt : rounds->attempts())
      all.push_back(std::move(attempt));
  return all;
}

} // namespace geminid::gateway
