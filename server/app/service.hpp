// geminid as one object on one io_context: the actors, the upstream client, the gateway, the admin API and the server.
// The only place that knows all of them. io thread only.
#pragma once

#include "actors/asio_scheduler.hpp"
#include "actors/clock.hpp"
#include "server/admin/admin.hpp"
#include "server/admin/event_hub.hpp"
#include "server/admin/key_retirement.hpp"
#include "server/app/config.hpp"
#include "server/app/stored_state.hpp"
#include "server/fetch/fetcher.hpp"
#include "server/gateway/health_checks.hpp"
#include "server/gateway/keep_alive.hpp"
#include "server/gateway/memory_keeper.hpp"
#include "server/gateway/model_catalogue.hpp"
#include "server/http/router.hpp"
#include "server/http/server.hpp"

#include <caf/all.hpp>

#include <optional>

namespace geminid::app {

/// `io` outlives it, and is polled once more after `stop`, so that the actors see that they have ended.
class Service {
public:
  /// Only tests give another guard: what clients name by URL could otherwise lead anywhere.
  Service(net::asio::io_context& io, const Config& config, StoredState state, fetch::Guard guard = {});
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Adds the environment's keys, then listens. The error is one line for the operator.
  net::Task<Result<Done>> start();
  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  /// Lets running requests end, for at most `patience`, and stores what is only in memory. Once.
  net::Task<void> stop(std::chrono::seconds patience);

  /// What every window, timer and time of day follows; tests make it leap.
  [[nodiscard]] actors::AsioClock& clock();

private:
  actors::StorageActor spawn_storage(std::unique_ptr<Store> store);
  actors::KeyPool spawn_pool(StoredState& state);
  actors::UserDirectory spawn_users(StoredState& state);
  actors::ConfigActor spawn_config(StoredState& state);
  actors::PasswordActor spawn_hasher();
  void spawn_history(const StoredState& state);
  void prepare_probe();

  struct ActorConfig : caf::actor_system_config {
    explicit ActorConfig(net::asio::io_context& io);
  };

  // Members are destroyed in reverse: the actor system outlives what holds its actors.
  Config config_;
  std::string password_mark_; // of the last run
  ActorConfig actor_config_;
  caf::actor_system system_;
  actors::TimeBase time_;
  caf::strong_actor_ptr port_;
  std::shared_ptr<SecretBox> box_;
  actors::RulesPtr rules_;
  actors::StorageActor storage_;
  actors::Dispatcher dispatcher_;
  std::shared_ptr<admin::EventHub> events_;
  actors::KeyPool pool_;
  upstream::Client upstream_;
  gateway::Gateway gateway_;
  gateway::MemoryKeeper memory_;
  actors::UserDirectory users_;
  admin::Admin admin_;
  gateway::ModelCatalogue catalogue_;
  actors::Alarm alarm_;
  gateway::HealthChecks health_checks_;
  admin::KeyRetirement retirement_;
  std::optional<gateway::KeepAlive> keep_alive_; // nothing: the public address is not known
  http::Router router_;
  http::Server server_;
};

} // namespace geminid::app
