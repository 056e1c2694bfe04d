// A lease and back: coroutine, dispatcher, key actor, coroutine; then the settlement. The actors are the real ones on
// the real scheduler, the disk is memory.
#include "actors/asio_scheduler.hpp"
#include "actors/ask.hpp"
#include "actors/config_actor.hpp"
#include "actors/dispatcher_actor.hpp"
#include "actors/key_pool_actor.hpp"
#include "actors/lease.hpp"
#include "actors/storage_actor.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/plain_secret_box.hpp"

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <string>
#include <vector>

namespace geminid::bench {
namespace {

const std::string model = "gemini-2.5-flash";
constexpr std::int64_t tokens = 250;

/// Limits that are counted and never met.
actors::RulesPtr rules() {
  const nlohmann::json limits{{"rpm", 1'000'000'000}, {"tpm", 1'000'000'000'000}, {"rpd", 1'000'000'000}};
  return actors::rules_from({}, {{model, *dto::parse_model_config(limits)}});
}

class Pool {
public:
  explicit Pool(std::int64_t keys)
      : config_(io_), system_(config_), port_(actors::ReplyPort::create(system_, io_)),
        time_(std::chrono::floor<Duration>(std::chrono::system_clock::now()), system_.clock().now()) {
    auto store = std::make_shared<std::unique_ptr<Store>>(std::make_unique<test::MemoryStore>());
    storage_ = caf::actor_cast<actors::StorageActor>(system_.spawn(actors::storage_actor, std::move(store)));
    const auto shared = rules();
    dispatcher_ = system_.spawn(actors::dispatcher_actor, actors::DispatcherStart{time_, shared, storage_});
    actors::KeyPoolStart start{
        time_, dispatcher_, storage_, std::make_shared<testing_support::PlainSecretBox>(), shared, {}, {}, {}, {}};
    start.random_id = [this] { return std::to_string(++ids_); };
    start.on_death = [](const std::string&, const std::string&) {};
    pool_ = system_.spawn(actors::key_pool_actor, std::move(start));
    run(add_keys(keys));
  }

  ~Pool() {
    for (const auto& actor : {caf::actor_cast<caf::actor>(pool_), caf::actor_cast<caf::actor>(dispatcher_),
                              caf::actor_cast<caf::actor>(storage_)})
      caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
    io_.restart();
    io_.poll();
    system_.await_actors_before_shutdown(false);
  }

  void lease_in_turns(benchmark::State& state) { run(leases(state)); }

private:
  struct Config : caf::actor_system_config {
    explicit Config(net::asio::io_context& io) {
      set("logger.console", caf::atom("none"));
      actors::AsioScheduler::use(*this, io);
    }
  };

  void run(net::Task<void> task) {
    bool done = false;
    net::asio::co_spawn(io_, std::move(task), [&done](const std::exception_ptr& failure) {
      if (failure)
        std::rethrow_exception(failure);
      done = true;
    });
    io_.restart();
    while (!done)
      io_.run_one();
  }

  net::Task<void> add_keys(std::int64_t count) {
    actors::AddKeys add;
    for (std::int64_t i = 0; i < count; ++i)
      add.secrets.push_back("AIzaMicroBenchmark-" + std::to_string(i));
    co_await actors::ask(port_, pool_, std::move(add));
  }

  net::Task<void> leases(benchmark::State& state) {
    for (auto _ : state) {
      actors::AcquireLease want;
      want.model = model;
      want.tokens = tokens;
      want.user = "user";
      want.ticket = ++tickets_;
      want.deadline = time_.at(system_.clock().now()) + Duration{60'000};
      auto reply = co_await actors::ask(port_, dispatcher_, std::move(want));
      if (!reply || !reply->lease) {
        state.SkipWithError("no lease");
        break;
      }
      actors::LeaseOutcome outcome;
      outcome.kind = actors::LeaseOutcome::Kind::served;
      outcome.prompt_tokens = tokens;
      reply->lease->settle(std::move(outcome));
    }
  }

  net::asio::io_context io_{1};
  Config config_;
  caf::actor_system system_;
  caf::strong_actor_ptr port_;
  actors::TimeBase time_;
  actors::StorageActor storage_;
  actors::Dispatcher dispatcher_;
  actors::KeyPool pool_;
  actors::Ticket tickets_ = 0;
  int ids_ = 0;
};

void lease(benchmark::State& state) {
  Pool pool{state.range(0)};
  pool.lease_in_turns(state);
}
BENCHMARK(lease)->Arg(10)->Arg(1'000);

} // namespace
} // namespace geminid::bench
