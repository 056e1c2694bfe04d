// Asks the gateway's own public address for /health now and then: hosts that put an idle service to sleep see traffic
// (INTERFACE.md, `keep_alive`). io thread only.
#pragma once

#include "actors/alarm_actor.hpp"
#include "server/gateway/gateway.hpp"
#include "server/net/background.hpp"
#include "server/upstream/client.hpp"

#include <optional>
#include <string>

namespace geminid::gateway {

/// When the next request is due; Instant::max(): never. `every` 0: never.
[[nodiscard]] Instant next_keep_alive(Duration every, Instant last);

class KeepAlive {
public:
  struct Outcome {
    Instant at{};
    int status = 0;    // 0: there was no answer
    std::string error; // why not; or that the status is none of success
    Duration took{};

    [[nodiscard]] bool ok() const { return error.empty(); }
  };

  /// `options.origin` is the public address. `alarm` is nobody else's.
  KeepAlive(Gateway& gateway, actors::Alarm alarm, upstream::Client::Options options);

  /// The first request comes one interval later. Once.
  void start();
  /// Ends the alarm too. A request under way is given up.
  net::Task<void> stop();
  /// The settings have changed: what is due is looked at again.
  void reconsider();

  [[nodiscard]] const std::optional<Outcome>& last() const { return last_; }

private:
  net::Task<void> run();
  net::Task<Outcome> ask_self();
  void note(Outcome outcome);

  Gateway& gateway_;
  actors::Alarm alarm_;
  upstream::Client client_;
  std::optional<Outcome> last_;
  net::Background task_;
};

} // namespace geminid::gateway
