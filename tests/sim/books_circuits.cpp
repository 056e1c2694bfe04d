// What the books know of what Google refuses to everybody alike.
#include "tests/sim/books.hpp"

#include <utility>

namespace geminid::sim {

// What was sent after a circuit had half-opened, and was served, closes it.
void Books::circuits_closed(const Booking& booking, Ears ears, Instant now) {
  auto& owner = owners_[booking.owner];
  if (ears.owner && owner.trickles_after && booking.at >= *owner.trickles_after)
    owner.trickles_after.reset();
  if (!ears.key)
    return;
  auto& key = keys_.at(booking.secret);
  const bool half_open = booking.at >= location_refused_at_ + policy::location_circuit.open_max; // surely
  if (key.banned_at && booking.at >= *key.banned_at + policy::location_circuit.open_max && half_open)
    key.banned_at.reset();
  if (auto& throttle = throttles_[booking.model]; now >= throttle.last_refusal + policy::model_circuit.open_max)
    throttle.possible = false;
}

void Books::bare_refusal(const Booking& booking, Instant now) {
  auto& throttle = throttles_[booking.model];
  throttle.last_refusal = now;
  if (throttle.burst.note(booking.owner, 0, now).empty())
    return;
  // A refusal that geminid may have missed makes it uncertain that it counts these.
  const bool sure = !std::exchange(throttle.possible, true) && loss_at_ + policy::BareBurst::window < now;
  if (sure && remembers_models_)
    when_all_was_heard(
        [&throttle, until = now + policy::model_circuit.open_min] { throttle.must_be_shut_until = until; });
}

// Later refusals do not make an opening longer; how long a further opening lasts is not known here.
void Books::location_refusal(Key& key, Instant now) {
  key.banned_at = now;
  if (std::exchange(location_refused_at_, now) + 2 * policy::location_circuit.open_max < now)
    location_open_until_ = now + policy::location_circuit.open_min;
  if (remembers_models_)
    when_all_was_heard([&key, until = location_open_until_] { key.must_be_banned_until = until; });
}

void Books::circuits_may_come_back(Instant start) {
  for (auto& [model, throttle] : throttles_)
    throttle.possible = true;
  for (auto& [secret, key] : keys_)
    if (!key.banned_at)
      key.banned_at = start - policy::location_circuit.open_max; // until it is served
}

void Books::when_all_was_heard(std::function<void()> then) {
  when_step_over_.emplace_back([this, then = std::move(then)] {
    if (loss_in_step_ != step_)
      then();
  });
}

} // namespace geminid::sim
