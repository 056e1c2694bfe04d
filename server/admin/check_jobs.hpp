// Checks of many keys beside the requests: some at a time, spread out so that Google sees no burst from one address.
// One job runs at a time; it outlives the request that began it, and ends with the process. io thread only.
#pragma once

#include "actors/alarm_actor.hpp"
#include "server/admin/event_hub.hpp"
#include "server/gateway/gateway.hpp"
#include "server/gateway/key_check.hpp"
#include "server/net/background.hpp"
#include "shared/live_dto.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geminid::admin {

class CheckJobs {
public:
  /// Keys that are being checked at a time.
  static constexpr std::size_t workers = 8;
  /// Between the beginnings of two checks.
  static constexpr Duration spacing{50};
  /// Of the last ones, that can be asked for.
  static constexpr std::size_t jobs_max = 16;

  CheckJobs(gateway::Gateway& gateway, actors::Alarm alarm, std::shared_ptr<EventHub> events);

  /// Only when none is running.
  const dto::CheckJob& start(std::vector<std::string> ids);
  /// Null when none is.
  [[nodiscard]] const dto::CheckJob* running() const;
  /// Null when there is none of that id, or no longer.
  [[nodiscard]] const dto::CheckJob* find(std::string_view id) const;
  /// The newest first.
  [[nodiscard]] const std::deque<dto::CheckJob>& all() const { return jobs_; }
  /// Gives up what is under way of the running job, if there is one. Completes when nothing is.
  net::Task<void> cancel();

private:
  net::Task<void> work();
  net::Task<bool> wait_for_turn();
  void count(gateway::KeyVerdict verdict);
  void worker_ended(const std::exception_ptr& broken);
  void tell();

  gateway::Gateway& gateway_;
  actors::Alarm alarm_;
  std::shared_ptr<EventHub> events_;
  std::deque<dto::CheckJob> jobs_;
  // Of the running job.
  std::vector<std::string> ids_;
  std::size_t next_ = 0;
  Instant next_turn_{};
  Instant told_at_{};
  bool cancelled_ = false;
  std::vector<std::unique_ptr<net::Background>> workers_;
  std::size_t working_ = 0;
};

} // namespace geminid::admin
