// The user keys: creates, lists, changes and removes them. Stored as keyed hashes only; whoever authenticates gets a
// copy of the whole list whenever it changes. Starts an actor for each user key whose limits are asked for, hands on
// what is asked, ends it when it is idle, and replaces it from what is stored should it die.
#pragma once

#include "actors/clock.hpp"
#include "actors/user_messages.hpp"
#include "shared/secret_box.hpp"

#include <functional>
#include <map>

namespace geminid::actors {

struct UserDirectoryStart {
  TimeBase time;
  StorageActor storage;
  std::shared_ptr<const SecretBox> box;
  std::function<std::string()> random_id;
  std::function<std::string()> random_secret; // "sk-…"
  /// Called at the start and after each durable change, in the actor.
  std::function<void(const std::vector<UserRecord>&)> publish;
  std::vector<UserRecord> users;
  /// Called when a user's actor died.
  std::function<void(const std::string& id, const std::string& reason)> on_death;
  std::size_t users_max = 100'000;
};

class UserDirectoryState {
public:
  static inline const char* name = "user_directory";

  void start(UserDirectory::pointer self, UserDirectoryStart start);

  caf::result<UserCreated> create(CreateUser& request);
  caf::result<UserList> list();
  caf::result<UserRecord> patch(PatchUser& request);
  caf::result<UserRemoved> remove(const RemoveUser& request);
  Committed replace(ReplaceUsers& request);
  caf::result<AdmitReply> admit(AdmitUser& wish);
  caf::result<UserStanding> standing(GetUserStanding& question);
  void idle(const UserIdle& idle);
  caf::result<Committed> settle();
  void died(const caf::down_msg& message);

private:
  struct Child {
    UserActor actor;
    std::uint64_t handed = 0; // messages handed to it
  };

  [[nodiscard]] std::vector<UserRecord> users() const;
  [[nodiscard]] Child* child_of(const std::string& id);
  void add_standings(std::shared_ptr<UserList> list, std::function<void()> done);
  void end_children();
  void commit(std::vector<StoreWrite> writes, std::function<void(bool)> done);
  void publish() const;

  UserDirectory::pointer self_ = nullptr;
  std::optional<UserDirectoryStart> deps_;
  std::map<std::string, UserRecord> users_; // by id
  std::map<std::string, Child> children_;   // by id
};

UserDirectory::behavior_type user_directory_actor(UserDirectory::stateful_pointer<UserDirectoryState> self,
                                                  UserDirectoryStart start);

} // namespace geminid::actors
