#include "server/upstream/connection_pool.hpp"

namespace geminid::upstream {

using std::chrono::steady_clock;

ConnectionPool::ConnectionPool(net::asio::io_context& io, std::size_t idle_max, std::chrono::milliseconds keep_alive)
    : idle_max_(idle_max), keep_alive_(keep_alive), next_close_(io, [this] { close_aged(); }) {}

std::unique_ptr<Connection> ConnectionPool::take() {
  const auto now = steady_clock::now();
  while (!idle_.empty()) {
    auto last = std::move(idle_.back());
    idle_.pop_back();
    if (now < last.until && last.connection->quiet())
      return std::move(last.connection);
  }
  return nullptr;
}

void ConnectionPool::put(std::unique_ptr<Connection> connection) {
  if (idle_max_ == 0)
    return;
  if (idle_.size() >= idle_max_)
    idle_.pop_front();
  connection->never_expire();
  connection->trim();
  idle_.push_back(Idle{std::move(connection), steady_clock::now() + keep_alive_});
  next_close_.expire_at(idle_.front().until);
}

void ConnectionPool::close_aged() {
  const auto now = steady_clock::now();
  while (!idle_.empty() && idle_.front().until <= now)
    idle_.pop_front();
  if (!idle_.empty())
    next_close_.expire_at(idle_.front().until);
}

} // namespace geminid::upstream
