#include "server/admin/event_hub.hpp"

#include <fmt/format.h>

#include <utility>

namespace geminid::admin {

void EventHub::publish(std::string_view type, const dto::json& data) {
  if (!listened())
    return;
  if (burst_++ >= burst_max) {
    for (auto* listener : listeners_)
      ++listener->lost_;
    return;
  }
  const auto frame = std::make_shared<const std::string>(
      fmt::format("id: {}\nevent: {}\ndata: {}\n\n", next_id_++, type, dto::to_text(data)));
  for (auto* listener : listeners_)
    listener->take(frame);
}

void EventHub::pulse(const dto::json& data) {
  burst_ = 0;
  publish("pulse", data);
}

std::shared_ptr<EventListener> EventHub::listen() {
  if (closed_ || listeners_.size() >= listeners_max)
    return nullptr;
  return std::make_shared<EventListener>(shared_from_this());
}

void EventHub::close() {
  closed_ = true;
  for (auto* listener : listeners_)
    listener->wake();
}

EventListener::EventListener(std::shared_ptr<EventHub> hub) : hub_(std::move(hub)), woken_(hub_->io_) {
  hub_->listeners_.push_back(this);
}

EventListener::~EventListener() {
  std::erase(hub_->listeners_, this);
}

void EventListener::take(Frame frame) {
  if (queue_.size() >= EventHub::queued_max) {
    queue_.pop_front();
    ++lost_;
  }
  queue_.push_back(std::move(frame));
  wake();
}

void EventListener::leave() {
  left_ = true;
  wake();
}

net::Task<std::string> EventListener::next(std::chrono::milliseconds silence) {
  if (queue_.empty() && lost_ == 0 && !left_ && !hub_->closed()) {
    woken_.expires_after(silence);
    co_await woken_.async_wait(net::as_tuple);
  }
  std::string bytes;
  // What was lost lies before what is left.
  if (const auto lost = std::exchange(lost_, 0); lost > 0)
    bytes = fmt::format("event: lost\ndata: {{\"events\":{}}}\n\n", lost);
  for (const auto& frame : std::exchange(queue_, {}))
    bytes += *frame;
  co_return bytes;
}

} // namespace geminid::admin
