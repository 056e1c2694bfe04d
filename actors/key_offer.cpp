// What a key tells the dispatcher of itself, model by model.
#include "actors/key_actor.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

using namespace std::chrono_literals;

/// A key that has room anyway tells of more room at most this often.
constexpr Duration offer_spacing = 250ms;
/// Models that a key keeps telling the dispatcher about.
constexpr std::size_t published_max = 512;

} // namespace

void KeyActorState::introduce(const std::string& model) {
  if (published_.size() >= published_max)
    std::erase_if(published_, [](const auto& p) { return p.second.next_change == Instant::max(); });
  published_[model];
  if (ledger_)
    self_->send(ledger_, Introduce{model});
  else
    publish(model);
}

void KeyActorState::project_offer(ProjectOffer& offer) {
  const auto model = offer.model;
  published_[model].of_project = std::move(offer);
  publish(model);
  tell_pool();
}

policy::Standing KeyActorState::standing(const std::string& model, const Published& published) {
  const auto at = now();
  policy::Standing standing;
  if (!ledger_)
    standing = quotas_->standing(model, own_limits(model), rules_->limits_of(model), at);
  else if (published.of_project)
    standing = published.of_project->standing;
  return policy::while_cooling(standing, health_.cooling_until, at);
}

void KeyActorState::publish(const std::string& model, Sign sign) {
  auto& published = published_[model];
  auto& offer = published.offer;
  offer.usable = identity_.config.enabled && !health_.invalid;
  offer.priority = identity_.config.priority;
  offer.weight = identity_.config.weight;
  offer.standing = standing(model, published);
  const bool has_room = offer.standing.requests_free > 0;
  const auto change =
      ledger_ ? health_.cooling_until > now() ? health_.cooling_until : Instant::max() : offer.standing.next_change;
  published.next_change = change == Instant::max() || !has_room ? change : std::max(change, now() + offer_spacing);
  KeyOffer news{slot_, model, offer, sign};
  if (sign == Sign::bare_refusal || sign == Sign::location_refusal)
    news.project = identity_.config.project.empty() ? identity_.config.id : identity_.config.project;
  self_->send(deps_->dispatcher, std::move(news));
  arm();
}

void KeyActorState::publish_counted_with(const std::string& model) {
  for (const auto& other : quotas_->counted_with(model))
    publish(other);
}

void KeyActorState::publish_all() {
  for (const auto& [model, published] : published_)
    publish(model);
}

} // namespace geminid::actors
