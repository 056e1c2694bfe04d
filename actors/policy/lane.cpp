#include "actors/policy/lane.hpp"

#include <algorithm>
#include <tuple>

namespace geminid::policy {

bool Lane::Better::operator()(const Rank& a, const Rank& b) const {
  return std::tie(a.tier, a.priority, a.share, a.turn) < std::tie(b.tier, b.priority, b.share, b.turn);
}

void Lane::ensure(Slot slot) {
  while (places_.size() <= slot) {
    places_.push_back({});
    ranks_.add({});
    ready_.add(Instant::max());
  }
}

void Lane::set(Slot slot, const Offer& offer) {
  ensure(slot);
  auto& place = places_[slot];
  count(place, -1);
  if (place.offer.usable != offer.usable || place.offer.standing.tokens_max != offer.standing.tokens_max)
    tokens_max_.reset();
  place.offer = offer;
  place.tokens_taken = 0;
  count(place, +1);
  refresh(slot);
}

void Lane::clear(Slot slot) {
  if (slot >= places_.size())
    return;
  count(places_[slot], -1);
  tokens_max_.reset();
  places_[slot] = {};
  refresh(slot);
}

void Lane::bar(Slot slot, Instant until) {
  ensure(slot);
  count(places_[slot], -1);
  places_[slot].barred_until = until;
  count(places_[slot], +1);
  refresh(slot);
}

void Lane::restart(Slot slot) {
  if (slot >= places_.size())
    return;
  places_[slot].taken = 0;
  places_[slot].offer.handled = 0;
  places_[slot].tokens_taken = 0;
}

std::optional<Lane::Slot> Lane::pick(std::int64_t tokens, std::span<const Slot> excluded) {
  if (places_.empty())
    return std::nullopt;
  std::vector<Slot> passed_over;
  std::optional<Slot> picked;
  for (;;) {
    const auto best = ranks_.winner();
    if (ranks_[best].tier == Tier::closed)
      break;
    const auto& place = places_[best];
    const bool has_room = place.offer.standing.tokens_free - place.tokens_taken >= tokens;
    if (has_room && std::find(excluded.begin(), excluded.end(), best) == excluded.end()) {
      picked = best;
      break;
    }
    passed_over.push_back(best);
    ranks_.set(best, {});
  }
  for (const auto slot : passed_over)
    ranks_.set(slot, rank(places_[slot]));
  return picked;
}

bool Lane::may_prefer(Slot slot, std::int64_t tokens) const {
  if (!has_room(slot, tokens))
    return false;
  const auto& rank = ranks_[slot];
  const auto& best = ranks_[ranks_.winner()];
  return rank.tier == best.tier && rank.priority == best.priority;
}

bool Lane::has_room(Slot slot, std::int64_t tokens) const {
  if (slot >= places_.size())
    return false;
  const auto& place = places_[slot];
  return ranks_[slot].tier != Tier::closed && place.offer.standing.tokens_free - place.tokens_taken >= tokens;
}

void Lane::take(Slot slot, std::int64_t tokens) {
  auto& place = places_[slot];
  turn_now_ = std::max(turn_now_, place.turn);
  place.turn += 1 / place.offer.weight;
  ++place.taken;
  place.tokens_taken += tokens;
  refresh(slot);
}

Instant Lane::earliest_ready() const {
  return places_.empty() ? Instant::max() : ready_[ready_.winner()];
}

Instant Lane::ready_at(std::int64_t tokens) const {
  if (places_.empty())
    return Instant::max();
  auto first = ready_at(places_[ready_.winner()], tokens);
  if (first > earliest_ready())
    for (const auto& place : places_)
      first = std::min(first, ready_at(place, tokens));
  return first;
}

Instant Lane::ready_at(const Place& place, std::int64_t tokens) {
  return place.offer.usable ? std::max(policy::ready_at(place.offer.standing, tokens), place.barred_until)
                            : Instant::max();
}

std::int64_t Lane::tokens_max() const {
  if (!tokens_max_) {
    tokens_max_ = 0;
    for (const auto& place : places_)
      if (place.offer.usable)
        tokens_max_ = std::max(*tokens_max_, place.offer.standing.tokens_max);
  }
  return *tokens_max_;
}

void Lane::configure(Strategy strategy, double protection_percent) {
  strategy_ = strategy;
  protection_percent_ = protection_percent;
  for (Slot slot = 0; slot < places_.size(); ++slot)
    refresh(slot);
}

Lane::Rank Lane::rank(const Place& place) const {
  const auto& offer = place.offer;
  const auto outstanding = place.taken - std::min(place.taken, offer.handled);
  if (!offer.usable || place.barred_until > Instant{} ||
      offer.standing.requests_free <= static_cast<std::int64_t>(outstanding))
    return {};
  const auto extra = static_cast<double>(outstanding) * offer.standing.share_step;
  const auto share = (offer.standing.share + extra) / offer.weight;
  return {offer.standing.usage_percent >= protection_percent_ ? Tier::guarded : Tier::open, offer.priority,
          strategy_ == Strategy::least_used ? share : 0, place.turn};
}

void Lane::count(const Place& place, std::int32_t by) {
  if (!place.offer.usable)
    return;
  const auto step = static_cast<std::uint32_t>(by); // -1 wraps around, as unsigned addition does
  usable_ += step;
  const auto block = place.barred_until > Instant{} ? Block::location : place.offer.standing.block;
  blocked_[static_cast<std::size_t>(block)] += step;
}

void Lane::refresh(Slot slot) {
  auto& place = places_[slot];
  auto now = rank(place);
  const bool open = now.tier != Tier::closed;
  if (open && !place.open) {
    // Half a step ahead: keys of different weight then take turns instead of starting with one of each.
    place.turn = std::max(place.turn, turn_now_ + 0.5 / place.offer.weight);
    now.turn = place.turn;
  }
  place.open = open;
  ranks_.set(slot, now);
  ready_.set(slot, ready_at(place, 1));
}

} // namespace geminid::policy
