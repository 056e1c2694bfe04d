// Idle kept-alive connections to one origin. The last one in is the first one out, so that spares age and are closed.
#pragma once

#include "server/upstream/connection.hpp"

#include <deque>
#include <memory>

namespace geminid::upstream {

class ConnectionPool {
public:
  ConnectionPool(net::asio::io_context& io, std::size_t idle_max, std::chrono::milliseconds keep_alive);

  /// A connection that was alive at this moment; null when there is none.
  [[nodiscard]] std::unique_ptr<Connection> take();
  void put(std::unique_ptr<Connection> connection);
  void close_all() { idle_.clear(); }
  [[nodiscard]] std::size_t size() const { return idle_.size(); }

private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    SteadyTime until;
  };
  void close_aged();

  std::size_t idle_max_;
  std::chrono::milliseconds keep_alive_;
  std::deque<Idle> idle_; // oldest first
  Deadline next_close_;
};

} // namespace geminid::upstream
