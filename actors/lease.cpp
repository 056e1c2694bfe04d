#include "actors/lease.hpp"

namespace geminid::actors {

Lease::Lease(Slot slot, KeyActor key, Ledger ledger, const KeyIdentity& identity, std::string model,
             policy::Reservation reservation)
    : slot_(slot), key_(std::move(key)), ledger_(std::move(ledger)), key_id_(identity.config.id),
      masked_(identity.masked), secret_(identity.secret), model_(std::move(model)), reservation_(reservation) {}

Lease::~Lease() {
  if (!settled_)
    settle({});
}

void Lease::settle(LeaseOutcome outcome) {
  if (settled_)
    return;
  caf::anon_send(key_, settlement(std::move(outcome)));
}

LeaseOutcome Lease::settlement(LeaseOutcome outcome) {
  settled_ = true;
  outcome.model = model_;
  outcome.reservation = reservation_;
  if (ledger_)
    caf::anon_send(ledger_, outcome);
  return outcome;
}

} // namespace geminid::actors
