// Asks upstream now and then whether each key works, at no cost of quota: a key that died is found before a request is,
// and one that Google accepts again comes back by itself (INTERFACE.md, `health_checks`). io thread only.
#pragma once

#include "actors/alarm_actor.hpp"
#include "server/gateway/gateway.hpp"
#include "server/net/background.hpp"

#include <string>
#include <vector>

namespace geminid::gateway {

class HealthChecks {
public:
  HealthChecks(Gateway& gateway, actors::Alarm alarm)
      : gateway_(gateway), alarm_(std::move(alarm)), task_(gateway.io) {}

  /// The first round comes one interval later, so that a restart asks nothing. Once.
  void start();
  /// Ends the alarm too. A check under way is given up: after it nothing here holds a connection.
  net::Task<void> stop();

private:
  net::Task<void> run();
  net::Task<bool> sleep(Duration time);
  net::Task<std::vector<std::string>> enabled_keys();
  net::Task<bool> check_all();

  Gateway& gateway_;
  actors::Alarm alarm_;
  net::Background task_;
};

} // namespace geminid::gateway
