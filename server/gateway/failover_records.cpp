// What a request's attempts leave behind: records of them, and lines in the log.
#include "server/gateway/failover.hpp"
#include "server/log/log.hpp"
#include "shared/redact.hpp"

namespace geminid::gateway {

std::string Failover::redacted(std::string_view text) const {
  return lease_ ? redact_secrets(text, lease_->secret()) : redact_secrets(text);
}

void Failover::record(int status, std::string_view kind, std::string_view reason, const translate::Usage& usage) {
  if (!lease_)
    return;
  attempts_.push_back({lease_->masked(), lease_->key_id(), status, (gateway_.now() - attempt_began_).count(),
                       redacted(reason), usage, kind});
  log_attempt(attempts_.back());
}

// The line of the whole request tells of its attempts, too; these tell of them as they happen.
void Failover::log_attempt(const AttemptRecord& attempt) const {
  log::debug("upstream attempt")
      .with("request", request_.origin.request_id)
      .with("key", attempt.key)
      .with("model", request_.model)
      .with("status", attempt.status)
      .with("ms", attempt.ms)
      .with_any("kind", attempt.kind)
      .with_any("reason", attempt.reason);
}

void Failover::log_refused_key(policy::Refusal refusal, std::string_view reason) const {
  log::warn("Google refused a key")
      .with("request", request_.origin.request_id)
      .with("key", lease_ ? lease_->masked() : std::string{})
      .with("model", request_.model)
      .with("kind", policy::to_string(refusal))
      .with("reason", reason);
}

} // namespace geminid::gateway
