// Runs every actor that is not detached on a Boost.Asio io_context: a message from a request's coroutine to an actor is
// a function call instead of a thread's wake-up, and an idle process has no timer ticking (measured in
// docs/ARCHITECTURE.md).
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <caf/all.hpp>
#include <caf/detail/simple_actor_clock.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

#include <atomic>
#include <deque>
#include <mutex>

namespace geminid::actors {

/// Timeouts and delayed messages of actors, driven by one timer that is armed for the earliest.
class AsioClock final : public caf::detail::simple_actor_clock {
public:
  explicit AsioClock(boost::asio::io_context& io) : timer_(io) {}

  void set_ordinary_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type, uint64_t id) override;
  void set_multi_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type, uint64_t id) override;
  void set_request_timeout(time_point t, caf::abstract_actor* self, caf::message_id id) override;
  void cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) override;
  void cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) override;
  void cancel_timeouts(caf::abstract_actor* self) override;
  void schedule_message(time_point t, caf::strong_actor_ptr receiver, caf::mailbox_element_ptr content) override;
  void schedule_message(time_point t, caf::group target, caf::strong_actor_ptr sender, caf::message content) override;
  void cancel_all() override;
  void stop();

  [[nodiscard]] time_point now() const noexcept override { return time_point::clock::now() + ahead_.load(); }
  /// Moves the present ahead, so that tests need not wait. Any thread.
  void leap(duration_type by);

private:
  using Base = caf::detail::simple_actor_clock;
  template <class Change>
  void changing(Change change);
  void arm();

  std::recursive_mutex mutex_; // detached actors set timeouts from their own threads
  boost::asio::steady_timer timer_;
  std::atomic<duration_type> ahead_{duration_type{0}}; // of the steady clock
  time_point armed_for_ = time_point::max();
  bool stopped_ = false;
};

class AsioScheduler final : public caf::scheduler::abstract_coordinator {
public:
  /// `config.load<AsioScheduler>()` after this: CAF makes the module itself and passes nothing of ours.
  static void use(caf::actor_system_config& config, boost::asio::io_context& io);
  static caf::actor_system::module* make(caf::actor_system& system, caf::detail::type_list<>);

  AsioScheduler(caf::actor_system& system, boost::asio::io_context& io);

  void enqueue(caf::resumable* job) override; // any thread
  caf::actor_clock& clock() noexcept override { return clock_; }
  bool detaches_utility_actors() const override { return false; }

private:
  // Jobs that a running actor schedules stay in the running handler.
  struct Unit final : caf::execution_unit {
    Unit(caf::actor_system* system, AsioScheduler& scheduler) : execution_unit(system), scheduler_(scheduler) {}
    void exec_later(caf::resumable* job) override { scheduler_.local_.push_back(job); }
    AsioScheduler& scheduler_;
  };

  void stop() override;
  void run(caf::resumable* job);
  void step(caf::resumable* job);

  boost::asio::io_context& io_;
  AsioClock clock_;
  Unit unit_;
  std::deque<caf::resumable*> local_;
};

} // namespace geminid::actors
