// What the user directory does with the actors of the user keys that have limits.
#include "actors/gather.hpp"
#include "actors/user_actor.hpp"
#include "actors/user_directory_actor.hpp"

#include <algorithm>
#include <utility>

namespace geminid::actors {

UserDirectoryState::Child* UserDirectoryState::child_of(const std::string& id) {
  const auto user = users_.find(id);
  if (user == users_.end())
    return nullptr;
  auto& child = children_[id];
  if (!child.actor)
    child.actor = self_->spawn<caf::monitored>(
        user_actor, UserActorStart{deps_->time, deps_->storage, UserDirectory{self_}, id, user->second.config.limits});
  ++child.handed;
  return &child;
}

caf::result<AdmitReply> UserDirectoryState::admit(AdmitUser& wish) {
  if (const auto* child = child_of(wish.user))
    return self_->delegate(child->actor, std::move(wish));
  return caf::make_error(caf::sec::invalid_argument);
}

caf::result<UserStanding> UserDirectoryState::standing(GetUserStanding& question) {
  if (const auto* child = child_of(question.user))
    return self_->delegate(child->actor, std::move(question));
  return caf::make_error(caf::sec::invalid_argument);
}

void UserDirectoryState::idle(const UserIdle& idle) {
  const auto child = children_.find(idle.id);
  if (child == children_.end() || child->second.actor != idle.actor || child->second.handed != idle.handled)
    return;
  self_->demonitor(idle.actor.address());
  caf::anon_send_exit(idle.actor, caf::exit_reason::user_shutdown);
  children_.erase(child);
}

void UserDirectoryState::died(const caf::down_msg& message) {
  const auto child = std::find_if(children_.begin(), children_.end(),
                                  [&](const auto& named) { return named.second.actor.address() == message.source; });
  if (child == children_.end())
    return;
  const auto id = child->first;
  children_.erase(child);
  if (users_.contains(id))
    deps_->on_death(id, self_->system().render(message.reason));
  else
    commit({{std::string{user_quota_prefix} + id, std::nullopt}}, [](bool) {}); // what it wrote last
}

caf::result<UserList> UserDirectoryState::list() {
  auto promise = self_->make_response_promise<UserList>();
  self_->request(deps_->storage, caf::infinite, Scan{std::string{user_quota_prefix}})
      .then(
          [this, promise](const Scanned& stored) mutable {
            const auto list = std::make_shared<UserList>(UserList{users(), {}});
            const auto now = deps_->time.at(self_->clock().now());
            for (const auto& user : list->users)
              if (user.config.limits.any())
                list->standings[user.id];
            for (const auto& entry : stored.entries) {
              const auto counts = quota_from_record(entry, now);
              const auto standing = list->standings.find(entry.key.substr(user_quota_prefix.size()));
              if (standing == list->standings.end())
                continue;
              standing->second.minute_requests = counts.minute.requests();
              standing->second.minute_tokens = counts.minute.tokens();
              standing->second.spent = counts.spent;
              if (counts.day.day == policy::pacific_day(now))
                standing->second.day_requests = counts.day.used;
            }
            add_standings(list, [promise, list]() mutable { promise.deliver(std::move(*list)); });
          },
          [promise](caf::error& error) mutable { promise.deliver(std::move(error)); });
  return promise;
}

// From the actors that are there; the others' users have used nothing but what is stored.
void UserDirectoryState::add_standings(std::shared_ptr<UserList> list, std::function<void()> done) {
  std::vector<std::string> ids;
  for (const auto& [id, standing] : list->standings)
    if (children_.contains(id))
      ids.push_back(id);
  const auto all = std::make_shared<Gather>(ids.size(), [done](bool) { done(); });
  for (const auto& id : ids)
    self_->request(child_of(id)->actor, caf::infinite, GetUserStanding{id})
        .then(
            [all, list, id](const UserStanding& standing) {
              list->standings[id] = standing;
              all->arrived(true);
            },
            [all](const caf::error&) { all->arrived(false); });
}

caf::result<Committed> UserDirectoryState::settle() {
  auto promise = self_->make_response_promise<Committed>();
  const auto all = std::make_shared<Gather>(children_.size(), [this, promise](bool ok) mutable {
    end_children();
    if (ok)
      promise.deliver(Committed{});
    else
      promise.deliver(caf::make_error(caf::sec::runtime_error));
  });
  for (const auto& [id, child] : children_)
    self_->request(child.actor, caf::infinite, FlushTotals{})
        .then([all](const Committed&) { all->arrived(true); }, [all](const caf::error&) { all->arrived(false); });
  return promise;
}

void UserDirectoryState::end_children() {
  for (const auto& [id, child] : std::exchange(children_, {})) {
    self_->demonitor(child.actor.address());
    caf::anon_send_exit(child.actor, caf::exit_reason::user_shutdown);
  }
}

} // namespace geminid::actors
