#include "server/fetch/slots.hpp"

namespace geminid::fetch {

/// A wait in the queue; out of it again however the coroutine ends.
class Slots::Turn {
public:
  Turn(std::shared_ptr<Slots> slots, upstream::Event& woken) : slots_(std::move(slots)), waiting_{&woken, nullptr} {
    slots_->waiting_.push_back(&waiting_);
  }
  ~Turn() { std::erase(slots_->waiting_, &waiting_); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  [[nodiscard]] Place place() { return std::move(waiting_.place); }

private:
  std::shared_ptr<Slots> slots_;
  Waiting waiting_;
};

net::Task<Slots::Place> Slots::take(std::shared_ptr<Slots> slots, upstream::Event& woken) {
  if (slots->free_ > 0) {
    --slots->free_;
    co_return make_place(slots);
  }
  Turn turn(std::move(slots), woken);
  co_await woken.wait();
  co_return turn.place();
}

Slots::Place Slots::make_place(const std::shared_ptr<Slots>& slots) {
  return {static_cast<void*>(slots.get()), [slots](void*) { give_back(slots); }};
}

void Slots::give_back(const std::shared_ptr<Slots>& slots) {
  if (slots->waiting_.empty()) {
    ++slots->free_;
    return;
  }
  auto* const next = slots->waiting_.front();
  slots->waiting_.pop_front();
  next->place = make_place(slots);
  next->woken->set();
}

} // namespace geminid::fetch
