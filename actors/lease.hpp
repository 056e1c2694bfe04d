// The right to send one request with one key. Whatever happens to its holder, the key learns how the request ended:
// a lease that is dropped unsettled gives everything back.
#pragma once

#include "actors/messages.hpp"

namespace geminid::actors {

/// Shared because messages copy; has one holder at a time. Any thread may drop it.
class Lease {
public:
  /// `ledger` is empty for a key without a named project.
  Lease(Slot slot, KeyActor key, Ledger ledger, const KeyIdentity& identity, std::string model,
        policy::Reservation reservation);
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  [[nodiscard]] Slot slot() const { return slot_; }
  [[nodiscard]] const std::string& key_id() const { return key_id_; }
  [[nodiscard]] const std::string& masked() const { return masked_; }
  /// For the request to upstream, and for redaction; nowhere else.
  [[nodiscard]] const std::string& secret() const { return *secret_; }

  /// Once; `outcome.model` and `outcome.reservation` are filled in here.
  void settle(LeaseOutcome outcome);
  /// The same, when what is done next must see what the outcome did: the message to send to `key()`.
  [[nodiscard]] LeaseOutcome settlement(LeaseOutcome outcome);
  [[nodiscard]] const KeyActor& key() const { return key_; }

private:
  Slot slot_;
  KeyActor key_;
  Ledger ledger_;
  std::string key_id_;
  std::string masked_;
  std::shared_ptr<const std::string> secret_;
  std::string model_;
  policy::Reservation reservation_;
  bool settled_ = false;
};

} // namespace geminid::actors
