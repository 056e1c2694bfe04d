// One client request's attempts at upstream: leases a key, sends, reads refusals, and goes on to another key while the
// policy allows it (INTERFACE.md, Routing). Knows no API surface.
#pragma once

#include "actors/lease.hpp"
#include "actors/policy/retry.hpp"
#include "server/gateway/failure.hpp"
#include "server/gateway/gateway.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace geminid::gateway {

/// What is sent, whichever key sends it.
struct UpstreamRequest {
  std::string model;
  std::string target; // "/v1beta/models/…"
  std::string body;
  std::int64_t tokens = 0; // estimate of the input
  std::string user;        // whose turn it is
};

/// For the log.
struct AttemptRecord {
  std::string key; // masked
  int status = 0;  // 0: no answer
  std::int64_t ms = 0;
  std::string reason;
};

/// Held by pointer: `cancel` may come while a coroutine waits inside. io thread only.
class Failover {
public:
  Failover(Gateway& gateway, UpstreamRequest request);
  ~Failover();
  Failover(const Failover&) = delete;
  Failover& operator=(const Failover&) = delete;

  /// Makes attempts until one is answered with 200; then `call()` has its body to read. The error is final.
  net::Task<Result<Done, Failure>> open();
  [[nodiscard]] upstream::Call& call() { return *call_; }
  [[nodiscard]] const UpstreamRequest& request() const { return request_; }

  /// The opened answer turned out to be no answer before anything of it reached the client. Nothing: `open` again.
  net::Task<std::optional<Failure>> broke(upstream::Fault fault);
  net::Task<std::optional<Failure>> was_refused(policy::UpstreamError error);

  /// The answer is whole, or at least its part that came.
  void served(const translate::Usage& usage);
  /// It broke after something of it reached the client.
  void broke_late(const translate::Usage& usage, std::string_view error);

  /// The client is gone: whatever is awaited ends with a failure, soon.
  void cancel();
  [[nodiscard]] bool cancelled() const { return cancelled_; }
  [[nodiscard]] const std::vector<AttemptRecord>& attempts() const { return attempts_; }

private:
  net::Task<std::optional<Failure>> lease();
  net::Task<std::optional<Failure>> next(policy::AttemptFailure failure, Failure told);
  net::Task<std::optional<Failure>> wait(Duration pause);
  [[nodiscard]] std::string redacted(std::string_view text) const;
  void record(int status, std::string_view reason);
  void settle(actors::LeaseOutcome outcome);
  net::Task<void> settle_before_next(actors::LeaseOutcome outcome);

  Gateway& gateway_;
  UpstreamRequest request_;
  std::shared_ptr<actors::Lease> lease_;
  std::unique_ptr<upstream::Call> call_;
  policy::RetryState retries_;
  std::vector<actors::Slot> tried_;
  std::vector<AttemptRecord> attempts_;
  /// The failure that says most, should no other key be found.
  std::optional<Failure> told_;
  bool told_by_upstream_ = false; // and not merely that a key or its quota was at its end
  Instant attempt_began_{};
  Instant deadline_{};
  actors::Ticket ticket_ = 0; // while waiting for a lease
  bool cancelled_ = false;
  boost::asio::steady_timer pause_;
};

} // namespace geminid::gateway
