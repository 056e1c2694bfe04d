// One user key that has limits. Alone knows and changes what the user has used, and decides which requests are
// admitted. The directory starts it at the user's first request and ends it when it is idle; the day's count outlives
// it on disk, the minute's window is empty by then.
#pragma once

#include "actors/clock.hpp"
#include "actors/day_journal.hpp"
#include "actors/spend_journal.hpp"
#include "actors/user_messages.hpp"

namespace geminid::actors {

struct UserActorStart {
  TimeBase time;
  StorageActor storage;
  UserDirectory directory; // hears when it is idle
  std::string id;
  policy::UserLimits limits;
};

class UserActorState {
public:
  static inline const char* name = "user";
  /// Longer than the window, so that whoever is idle has nothing in it.
  static constexpr Duration idle_after{300'000};

  void start(UserActor::pointer self, UserActorStart start);

  caf::result<AdmitReply> admit(const AdmitUser& wish);
  void pass_ended(const PassEnded& ended);
  void new_limits(const policy::UserLimits& limits);
  [[nodiscard]] UserStanding standing();
  void tick();
  caf::result<Committed> flush();

private:
  [[nodiscard]] Instant advance();
  void touch(Instant now);
  void arm(Instant now);
  void rest();
  /// Writes the record with so many requests of the day and tokens spent.
  void persist(std::int64_t day_reserved, std::int64_t spent, DayJournal::Done done);
  void write_spent();

  UserActor::pointer self_ = nullptr;
  std::optional<UserActorStart> deps_;
  policy::UserQuota quota_;
  SpendJournal spend_{quota_.spent};
  DayJournal journal_{quota_.day, [this](std::int64_t reserved, DayJournal::Done done) {
                        persist(reserved, spend_.promise(), std::move(done));
                      }};
  std::uint64_t handled_ = 0; // of what the directory handed on
  Instant last_used_{};
  bool armed_ = false;
};

UserActor::behavior_type user_actor(UserActor::stateful_pointer<UserActorState> self, UserActorStart start);

} // namespace geminid::actors
