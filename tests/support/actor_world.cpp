#include "tests/support/actor_world.hpp"

#include "actors/key_record.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace geminid::testing_support {

ActorWorld::ActorWorld(Instant start, actors::Rules rules, std::shared_ptr<test::MemoryDisk> existing,
                       actors::DispatcherLimits limits)
    : disk(existing ? std::move(existing) : std::make_shared<test::MemoryDisk>()), system_(config_),
      time_(start, scheduler().clock().now()) {
  auto memory = std::make_unique<test::MemoryStore>(disk);
  store_ = memory.get();
  auto store = std::make_shared<std::unique_ptr<Store>>(std::move(memory));
  storage = caf::actor_cast<actors::StorageActor>(system_.spawn(actors::storage_actor, store));
  const auto shared_rules = std::make_shared<const actors::Rules>(std::move(rules));
  const test::MemoryStore stored{disk};
  actors::DispatcherStart start_of_dispatcher{time_, shared_rules, storage, *stored.scan(actors::circuit_record_prefix),
                                              limits};
  dispatcher = system_.spawn(actors::dispatcher_actor, std::move(start_of_dispatcher));

  const auto box = std::make_shared<PlainSecretBox>();
  actors::KeyPoolStart pool_start{time_, dispatcher, storage, box, shared_rules, {}, {}, {}, {}};
  // No two worlds that share a disk begin at the same moment.
  pool_start.random_id = [this, start] {
    return std::to_string(start.time_since_epoch().count() * 1'000'000 + ++ids_);
  };
  pool_start.on_death = [this](const std::string& id, const std::string&) { deaths.push_back(id); };
  const auto keys = stored.scan(actors::key_record_prefix);
  for (const auto& entry : *keys)
    pool_start.keys.push_back(*actors::key_from_record(entry, *box));
  pool_start.quotas = *stored.scan("quota/");
  pool = system_.spawn(actors::key_pool_actor, std::move(pool_start));
  run();
}

ActorWorld::~ActorWorld() {
  ask(pool, actors::Settle{});
  caf::anon_send_exit(pool, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(dispatcher, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(storage, caf::exit_reason::user_shutdown);
  run();
  system_.await_actors_before_shutdown(false);
}

caf::scheduler::test_coordinator& ActorWorld::scheduler() const {
  return dynamic_cast<caf::scheduler::test_coordinator&>(system_.scheduler());
}

void ActorWorld::advance(Duration by) {
  run();
  const auto end = scheduler().clock().now() + by;
  // From one timer to the next, so that what a timer starts happens in its own time.
  for (;;) {
    const auto& schedule = scheduler().clock().schedule();
    auto step = end;
    if (!schedule.empty())
      step = std::min(step, std::max(schedule.begin()->first, scheduler().clock().now()));
    scheduler().advance_time(step - scheduler().clock().now());
    run();
    if (step == end)
      return;
  }
}

Instant ActorWorld::next_timer() const {
  const auto& schedule = scheduler().clock().schedule();
  return schedule.empty() ? Instant::max() : std::max(now(), time_.at(schedule.begin()->first));
}

void ActorWorld::run_some(int count) {
  scheduler().run(static_cast<std::size_t>(count));
}

std::vector<std::string> ActorWorld::add_keys(std::vector<std::string> secrets, actors::KeyConfig like) {
  auto answer = ask(pool, actors::AddKeys{std::move(secrets), std::move(like), false});
  std::vector<std::string> ids;
  for (const auto& key : (*answer->value)->added)
    ids.push_back(key.config.id);
  return ids;
}

actors::KeySnapshot ActorWorld::key(const std::string& id) {
  auto answer = ask(pool, actors::GetKey{id});
  return **answer->value;
}

ActorWorld::LeaseAnswer ActorWorld::acquire(const std::string& model, Duration patience, std::int64_t tokens,
                                            const std::string& user, std::vector<actors::Slot> excluded) {
  actors::AcquireLease want{model, tokens, user, next_ticket++, now() + patience, std::move(excluded), std::nullopt};
  return ask(dispatcher, std::move(want));
}

ActorWorld::LeaseAnswer ActorWorld::acquire_preferring(actors::Slot preferred, const std::string& model) {
  actors::AcquireLease want{model, 1, "user", next_ticket++, now(), {}, preferred};
  return ask(dispatcher, std::move(want));
}

ActorWorld::LeaseAnswer ActorWorld::acquire_only(actors::Slot only, const std::string& model, Duration patience) {
  actors::AcquireLease want{model, 1, "user", next_ticket++, now() + patience, {}, {}, only};
  return ask(dispatcher, std::move(want));
}

void ActorWorld::set_rules(actors::Rules rules) {
  caf::anon_send(pool, actors::NewRules{std::make_shared<const actors::Rules>(std::move(rules))});
  run();
}

void ActorWorld::set_disk_full(bool full) {
  store_->fail_next_commits(full ? std::numeric_limits<int>::max() : 0);
}

void ActorWorld::kill(const std::string& key_id) {
  auto borrowed = ask(pool, actors::BorrowKey{key_id});
  caf::anon_send_exit((*borrowed->value)->key, caf::exit_reason::kill);
  run();
}

} // namespace geminid::testing_support
