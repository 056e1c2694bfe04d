// The real actors in virtual time: nothing runs but when the test says so, and no clock ticks but the test's.
#pragma once

#include "actors/dispatcher_actor.hpp"
#include "actors/key_pool_actor.hpp"
#include "actors/lease.hpp"
#include "actors/storage_actor.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/plain_secret_box.hpp"

#include <caf/all.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include <optional>
#include <string>
#include <vector>

namespace geminid::testing_support {

/// An answer that may not have come yet.
template <class Reply>
struct Answer {
  std::optional<caf::expected<Reply>> value;
  caf::strong_actor_ptr by; // whoever answered
};

class ActorWorld {
public:
  explicit ActorWorld(Instant start, actors::Rules rules = {}, std::shared_ptr<test::MemoryDisk> disk = nullptr,
                      actors::DispatcherLimits limits = {});
  ~ActorWorld();

  [[nodiscard]] Instant now() const { return time_.at(scheduler().clock().now()); }
  /// Runs all that is due, now and on the way.
  void advance(Duration by);
  void run() { scheduler().run(); }

  /// When the next timer is due.
  [[nodiscard]] Instant next_timer() const;
  /// Lets at most `count` actors take their turn: who asks next asks in the middle of what goes on.
  void run_some(int count);

  template <class Handle, class Message>
  auto ask(const Handle& target, Message message) {
    auto answer = post(target, std::move(message));
    run();
    return answer;
  }
  /// Asks, but lets nobody run yet.
  template <class Handle, class Message>
  auto post(const Handle& target, Message message) {
    using Reply = typename caf::detail::tl_head<caf::response_type_t<typename Handle::signatures, Message>>::type;
    auto answer = std::make_shared<Answer<Reply>>();
    // An actor a question, because a scoped actor would block the only thread. With arguments, since CAF 0.17.6 binds
    // a null reference for an actor without any.
    const auto put = [](caf::event_based_actor* self, std::shared_ptr<Answer<Reply>> to, Handle whom, Message what) {
      self->request(whom, caf::infinite, what)
          .then(
              [self, to](Reply& reply) {
                to->value.emplace(std::move(reply));
                to->by = self->current_sender();
              },
              [to](caf::error& error) { to->value.emplace(std::move(error)); });
    };
    system_.spawn(put, answer, target, message);
    return answer;
  }

  template <class Function, class... Arguments>
  auto spawn(Function function, Arguments... arguments) {
    return system_.spawn(function, std::move(arguments)...);
  }

  std::vector<std::string> add_keys(std::vector<std::string> secrets, actors::KeyConfig like = {});
  [[nodiscard]] actors::KeySnapshot key(const std::string& id);
  /// Nothing while it waits.
  using LeaseAnswer = std::shared_ptr<Answer<actors::LeaseReply>>;
  LeaseAnswer acquire(const std::string& model, Duration patience = Duration{0}, std::int64_t tokens = 1,
                      const std::string& user = "user", std::vector<actors::Slot> excluded = {});
  LeaseAnswer acquire_preferring(actors::Slot preferred, const std::string& model);
  LeaseAnswer acquire_only(actors::Slot only, const std::string& model, Duration patience);
  void set_rules(actors::Rules rules);
  void kill(const std::string& key_id);
  /// From now on the disk takes nothing, or everything again.
  void set_disk_full(bool full);
  /// The next `count` reads of the disk fail.
  void fail_reads(int count) { store_->fail_next_reads(count); }

  [[nodiscard]] caf::scheduler::test_coordinator& scheduler() const;
  [[nodiscard]] std::size_t running_actors() const { return system_.registry().running(); }

  std::shared_ptr<test::MemoryDisk> disk;
  std::vector<std::string> deaths;
  actors::StorageActor storage;
  actors::Dispatcher dispatcher;
  actors::KeyPool pool;
  actors::Ticket next_ticket = 1;

private:
  struct Config : caf::actor_system_config {
    Config() {
      set("scheduler.policy", caf::atom("testing"));
      set("logger.console", caf::atom("none"));
    }
  };
  Config config_;
  mutable caf::actor_system system_;
  actors::TimeBase time_;
  test::MemoryStore* store_ = nullptr; // the storage actor's
  int ids_ = 0;
};

/// The lease of an answer that came and granted one.
[[nodiscard]] inline std::shared_ptr<actors::Lease> granted(const ActorWorld::LeaseAnswer& answer) {
  return answer->value && *answer->value ? (*answer->value)->lease : nullptr;
}
[[nodiscard]] inline bool waiting(const ActorWorld::LeaseAnswer& answer) {
  return !answer->value;
}
/// The refusal of an answer that came without a lease.
[[nodiscard]] inline std::optional<actors::NoRoom> refused(const ActorWorld::LeaseAnswer& answer) {
  if (!answer->value || !*answer->value || (*answer->value)->lease)
    return std::nullopt;
  return (*answer->value)->cause;
}

} // namespace geminid::testing_support
