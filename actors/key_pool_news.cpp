// What the key pool hears from the keys and tells on.
#include "actors/key_pool_actor.hpp"
#include "actors/ledger_actor.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

constexpr std::size_t lockstep_told_max = 256;

} // namespace

void KeyPoolState::state_changed(const KeyStateChanged& change) {
  if (change.slot >= members_.size() || !members_[change.slot])
    return;
  auto& member = *members_[change.slot];
  if (member.told && member.state == change.state)
    return;
  member.told = true;
  member.state = change.state;
  if (deps_->watch.state_changed)
    deps_->watch.state_changed(member.identity.config, change);
}

void KeyPoolState::near_limit(const KeyNearLimit& news) const {
  if (news.slot < members_.size() && members_[news.slot] && deps_->watch.near_limit)
    deps_->watch.near_limit(members_[news.slot]->identity.config, news);
}

void KeyPoolState::unforeseen_refusal(const UnforeseenRefusal& news) {
  if (news.slot >= members_.size() || !members_[news.slot])
    return;
  const auto& config = members_[news.slot]->identity.config;
  const auto subject = config.project.empty() ? config.id : project_owner(config.project);
  if (!lockstep_.note(news.model, subject, now()) || !deps_->watch.lockstep)
    return;
  for (const auto& group : hints().groups) {
    auto& told = lockstep_told_[group.model + '\n' + group.subjects.front()];
    if (std::exchange(told, std::max(told, group.subjects.size())) < group.subjects.size())
      deps_->watch.lockstep(group);
  }
  if (lockstep_told_.size() > lockstep_told_max)
    lockstep_told_.clear();
}

// Keys and projects that are gone by now are nobody's concern.
Hints KeyPoolState::hints() const {
  Hints hints;
  for (auto& group : lockstep_.groups(now())) {
    std::erase_if(group.subjects, [this](const std::string& subject) {
      return !by_id_.contains(subject) && std::none_of(ledgers_.begin(), ledgers_.end(), [&](const auto& ledger) {
        return project_owner(ledger.first) == subject;
      });
    });
    if (group.subjects.size() > 1)
      hints.groups.push_back(std::move(group));
  }
  return hints;
}

} // namespace geminid::actors
