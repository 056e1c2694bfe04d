// What every request handler shares: the actors to ask, the upstream to call, and the configuration of the moment.
// io thread only.
#pragma once

#include "actors/request_journal_actor.hpp"
#include "actors/statistics_actor.hpp"
#include "actors/user_messages.hpp"
#include "server/fetch/fetcher.hpp"
#include "server/gateway/affinity.hpp"
#include "server/gateway/field_findings.hpp"
#include "server/gateway/metrics.hpp"
#include "server/gateway/signature_cache.hpp"
#include "server/gateway/traffic_counts.hpp"
#include "server/gateway/user_table.hpp"
#include "server/translate/chat.hpp"
#include "server/upstream/client.hpp"
#include "shared/price_dto.hpp"
#include "shared/secret_box.hpp"
#include "shared/time.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace geminid::gateway {

/// Replaced whole when an admin changes something.
struct Config {
  std::uint32_t attempts_max = 3;
  Duration wait_max{5000};
  bool affinity = true;
  Duration health_check_every{0}; // 0: never
  Duration invalid_keys_kept{0};  // 0: for ever
  Duration keep_alive_every{0};   // 0: never
  bool log_bodies = false;        // of requests and answers, in the request log
  translate::ChatDefaults chat;
  dto::Prices prices;
  actors::RulesPtr rules = std::make_shared<actors::Rules>();
};

struct Timeouts {
  /// Silence after which a streaming client gets a comment, so that nothing on the way gives up (gemini-wire.md, 9.7).
  std::chrono::milliseconds keep_alive{10'000};
  /// Until the upstream's response head; models think for minutes.
  std::chrono::milliseconds upstream_head{600'000};
};

inline constexpr std::size_t upstream_body_bytes_max = 64 * 1024 * 1024;
inline constexpr std::size_t upstream_error_bytes_max = 256 * 1024;

struct Gateway {
  net::asio::io_context& io;
  caf::actor_system& system;
  caf::strong_actor_ptr port; // replies to coroutines
  actors::Dispatcher dispatcher;
  actors::KeyPool pool;
  upstream::Client& upstream;
  std::shared_ptr<const SecretBox> box;
  std::function<Instant()> now;
  std::function<std::string()> random_id;

  Timeouts timeouts = {};
  std::shared_ptr<const Config> config = std::make_shared<Config>();
  std::shared_ptr<const UserTable> users = std::make_shared<UserTable>();
  actors::UserDirectory directory = {};
  actors::Statistics statistics = {};
  actors::RequestJournal journal = {};
  translate::JsonParser parser = translate::JsonParser{};
  Affinity affinity = {};
  FieldFindings findings = {};
  SignatureCache signatures = {};
  std::shared_ptr<Metrics> metrics = std::make_shared<Metrics>();
  std::shared_ptr<TrafficCounts> counts = std::make_shared<TrafficCounts>();
  actors::Ticket next_ticket = 1;
  /// Of what clients name by URL; null: nothing is fetched.
  std::shared_ptr<fetch::Fetcher> fetcher = {};
  std::size_t fetched_bytes_max = 24 * 1024 * 1024; // of one request
  bool pass_trace_headers = false;                  // of clients, to Google
};

} // namespace geminid::gateway
