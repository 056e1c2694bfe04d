// Hands events to those who listen at GET /admin/api/events. Whoever publishes pays nothing while nobody listens, and
// never waits for a slow listener: that one loses the oldest events and is told how many. io thread only.
#pragma once

#include "server/net/task.hpp"
#include "shared/json_fields.hpp"

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::admin {

class EventListener;

class EventHub : public std::enable_shared_from_this<EventHub> {
public:
  static constexpr std::size_t listeners_max = 16;
  /// Of one listener.
  static constexpr std::size_t queued_max = 256;
  /// Events since the last pulse; more are counted as lost, so that a storm (all keys at midnight) stays cheap.
  static constexpr std::size_t burst_max = 1'000;

  explicit EventHub(net::asio::io_context& io) : io_(io) {}

  [[nodiscard]] bool listened() const { return !listeners_.empty(); }
  void publish(std::string_view type, const dto::json& data);
  /// The same, and lets the next burst begin.
  void pulse(const dto::json& data);
  /// Null when there are as many as may be, or when it is closed.
  [[nodiscard]] std::shared_ptr<EventListener> listen();
  /// The process ends: listeners are told, and there will be no others.
  void close();
  [[nodiscard]] bool closed() const { return closed_; }

private:
  friend class EventListener;

  net::asio::io_context& io_;
  std::vector<EventListener*> listeners_;
  std::uint64_t next_id_ = 1;
  std::size_t burst_ = 0;
  bool closed_ = false;
};

/// Listens for as long as it lives, which may be longer than the hub's owner does.
class EventListener {
public:
  explicit EventListener(std::shared_ptr<EventHub> hub);
  ~EventListener();
  EventListener(const EventListener&) = delete;
  EventListener& operator=(const EventListener&) = delete;

  /// What has come, as it goes over the wire. Empty when nothing came for so long, when the client has left, or when
  /// the hub was closed.
  net::Task<std::string> next(std::chrono::milliseconds silence);
  /// The client has gone.
  void leave();
  [[nodiscard]] bool left() const { return left_; }

private:
  friend class EventHub;
  using Frame = std::shared_ptr<const std::string>;

  void take(Frame frame);
  void wake() { woken_.cancel(); }

  std::shared_ptr<EventHub> hub_;
  std::deque<Frame> queue_;
  std::size_t lost_ = 0;
  boost::asio::steady_timer woken_;
  bool left_ = false;
};

} // namespace geminid::admin
