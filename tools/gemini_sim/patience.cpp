#include "tools/gemini_sim/patience.hpp"

namespace geminid::sim {

net::Task<bool> Patience::wait() {
  if (!guard_)
    guard_ = exchange_.on_gone([this] {
      gone_ = true;
      timer_.cancel();
    });
  if (!gone_)
    co_await timer_.async_wait(net::as_tuple);
  co_return !gone_;
}

net::Task<bool> Patience::pause(std::chrono::milliseconds delay) {
  if (delay <= std::chrono::milliseconds{0})
    co_return !gone_;
  timer_.expires_after(delay);
  co_return co_await wait();
}

net::Task<bool> Patience::hang() {
  timer_.expires_at(Clock::time_point::max());
  state_.hung.insert(this);
  const bool released = co_await wait();
  state_.hung.erase(this);
  co_return released;
}

void Patience::release_all(SimulatorState& state) {
  for (auto* patience : state.hung)
    patience->timer_.cancel();
}

} // namespace geminid::sim
