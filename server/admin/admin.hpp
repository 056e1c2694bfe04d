// What every admin handler shares. io thread only.
#pragma once

#include "actors/alarm_actor.hpp"
#include "actors/config_actor.hpp"
#include "actors/password_actor.hpp"
#include "actors/user_directory_actor.hpp"
#include "server/admin/login_throttle.hpp"
#include "server/admin/sessions.hpp"
#include "server/admin/system_probe.hpp"
#include "server/gateway/gateway.hpp"
#include "server/http/client_side.hpp"
#include "shared/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace geminid::admin {

class CheckJobs;
class EventHub;
class LivePulse;

/// The password as it is known: the environment's, which always wins, or the hash of the stored one.
struct AdminPassword {
  std::string fingerprint_of_environment; // empty: it sets none
  std::string hash;
  [[nodiscard]] bool from_environment() const { return !fingerprint_of_environment.empty(); }
};

/// What a restore brought back.
struct Restored {
  std::size_t keys = 0;
  std::size_t user_keys = 0;
  std::size_t models = 0;
  bool sessions_ended = false; // the store's fingerprints have become others
};

/// The configuration as one encrypted document, and back again. Errors with a field are the caller's; the others
/// mean that nothing has changed because the disk or an actor refused.
struct Backups {
  std::function<net::Task<Result<std::string>>(std::string passphrase)> back_up;
  std::function<net::Task<Result<Restored>>(std::string document, std::string passphrase)> restore;
  bool under_way = false; // one at a time: each takes memory and time by design
  bool restoring = false; // changes wait for another moment
};

struct Admin {
  gateway::Gateway& gateway;
  actors::ConfigActor config;
  actors::UserDirectory users;
  actors::StorageActor storage;
  actors::PasswordActor hasher;
  std::function<std::string()> random_token; // unguessable
  std::string token;                         // empty: no token is accepted
  bool metrics_public = false;               // /metrics needs no token
  http::TrustedProxies proxies = {};
  AdminPassword password = {};
  Sessions sessions = {};
  LoginThrottle throttle = {};
  std::size_t password_checks = 0; // under way
  std::uint64_t next_audit_entry = 1;
  std::shared_ptr<EventHub> events = {}; // never null once it serves, like the next two
  std::shared_ptr<LivePulse> pulse = {};
  std::shared_ptr<CheckJobs> checks = {};
  SystemProbe system = {};
  Backups backups = {};
};

} // namespace geminid::admin
