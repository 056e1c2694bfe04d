#include "server/upstream/deadline.hpp"

namespace geminid::upstream {

namespace {

constexpr SteadyTime never = SteadyTime::max();

} // namespace

// The timer's handler may already be queued when the deadline dies, so it holds the state weakly.
struct Deadline::State : std::enable_shared_from_this<State> {
  State(net::asio::io_context& io, std::function<void()> action)
      : timer(io.get_executor()), on_expiry(std::move(action)) {}

  void arm(SteadyTime when) {
    armed_for = when;
    timer.expires_at(when);
    timer.async_wait([weak = weak_from_this()](boost::system::error_code ec) {
      if (ec)
        return;
      if (const auto self = weak.lock())
        self->ring();
    });
  }

  void ring() {
    armed_for = never;
    if (at == never)
      return;
    if (std::chrono::steady_clock::now() < at)
      return arm(at);
    at = never;
    on_expiry();
  }

  SteadyTimer timer;
  std::function<void()> on_expiry;
  SteadyTime at = never;
  SteadyTime armed_for = never;
};

Deadline::Deadline(net::asio::io_context& io, std::function<void()> on_expiry)
    : state_(std::make_shared<State>(io, std::move(on_expiry))) {}

void Deadline::expire_at(SteadyTime at) {
  state_->at = at;
  if (at < state_->armed_for)
    state_->arm(at);
}

void Deadline::never_expire() {
  state_->at = never;
}

} // namespace geminid::upstream
