#include "server/app/process.hpp"

#include "actors/asio_scheduler.hpp"
#include "actors/ask.hpp"
#include "actors/dispatcher_actor.hpp"
#include "actors/key_pool_actor.hpp"
#include "actors/storage_actor.hpp"
#include "server/admin/routes.hpp"
#include "server/app/environment_keys.hpp"
#include "server/app/version.hpp"
#include "server/gateway/routes.hpp"
#include "server/store/random.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <spdlog/spdlog.h>

namespace geminid::app {
namespace {

namespace asio = boost::asio;

translate::ChatDefaults chat_defaults(const dto::Settings& settings) {
  using From = dto::ThinkingMode;
  using To = translate::ChatDefaults::Thinking;
  translate::ChatDefaults defaults;
  const auto& thinking = settings.thinking;
  defaults.thinking = thinking.mode == From::off         ? To::off
                      : thinking.mode == From::automatic ? To::automatic
                      : thinking.mode == From::fixed     ? To::fixed
                                                         : To::model_default;
  defaults.thinking_budget = static_cast<std::int32_t>(thinking.budget);
  defaults.include_thoughts = thinking.include_thoughts;
  return defaults;
}

std::shared_ptr<const gateway::Config> gateway_config(const dto::Settings& settings, actors::RulesPtr rules) {
  auto config = std::make_shared<gateway::Config>();
  config->attempts_max = static_cast<std::uint32_t>(settings.routing.max_attempts);
  config->wait_max = Duration{settings.routing.max_wait_ms};
  config->chat = chat_defaults(settings);
  auto aliases = std::make_shared<translate::ModelAliases>();
  for (const auto& [model, of_model] : rules->models)
    for (const auto& alias : of_model.aliases)
      aliases->emplace(alias, model);
  config->chat.aliases = std::move(aliases);
  config->rules = std::move(rules);
  return config;
}

std::shared_ptr<const gateway::UserTable> user_table(const std::vector<actors::UserRecord>& users) {
  gateway::UserTable::Entries entries;
  for (const auto& user : users)
    entries[user.fingerprint] = std::make_shared<const gateway::User>(
        gateway::User{user.id, user.config.name, user.config.enabled, user.config.models, user.config.expires_at});
  return std::make_shared<const gateway::UserTable>(std::move(entries));
}

upstream::Client::Options upstream_options(const Config& config) {
  upstream::Client::Options options;
  options.origin = config.upstream;
  options.connect_timeout = config.upstream_connect_timeout;
  options.idle_timeout = config.upstream_idle_timeout;
  options.ca_file = config.upstream_ca_file;
  return options;
}

struct ActorConfig : caf::actor_system_config {
  explicit ActorConfig(asio::io_context& io) {
    set("logger.console", caf::atom("none"));
    actors::AsioScheduler::use(*this, io);
  }
};

// Members are destroyed in reverse: the actor system outlives what holds its actors.
class Process {
public:
  Process(const Config& config, StoredState state);
  int run();

private:
  actors::KeyPool spawn_pool(StoredState& state);
  actors::UserDirectory spawn_users(StoredState& state);
  actors::ConfigActor spawn_config(StoredState& state);
  net::Task<void> live();
  net::Task<void> end();

  Config config_;
  asio::io_context io_{1};
  ActorConfig actor_config_{io_};
  caf::actor_system system_{actor_config_};
  actors::TimeBase time_{std::chrono::floor<Duration>(std::chrono::system_clock::now()), system_.clock().now()};
  caf::strong_actor_ptr port_{actors::ReplyPort::create(system_, io_)};
  std::shared_ptr<const SecretBox> box_;
  actors::RulesPtr rules_;
  actors::StorageActor storage_;
  actors::Dispatcher dispatcher_;
  actors::KeyPool pool_;
  upstream::Client upstream_;
  gateway::Gateway gateway_;
  actors::UserDirectory users_;
  admin::Admin admin_;
  gateway::ModelCatalogue catalogue_{gateway_};
  http::Router router_;
  http::Server server_;
  asio::signal_set signals_{io_, SIGTERM, SIGINT};
  int exit_code_ = 0;
};

http::Server::Options server_options(const Config& config) {
  http::Server::Options options;
  options.address = config.host;
  options.port = config.port;
  options.limits = config.limits;
  options.on_handler_error = [](std::string_view request_id, std::string_view what) {
    spdlog::error("request={} failed inside: {}", request_id, what);
  };
  options.on_accept_error = [](std::string_view what) { spdlog::error("no new connections: {}", what); };
  return options;
}

Process::Process(const Config& config, StoredState state)
    : config_(config), box_(state.box), rules_(actors::rules_from(state.settings, state.models)),
      storage_(caf::actor_cast<actors::StorageActor>(system_.spawn<caf::detached>(
          actors::storage_actor, std::make_shared<std::unique_ptr<Store>>(std::move(state.store))))),
      dispatcher_(system_.spawn(actors::dispatcher_actor, actors::DispatcherStart{time_, rules_})),
      pool_(spawn_pool(state)),
      upstream_(io_, upstream_options(config)), gateway_{io_,
                                                         system_,
                                                         port_,
                                                         dispatcher_,
                                                         pool_,
                                                         upstream_,
                                                         box_,
                                                         [this] { return time_.at(system_.clock().now()); },
                                                         [] { return store::random_hex(12); },
                                                         {std::chrono::milliseconds{config.stream_keep_alive},
                                                          std::chrono::milliseconds{config.upstream_head_timeout}},
                                                         gateway_config(state.settings, rules_)},
      users_(spawn_users(state)), admin_{gateway_, spawn_config(state), users_, config.admin_token},
      server_(io_, router_, server_options(config)) {
  gateway::add_routes(router_, gateway_, catalogue_, [this] { return server_.draining(); });
  admin::add_routes(router_, admin_);
}

actors::KeyPool Process::spawn_pool(StoredState& state) {
  actors::KeyPoolStart start{time_,
                             dispatcher_,
                             storage_,
                             box_,
                             rules_,
                             [] { return store::random_hex(12); },
                             [](const std::string& id, const std::string& reason) {
                               spdlog::error("the actor of {} died ({}) and was replaced", id, reason);
                             },
                             std::move(state.keys),
                             std::move(state.quotas)};
  return system_.spawn(actors::key_pool_actor, std::move(start));
}

actors::UserDirectory Process::spawn_users(StoredState& state) {
  actors::UserDirectoryStart start{
      time_,
      storage_,
      box_,
      [] { return store::random_hex(12); },
      [] { return store::make_user_key(); },
      [this](const std::vector<actors::UserRecord>& users) { gateway_.users = user_table(users); },
      std::move(state.users)};
  return system_.spawn(actors::user_directory_actor, std::move(start));
}

actors::ConfigActor Process::spawn_config(StoredState& state) {
  actors::ConfigStart start{storage_, std::move(state.settings), std::move(state.models),
                            [this](const dto::Settings& settings, const actors::ModelConfigs& models) {
                              const auto rules = actors::rules_from(settings, models);
                              gateway_.config = gateway_config(settings, rules);
                              caf::anon_send(pool_, actors::NewRules{rules});
                            }};
  return system_.spawn(actors::config_actor, std::move(start));
}

int Process::run() {
  system_.await_actors_before_shutdown(false); // end() has ended them; the replies that they owe nobody wait for
  asio::co_spawn(io_, live(), asio::detached);
  io_.run();
  io_.restart();
  while (io_.poll() > 0) { // lets the actors see that they have ended, so that the store is closed
  }
  return exit_code_;
}

net::Task<void> Process::live() {
  co_await add_environment_keys(gateway_, users_, storage_, config_);
  if (const auto started = server_.start(); !started) {
    spdlog::critical("{}", started.error().message);
    exit_code_ = 1;
    co_return co_await end();
  }
  const actors::PoolStatus question;
  const auto counts = co_await actors::ask(port_, pool_, question);
  spdlog::info("{} listens on {}:{} with {} Gemini keys", version_text(), config_.host, server_.port(),
               counts ? counts->keys : 0);
  co_await signals_.async_wait(net::as_tuple);
  spdlog::info("draining: running requests have {} s to end", config_.drain.count());
  co_await server_.drain(config_.drain);
  co_await end();
}

net::Task<void> Process::end() {
  const actors::Settle settle;
  const auto settled = co_await actors::ask(port_, pool_, settle);
  if (!settled)
    spdlog::error("the last counts could not be stored");
  caf::anon_send_exit(pool_, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(dispatcher_, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(users_, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(admin_.config, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(storage_, caf::exit_reason::user_shutdown);
  signals_.cancel();
  upstream_.close_idle();
  io_.stop();
}

} // namespace

int run_process(const Config& config, StoredState state) {
  Process process{config, std::move(state)};
  return process.run();
}

} // namespace geminid::app
