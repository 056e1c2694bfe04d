// One client request's attempts at upstream: leases a key, sends, reads refusals, and goes on to another key, the same
// request mended, or another model while the policy allows it (INTERFACE.md, Routing). Knows no API surface.
#pragma once

#include "actors/lease.hpp"
#include "actors/policy/retry.hpp"
#include "server/gateway/failure.hpp"
#include "server/gateway/gateway.hpp"
#include "server/gateway/upstream_request.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace geminid::gateway {

/// For the log.
struct AttemptRecord {
  std::string key; // masked
  std::string key_id;
  int status = 0; // 0: no answer
  std::int64_t ms = 0;
  std::string reason;
  translate::Usage usage = {}; // of its answer
  std::string_view kind = {};  // of the failure: a refusal's or a fault's name
};

/// A key that a request must be sent with, and no other.
struct PinnedKey {
  actors::Slot slot = 0;
  std::string id;
};

/// Held by pointer: `cancel` may come while a coroutine waits inside. io thread only.
class Failover {
public:
  Failover(Gateway& gateway, UpstreamRequest request, Fallbacks fallbacks = {});
  /// One attempt with that key, mended where that helps.
  Failover(Gateway& gateway, UpstreamRequest request, PinnedKey pinned);
  ~Failover();
  Failover(const Failover&) = delete;
  Failover& operator=(const Failover&) = delete;

  /// Makes attempts until one is answered with 200; then `call()` has its body to read. The error is final.
  net::Task<Result<Done, Failure>> open();
  [[nodiscard]] upstream::Call& call() { return *call_; }
  /// That is asked at present; once opened, that which answers.
  [[nodiscard]] const std::string& model() const { return request_.model; }
  /// As it was sent at last.
  [[nodiscard]] const UpstreamRequest& request() const { return request_; }
  /// Once opened, until the answer is told to its key: whose key answers.
  [[nodiscard]] std::optional<PinnedKey> key() const;

  /// The opened answer turned out to be no answer before anything of it reached the client. Nothing: `open` again.
  net::Task<std::optional<Failure>> broke(upstream::Fault fault);
  net::Task<std::optional<Failure>> was_refused(policy::UpstreamError error);

  /// `call` came with the opened answer, and is to be known when the client sends it back without its signature.
  void remember(const translate::SignedCall& call);
  /// The answer is whole, or at least its part that came.
  void served(const translate::Usage& usage);
  /// It broke after something of it reached the client.
  void broke_late(const translate::Usage& usage, std::string_view error);
  /// Whether `open` may be used once more after an answer was `served`, which was nobody's fault and yet of no use: any
  /// key will do, as one more attempt.
  [[nodiscard]] bool may_ask_again();

  /// The client is gone: whatever is awaited ends with a failure, soon.
  void cancel();
  [[nodiscard]] bool cancelled() const { return cancelled_; }
  [[nodiscard]] const std::vector<AttemptRecord>& attempts() const { return attempts_; }

private:
  /// A request for the same key, without what its model refused.
  struct Mending {
    policy::RefusedField field;
    std::vector<std::string> removed;
  };

  net::Task<std::optional<Failure>> attempt();
  net::Task<std::optional<Failure>> lease();
  [[nodiscard]] Failure refused_by_pool(const actors::LeaseReply& reply);
  void take_up(UpstreamRequest request);
  [[nodiscard]] bool mend(policy::RefusedField field);
  void learn_from_mendings();
  net::Task<bool> fall_back(const Failure& failure);
  net::Task<std::optional<Failure>> next(policy::AttemptFailure failure, Failure told);
  net::Task<std::optional<Failure>> wait(Duration pause);
  [[nodiscard]] std::string redacted(std::string_view text) const;
  void record(int status, std::string_view kind, std::string_view reason, const translate::Usage& usage = {});
  void log_attempt(const AttemptRecord& attempt) const;
  void log_refused_key(policy::Refusal refusal, std::string_view reason) const;
  void settle(actors::LeaseOutcome outcome);
  net::Task<void> settle_before_next(actors::LeaseOutcome outcome);

  Gateway& gateway_;
  UpstreamRequest request_;
  Fallbacks fallbacks_;
  std::size_t fallbacks_tried_ = 0;
  std::shared_ptr<actors::Lease> lease_;
  std::unique_ptr<upstream::Call> call_;
  policy::RetryState retries_;
  std::vector<actors::Slot> tried_;
  std::optional<actors::Slot> preferred_;
  std::optional<PinnedKey> pinned_;
  std::vector<Mending> mendings_; // of the present model's request
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
