#include "server/app/service.hpp"

#include "actors/ask.hpp"
#include "actors/dispatcher_actor.hpp"
#include "actors/key_pool_actor.hpp"
#include "actors/storage_actor.hpp"
#include "server/admin/check_jobs.hpp"
#include "server/admin/events_api.hpp"
#include "server/admin/live_pulse.hpp"
#include "server/admin/routes.hpp"
#include "server/admin/session_api.hpp"
#include "server/app/admin_password.hpp"
#include "server/app/backup/live_backup.hpp"
#include "server/app/dashboard.hpp"
#include "server/app/environment_keys.hpp"
#include "server/app/gateway_config.hpp"
#include "server/app/version.hpp"
#include "server/gateway/routes.hpp"
#include "server/log/log.hpp"
#include "server/store/passphrase_box.hpp"
#include "server/store/password_hash.hpp"
#include "server/store/random.hpp"
#include "server/translate/media_type.hpp"

namespace geminid::app {
namespace {

constexpr std::size_t session_token_size = 43; // 256 bits

upstream::Client::Options upstream_options(const Config& config) {
  upstream::Client::Options options;
  options.origin = config.upstream;
  options.proxy = config.upstream_proxy;
  options.connect_timeout = config.upstream_connect_timeout;
  options.idle_timeout = config.upstream_idle_timeout;
  options.ca_file = config.upstream_ca_file;
  return options;
}

fetch::Options fetch_options(const Config& config) {
  fetch::Options options;
  options.proxies = config.proxies;
  options.ca_file = config.upstream_ca_file;
  options.unwanted = translate::unwanted_content_type;
  return options;
}

upstream::Client::Options keep_alive_options(const Config& config) {
  upstream::Client::Options options;
  options.origin = *config.public_origin;
  options.proxy = config.public_proxy;
  options.connect_timeout = config.upstream_connect_timeout;
  options.ca_file = config.upstream_ca_file;
  return options;
}

/// As the settings want it, or as the process was started.
void apply_log_level(const dto::LogSettings& settings, const Config& config) {
  const auto wanted = settings.level ? log::level_from(dto::to_string(*settings.level)) : std::nullopt;
  log::set_level(wanted.value_or(config.log_level));
}

http::Server::Options server_options(const Config& config) {
  http::Server::Options options;
  options.address = config.host;
  options.port = config.port;
  options.limits = config.limits;
  options.cors = config.cors;
  options.on_handler_error = [](std::string_view request_id, std::string_view what) {
    log::error("a request failed inside").with("request", request_id).with("error", what);
  };
  options.on_accept_error = [](std::string_view what) { log::error("no new connections").with("error", what); };
  return options;
}

} // namespace

Service::ActorConfig::ActorConfig(net::asio::io_context& io) {
  set("logger.console", caf::atom("none"));
  actors::AsioScheduler::use(*this, io);
}

Service::Service(net::asio::io_context& io, const Config& config, StoredState state, fetch::Guard guard)
    : config_(config), actor_config_(io), system_(actor_config_),
      time_(std::chrono::floor<Duration>(std::chrono::system_clock::now()), system_.clock().now()),
      port_(actors::ReplyPort::create(system_, io)), box_(state.box),
      rules_(actors::rules_from(state.settings, state.models)), storage_(spawn_storage(std::move(state.store))),
      dispatcher_(system_.spawn(actors::dispatcher_actor,
                                actors::DispatcherStart{time_, rules_, storage_, std::move(state.circuits)})),
      events_(std::make_shared<admin::EventHub>(io)), pool_(spawn_pool(state)),
      upstream_(io, upstream_options(config)), gateway_{io,
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
                                                        gateway_config(state.settings, state.models, rules_)},
      memory_(io, port_, storage_, box_, gateway_.signatures, gateway_.findings, std::move(state.memory)),
      users_(spawn_users(state)),
      admin_{gateway_,           spawn_config(state),   users_,
             storage_,           spawn_hasher(),        [] { return store::random_base62(session_token_size); },
             config.admin_token, config.metrics_public, config.trusted_proxies},
      catalogue_(gateway_), alarm_(system_.spawn(actors::alarm_actor, std::size_t{1'000})),
      health_checks_(gateway_, alarm_), retirement_(admin_, alarm_), server_(io, router_, server_options(config)) {
  system_.await_actors_before_shutdown(false); // stop() has ended them; the replies that they owe nobody wait for
  apply_log_level(state.settings.logs, config_);
  gateway_.directory = users_;
  gateway_.pass_trace_headers = config.pass_trace_headers;
  if (config_.public_origin)
    keep_alive_.emplace(gateway_, system_.spawn(actors::alarm_actor, std::size_t{100}), keep_alive_options(config_));
  spawn_history(state);
  admin_.password.hash = std::move(state.password_hash);
  password_mark_ = std::move(state.password_mark);
  admin_.backups = live_backups(admin_, box_, config_);
  admin_.next_audit_entry = state.next_audit_entry;
  admin_.events = events_;
  admin_.pulse = std::make_shared<admin::LivePulse>(admin_, alarm_);
  admin_.checks = std::make_shared<admin::CheckJobs>(gateway_, alarm_, events_);
  admin::restore_sessions(admin_.sessions, state.sessions, gateway_.now());
  if (config.fetch_urls)
    gateway_.fetcher = std::make_shared<fetch::Fetcher>(io, fetch_options(config), std::move(guard));
  gateway_.fetched_bytes_max = config.limits.body_bytes_max / 4 * 3; // base64 makes four bytes of three
  gateway::add_routes(router_, gateway_, catalogue_, [this] { return server_.draining(); });
  prepare_probe();
  admin::add_routes(router_, admin_);
  add_dashboard(router_, config_.dashboard);
}

void Service::prepare_probe() {
  auto& system = admin_.system;
  system.version = version();
  system.commit = commit();
  system.started_at = gateway_.now();
  system.public_url = config_.public_url;
  system.master_key = config_.master_key ? "environment" : "file";
  system.data_dir = config_.data_dir;
  system.filesystem = admin::file_system_of(config_.data_dir);
  system.listeners = [this] { return std::vector{upstream::host_and_port(config_.host, server_.port())}; };
  system.load = [this] {
    return admin::ServerLoad{server_.active_requests(), server_.open_connections(), server_.open_streams()};
  };
  system.keep_alive = keep_alive_ ? &*keep_alive_ : nullptr;
}

actors::StorageActor Service::spawn_storage(std::unique_ptr<Store> store) {
  const auto owner =
      system_.spawn<caf::detached>(actors::storage_actor, std::make_shared<std::unique_ptr<Store>>(std::move(store)));
  return system_.spawn(actors::storage_port, caf::actor_cast<actors::StorageActor>(owner));
}

actors::KeyPool Service::spawn_pool(StoredState& state) {
  actors::KeyPoolStart start{time_,
                             dispatcher_,
                             storage_,
                             box_,
                             rules_,
                             [] { return store::random_hex(12); },
                             [](const std::string& id, const std::string& reason) {
                               log::error("an actor died and was replaced").with("of", id).with("reason", reason);
                             },
                             std::move(state.keys),
                             std::move(state.quotas)};
  start.watch = admin::watch_keys(events_);
  return system_.spawn(actors::key_pool_actor, std::move(start));
}

actors::UserDirectory Service::spawn_users(StoredState& state) {
  actors::UserDirectoryStart start{
      time_,
      storage_,
      box_,
      [] { return store::random_hex(12); },
      [] { return store::make_user_key(); },
      [this](const std::vector<actors::UserRecord>& users) { gateway_.users = user_table(users); },
      std::move(state.users),
      [](const std::string& id, const std::string& reason) {
        log::error("an actor died; its next request starts another").with("of", id).with("reason", reason);
      }};
  return system_.spawn(actors::user_directory_actor, std::move(start));
}

actors::ConfigActor Service::spawn_config(StoredState& state) {
  actors::ConfigStart start{
      storage_, std::move(state.settings), std::move(state.models),
      [this](const dto::Settings& settings, const actors::ModelConfigs& models) {
        const auto rules = actors::rules_from(settings, models);
        gateway_.config = gateway_config(settings, models, rules);
        caf::anon_send(pool_, actors::NewRules{rules});
        caf::anon_send(gateway_.journal, actors::KeepJournalFor{settings.logs.retention_days, settings.logs.bodies});
        apply_log_level(settings.logs, config_);
        if (keep_alive_)
          keep_alive_->reconsider();
      }};
  return system_.spawn(actors::config_actor, std::move(start));
}

void Service::spawn_history(const StoredState& state) {
  actors::StatisticsStart statistics{time_, storage_};
  statistics.write_failed = [metrics = gateway_.metrics] {
    metrics->write_failed(gateway::Written::statistics);
    log::error("statistics could not be stored; they are tried again");
  };
  gateway_.statistics = system_.spawn(actors::statistics_actor, std::move(statistics));
  actors::RequestJournalStart journal{time_, storage_, state.next_journal_record, state.settings.logs.retention_days};
  journal.bodies = state.settings.logs.bodies;
  journal.write_failed = [metrics = gateway_.metrics] {
    metrics->write_failed(gateway::Written::request_log);
    log::error("the request log could not be stored; it is tried again");
  };
  gateway_.journal = system_.spawn(actors::request_journal_actor, std::move(journal));
}

actors::PasswordActor Service::spawn_hasher() {
  actors::PasswordHashing hashing{
      [](std::string_view password) { return store::hash_password(password); },
      [](std::string_view password, std::string_view hash) { return store::is_password(password, hash); },
      [](std::string_view content, std::string_view passphrase) {
        return store::seal_with_passphrase(content, passphrase);
      },
      [](std::string_view document, std::string_view passphrase) {
        return store::open_with_passphrase(document, passphrase);
      }};
  return system_.spawn<caf::detached>(actors::password_actor, std::move(hashing));
}

net::Task<Result<Done>> Service::start() {
  if (auto prepared = co_await prepare_admin_password(admin_, config_, std::move(password_mark_)); !prepared)
    co_return prepared;
  co_await add_environment_keys(gateway_, users_, storage_, config_);
  if (auto started = server_.start(); !started)
    co_return started;
  if (const auto& proxy = config_.upstream_proxy)
    log::info("upstream is reached through a proxy")
        .with("upstream", config_.upstream.host)
        .with("proxy", upstream::host_and_port(proxy->host, proxy->port));
  if (!config_.dashboard)
    log::info("the dashboard is not served: no --web-dir was given and none is installed");
  health_checks_.start();
  retirement_.start();
  if (keep_alive_)
    keep_alive_->start();
  const actors::PoolStatus question;
  const auto counts = co_await actors::ask(port_, pool_, question);
  log::info("geminid listens")
      .with("address", upstream::host_and_port(config_.host, server_.port()))
      .with("version", version())
      .with("commit", commit())
      .with("gemini_keys", counts ? counts->keys : 0);
  co_return Done{};
}

net::Task<void> Service::stop(std::chrono::seconds patience) {
  events_->close(); // or who listens would hold the drain up
  co_await server_.drain(patience);
  co_await health_checks_.stop(); // and the alarm that the others sleep by
  co_await retirement_.stop();
  co_await admin_.pulse->stop();
  co_await admin_.checks->cancel();
  if (keep_alive_)
    co_await keep_alive_->stop();
  const actors::Settle settle;
  const auto keys_settled = co_await actors::ask(port_, pool_, settle);
  const auto users_settled = co_await actors::ask(port_, users_, settle);
  co_await memory_.stop();
  const auto statistics_settled = co_await actors::ask(port_, gateway_.statistics, settle);
  const auto journal_settled = co_await actors::ask(port_, gateway_.journal, settle);
  if (!keys_settled || !users_settled || !statistics_settled || !journal_settled)
    log::error("the last counts could not be stored");
  caf::anon_send_exit(pool_, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(dispatcher_, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(users_, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(admin_.config, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(admin_.hasher, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(gateway_.statistics, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(gateway_.journal, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(storage_, caf::exit_reason::user_shutdown);
  upstream_.close_idle();
}

actors::AsioClock& Service::clock() {
  return static_cast<actors::AsioClock&>(system_.clock());
}

} // namespace geminid::app
