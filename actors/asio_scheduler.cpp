#include "actors/asio_scheduler.hpp"

#include <boost/asio/post.hpp>

#include <cassert>

namespace geminid::actors {
namespace {

// CAF constructs its modules by a function without arguments; the system is constructed on the same thread.
thread_local boost::asio::io_context* io_of_next_system = nullptr;

} // namespace

template <class Change>
void AsioClock::changing(Change change) {
  const std::lock_guard lock{mutex_};
  change();
  arm();
}

void AsioClock::set_ordinary_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type, uint64_t id) {
  changing([&] { Base::set_ordinary_timeout(t, self, type, id); });
}

void AsioClock::set_multi_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type, uint64_t id) {
  changing([&] { Base::set_multi_timeout(t, self, type, id); });
}

void AsioClock::set_request_timeout(time_point t, caf::abstract_actor* self, caf::message_id id) {
  changing([&] { Base::set_request_timeout(t, self, id); });
}

void AsioClock::cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) {
  changing([&] { Base::cancel_ordinary_timeout(self, type); });
}

void AsioClock::cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) {
  changing([&] { Base::cancel_request_timeout(self, id); });
}

void AsioClock::cancel_timeouts(caf::abstract_actor* self) {
  changing([&] { Base::cancel_timeouts(self); });
}

void AsioClock::schedule_message(time_point t, caf::strong_actor_ptr receiver, caf::mailbox_element_ptr content) {
  changing([&] { Base::schedule_message(t, std::move(receiver), std::move(content)); });
}

void AsioClock::schedule_message(time_point t, caf::group target, caf::strong_actor_ptr sender, caf::message content) {
  changing([&] { Base::schedule_message(t, std::move(target), std::move(sender), std::move(content)); });
}

void AsioClock::cancel_all() {
  changing([&] { Base::cancel_all(); });
}

void AsioClock::stop() {
  const std::lock_guard lock{mutex_};
  stopped_ = true;
  Base::cancel_all();
  timer_.cancel();
}

void AsioClock::leap(duration_type by) {
  changing([&] {
    ahead_ = ahead_.load() + by;
    armed_for_ = time_point::max();
  });
}

void AsioClock::arm() {
  if (stopped_)
    return;
  if (schedule_.empty()) { // without a timer pending, io_context::run() can end
    armed_for_ = time_point::max();
    timer_.cancel();
    return;
  }
  if (schedule_.begin()->first >= armed_for_)
    return;
  armed_for_ = schedule_.begin()->first;
  timer_.expires_at(armed_for_ - ahead_.load());
  timer_.async_wait([this](boost::system::error_code ec) {
    if (ec)
      return;
    const std::lock_guard lock{mutex_};
    armed_for_ = time_point::max();
    trigger_expired_timeouts(); // enqueues only; no actor code runs under the lock
    arm();
  });
}

void AsioScheduler::use(caf::actor_system_config& config, boost::asio::io_context& io) {
  io_of_next_system = &io;
  config.load<AsioScheduler>();
}

caf::actor_system::module* AsioScheduler::make(caf::actor_system& system, caf::detail::type_list<>) {
  assert(io_of_next_system);
  return new AsioScheduler(system, *io_of_next_system); // the system owns its modules
}

AsioScheduler::AsioScheduler(caf::actor_system& system, boost::asio::io_context& io)
    : abstract_coordinator(system), io_(io), clock_(io), unit_(&system, *this) {}

void AsioScheduler::enqueue(caf::resumable* job) {
  boost::asio::post(io_, [this, job] { run(job); });
}

void AsioScheduler::stop() {
  stop_actors();
  clock_.stop();
  io_.restart();
  while (io_.poll_one() > 0) {
  }
}

void AsioScheduler::run(caf::resumable* job) {
  step(job);
  while (!local_.empty()) {
    auto* const next = local_.front();
    local_.pop_front();
    step(next);
  }
}

void AsioScheduler::step(caf::resumable* job) {
  if (job->resume(&unit_, max_throughput_) == caf::resumable::resume_later)
    enqueue(job);
  else
    caf::intrusive_ptr_release(job);
}

} // namespace geminid::actors
