#include "actors/user_directory_actor.hpp"

#include "shared/redact.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

caf::error not_stored() {
  return caf::make_error(caf::sec::runtime_error, "the change could not be stored");
}

} // namespace

UserDirectory::behavior_type user_directory_actor(UserDirectory::stateful_pointer<UserDirectoryState> self,
                                                  UserDirectoryStart start) {
  auto& state = self->state;
  state.start(self, std::move(start));
  self->set_down_handler([&state](const caf::down_msg& message) { state.died(message); });
  return {
      [&state](CreateUser& request) { return state.create(request); },
      [&state](const ListUsers&) { return state.list(); },
      [&state](PatchUser& request) { return state.patch(request); },
      [&state](const RemoveUser& request) { return state.remove(request); },
      [&state](ReplaceUsers& request) { return state.replace(request); },
      [&state](AdmitUser& wish) { return state.admit(wish); },
      [&state](GetUserStanding& question) { return state.standing(question); },
      [&state](const UserIdle& idle) { state.idle(idle); },
      [&state](const Settle&) { return state.settle(); },
  };
}

void UserDirectoryState::start(UserDirectory::pointer self, UserDirectoryStart start) {
  self_ = self;
  deps_.emplace(std::move(start));
  for (auto& user : std::exchange(deps_->users, {})) {
    const auto id = user.id;
    users_.emplace(id, std::move(user));
  }
  publish();
}

caf::result<UserCreated> UserDirectoryState::create(CreateUser& request) {
  const auto secret = request.secret.empty() ? deps_->random_secret() : std::move(request.secret);
  const auto print = deps_->box->fingerprint(secret);
  for (const auto& [id, user] : users_)
    if (user.fingerprint == print)
      return UserCreated{user, {}, true};
  if (users_.size() >= deps_->users_max)
    return caf::make_error(caf::sec::runtime_error, "there are as many user keys as there may be");
  UserRecord user;
  user.id = "user_" + deps_->random_id();
  user.fingerprint = print;
  user.masked = mask_secret(secret);
  user.created_at = deps_->time.at(self_->clock().now());
  user.config = std::move(request.config);
  auto promise = self_->make_response_promise<UserCreated>();
  commit({to_record(user)}, [this, promise, user, secret](bool ok) mutable {
    if (!ok) {
      promise.deliver(not_stored());
      return;
    }
    users_[user.id] = user;
    publish();
    promise.deliver(UserCreated{user, secret, false});
  });
  return promise;
}

std::vector<UserRecord> UserDirectoryState::users() const {
  std::vector<UserRecord> users;
  for (const auto& [id, user] : users_)
    users.push_back(user);
  std::stable_sort(users.begin(), users.end(),
                   [](const UserRecord& a, const UserRecord& b) { return a.created_at < b.created_at; });
  return users;
}

caf::result<UserRecord> UserDirectoryState::patch(PatchUser& request) {
  const auto found = users_.find(request.id);
  if (found == users_.end())
    return caf::make_error(caf::sec::invalid_argument);
  auto changed = found->second;
  request.change(changed.config);
  auto promise = self_->make_response_promise<UserRecord>();
  commit({to_record(changed)}, [this, promise, changed](bool ok) mutable {
    if (!ok) {
      promise.deliver(not_stored());
      return;
    }
    if (const auto still_there = users_.find(changed.id); still_there != users_.end())
      still_there->second = changed;
    if (const auto child = children_.find(changed.id); child != children_.end())
      self_->send(child->second.actor, NewUserLimits{changed.config.limits});
    publish();
    promise.deliver(changed);
  });
  return promise;
}

caf::result<UserRemoved> UserDirectoryState::remove(const RemoveUser& request) {
  if (!users_.contains(request.id))
    return UserRemoved{false};
  auto promise = self_->make_response_promise<UserRemoved>();
  commit({{std::string{user_record_prefix} + request.id, std::nullopt},
          {std::string{user_quota_prefix} + request.id, std::nullopt}},
         [this, promise, id = request.id](bool ok) mutable {
           if (!ok) {
             promise.deliver(not_stored());
             return;
           }
           users_.erase(id);
           if (const auto child = children_.find(id); child != children_.end())
             caf::anon_send_exit(child->second.actor, caf::exit_reason::user_shutdown);
           publish();
           promise.deliver(UserRemoved{true});
         });
  return promise;
}

Committed UserDirectoryState::replace(ReplaceUsers& request) {
  users_.clear();
  for (auto& user : request.users) {
    const auto id = user.id;
    users_.emplace(id, std::move(user));
  }
  for (const auto& [id, child] : children_) {
    if (const auto user = users_.find(id); user != users_.end())
      self_->send(child.actor, NewUserLimits{user->second.config.limits});
    else
      caf::anon_send_exit(child.actor, caf::exit_reason::user_shutdown);
  }
  publish();
  return {};
}

// Awaited: a change is made to what the change before it left, not to what that one began with.
void UserDirectoryState::commit(std::vector<StoreWrite> writes, std::function<void(bool)> done) {
  Commit commit{std::move(writes)};
  self_->request(deps_->storage, caf::infinite, std::move(commit))
      .await([done](const Committed&) { done(true); }, [done](const caf::error&) { done(false); });
}

void UserDirectoryState::publish() const {
  deps_->publish(users());
}

} // namespace geminid::actors
