// The user keys: creates, lists, changes and removes them. Stored as keyed hashes only; whoever authenticates gets a
// copy of the whole list whenever it changes.
#pragma once

#include "actors/clock.hpp"
#include "actors/messages.hpp"
#include "shared/result.hpp"
#include "shared/secret_box.hpp"

#include <functional>
#include <map>

namespace geminid::actors {

struct UserConfig {
  std::string name;
  bool enabled = true;
  std::optional<std::int64_t> rpm, tpm, rpd;
  std::optional<std::int64_t> max_concurrency;
  std::vector<std::string> models; // empty: all
  std::optional<Instant> expires_at;
};

struct UserRecord {
  std::string id;
  std::string fingerprint;
  std::string masked;
  Instant created_at{};
  UserConfig config;
};

inline constexpr std::string_view user_record_prefix = "user/";
[[nodiscard]] StoreWrite to_record(const UserRecord& user);
[[nodiscard]] Result<UserRecord> user_from_record(const StoreEntry& entry);

/// `secret` empty: one is made. Answered when durable.
struct CreateUser {
  UserConfig config;
  std::string secret;
};
struct UserCreated {
  UserRecord user;
  std::string secret; // the only time that it is told
  bool existed = false;
};
struct ListUsers {};
struct UserList {
  std::vector<UserRecord> users; // in order of creation
};
struct PatchUser {
  std::string id;
  std::function<void(UserConfig&)> change;
};
struct RemoveUser {
  std::string id;
};
struct UserRemoved {
  bool existed = false;
};

/// Errors as for KeyPool.
using UserDirectory =
    caf::typed_actor<caf::replies_to<CreateUser>::with<UserCreated>, caf::replies_to<ListUsers>::with<UserList>,
                     caf::replies_to<PatchUser>::with<UserRecord>, caf::replies_to<RemoveUser>::with<UserRemoved>>;

struct UserDirectoryStart {
  TimeBase time;
  StorageActor storage;
  std::shared_ptr<const SecretBox> box;
  std::function<std::string()> random_id;
  std::function<std::string()> random_secret; // "sk-…"
  /// Called at the start and after each durable change, in the actor.
  std::function<void(const std::vector<UserRecord>&)> publish;
  std::vector<UserRecord> users;
  std::size_t users_max = 100'000;
};

class UserDirectoryState {
public:
  static inline const char* name = "user_directory";

  void start(UserDirectory::pointer self, UserDirectoryStart start);

  caf::result<UserCreated> create(CreateUser& request);
  [[nodiscard]] UserList list() const;
  caf::result<UserRecord> patch(PatchUser& request);
  caf::result<UserRemoved> remove(const RemoveUser& request);

private:
  void commit(StoreWrite write, std::function<void(bool)> done);
  void publish() const;

  UserDirectory::pointer self_ = nullptr;
  std::optional<UserDirectoryStart> deps_;
  std::map<std::string, UserRecord> users_; // by id
};

UserDirectory::behavior_type user_directory_actor(UserDirectory::stateful_pointer<UserDirectoryState> self,
                                                  UserDirectoryStart start);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::CreateUser)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserCreated)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ListUsers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserList)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::PatchUser)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserRecord)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::RemoveUser)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserRemoved)
