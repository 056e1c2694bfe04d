// A user directory in virtual time, and what tests ask of it.
#pragma once

#include "actors/user_directory_actor.hpp"
#include "actors/user_pass.hpp"
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace geminid::testing_support {

using namespace actors;

inline const Instant noon = *parse_rfc3339("2026-11-23T20:00:00Z"); // in Los Angeles
inline const Instant midnight = *parse_rfc3339("2026-11-24T08:00:00Z");

using Admitted = std::shared_ptr<Answer<AdmitReply>>;

[[nodiscard]] inline std::shared_ptr<UserPass> pass_of(const Admitted& answer) {
  return answer->value && *answer->value ? (*answer->value)->pass : nullptr;
}

[[nodiscard]] inline std::optional<policy::UserLimit> refused_by(const Admitted& answer) {
  if (!answer->value || !*answer->value || !(*answer->value)->overrun)
    return std::nullopt;
  return (*answer->value)->overrun->limit;
}

/// A user directory on the disk of an ActorWorld.
class Users {
public:
  explicit Users(Instant start = noon, std::shared_ptr<test::MemoryDisk> disk = nullptr)
      : world(start, {}, std::move(disk)) {
    UserDirectoryStart users{TimeBase{start, world.scheduler().clock().now()},
                             world.storage,
                             std::make_shared<PlainSecretBox>(),
                             {},
                             {},
                             {},
                             {},
                             {}};
    users.random_id = [this] { return std::to_string(++ids_); };
    users.random_secret = [this] { return "sk-" + std::to_string(++ids_); };
    users.publish = [this](const std::vector<UserRecord>& all) { published = all; };
    users.on_death = [this](const std::string& id, const std::string&) { deaths.push_back(id); };
    const test::MemoryStore stored{world.disk};
    const auto records = stored.scan(user_record_prefix);
    for (const auto& entry : *records)
      users.users.push_back(*user_from_record(entry));
    ids_ = static_cast<int>(world.disk->size()) * 1000;
    directory = world.spawn(user_directory_actor, std::move(users));
    world.run();
    others_ = world.running_actors();
  }
  ~Users() {
    world.set_disk_full(false);
    world.ask(directory, Settle{});
    caf::anon_send_exit(directory, caf::exit_reason::user_shutdown);
    world.run();
  }
  Users(const Users&) = delete;
  Users& operator=(const Users&) = delete;

  std::string create(policy::UserLimits limits) {
    CreateUser request;
    request.config.limits = limits;
    return (*world.ask(directory, request)->value)->user.id;
  }
  Admitted admit(const std::string& user, std::int64_t tokens = 1) {
    return world.ask(directory, AdmitUser{user, tokens});
  }
  /// Carries out so many requests, one after another.
  void serve(const std::string& user, int requests) {
    for (int i = 0; i < requests; ++i)
      ASSERT_TRUE(pass_of(admit(user))) << i;
    world.run();
  }
  int drain(const std::string& user) {
    int requests = 0;
    while (pass_of(admit(user)))
      ++requests;
    return requests;
  }
  void set_limits(const std::string& user, policy::UserLimits limits) {
    PatchUser patch{user, [limits](UserConfig& config) { config.limits = limits; }};
    ASSERT_TRUE(*world.ask(directory, patch)->value);
    world.run();
  }
  std::optional<UserStanding> standing(const std::string& user) {
    const auto list = world.ask(directory, ListUsers{});
    const auto& standings = (*list->value)->standings;
    const auto found = standings.find(user);
    return found == standings.end() ? std::nullopt : std::optional{found->second};
  }
  /// What a crash leaves: the disk alone.
  [[nodiscard]] std::shared_ptr<test::MemoryDisk> crash() const {
    return std::make_shared<test::MemoryDisk>(*world.disk);
  }
  [[nodiscard]] bool on_disk(const std::string& key) const { return world.disk->contains(key); }
  /// How many actors of users there are.
  [[nodiscard]] std::size_t actors() const { return world.running_actors() - others_; }
  /// The user's actor dies: the one that answers for the user.
  void kill_actor(const std::string& user) {
    const auto kill = [](caf::event_based_actor* self, UserDirectory of, std::string whose) {
      self->request(of, caf::infinite, GetUserStanding{std::move(whose)}).then([self](const UserStanding&) {
        caf::anon_send_exit(caf::actor_cast<caf::actor>(self->current_sender()), caf::exit_reason::kill);
      });
    };
    world.spawn(kill, directory, user);
    world.run();
  }

  ActorWorld world;
  UserDirectory directory;
  std::vector<UserRecord> published;
  std::vector<std::string> deaths;

private:
  int ids_ = 0;
  std::size_t others_ = 0;
};

} // namespace geminid::testing_support
