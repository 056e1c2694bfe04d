// What the key pool hears from the keys and tells on.
#include "actors/key_pool_actor.hpp"
#include "actors/ledger_actor.hpp"

#include <algorithm>
#include <set>

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

// Keys and projects that are gone by now are nobody's concern, and keys that somebody has put into a project since are
// that project.
Hints KeyPoolState::hints() const {
  Hints hints;
  for (auto& group : lockstep_.groups(now())) {
    std::set<std::string> subjects;
    for (auto& subject : group.subjects)
      if (const auto found = by_id_.find(subject); found != by_id_.end()) {
        const auto& project = members_[found->second]->identity.config.project;
        subjects.insert(project.empty() ? std::move(subject) : project_owner(project));
      } else if (std::any_of(ledgers_.begin(), ledgers_.end(),
                             [&](const auto& ledger) { return project_owner(ledger.first) == subject; })) {
        subjects.insert(std::move(subject));
      }
    if (subjects.size() < 2)
      continue;
    group.subjects.assign(subjects.begin(), subjects.end());
    hints.groups.push_back(std::move(group));
  }
  return hints;
}

} // namespace geminid::actors
