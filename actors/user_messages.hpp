// User keys as the actors know them, and the protocol of those who speak of them.
#pragma once

#include "actors/messages.hpp"
#include "actors/policy/user_quota.hpp"
#include "shared/result.hpp"
#include "shared/thinking_dto.hpp"

namespace geminid::actors {

struct UserConfig {
  std::string name;
  bool enabled = true;
  policy::UserLimits limits;
  std::vector<std::string> models; // empty: all
  std::optional<Instant> expires_at;
  std::optional<dto::Thinking> thinking; // instead of the model's and the settings'
  std::string notes = {};
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

/// What the disk knows of what a user key has used: "user_quota/<id>". `spent` is what it may have spent of its budget.
inline constexpr std::string_view user_quota_prefix = "user_quota/";
[[nodiscard]] StoreWrite counts_record(const std::string& user, const policy::Counts& counts, std::int64_t reserved,
                                       std::int64_t spent);
/// What another run reserved of a day or a budget counts as used; a damaged record as nothing used.
[[nodiscard]] policy::UserQuota quota_from_record(const StoreEntry& entry, Instant now);

// ---- one user key's limits ----

/// Asks to carry out one request; `tokens` estimates its input.
struct AdmitUser {
  std::string user;
  std::int64_t tokens = 0;
};

class UserPass;

struct AdmitReply {
  std::shared_ptr<UserPass> pass;         // else refused:
  std::optional<policy::Overrun> overrun; // nothing: the disk did not take the request
  policy::Allowances allowances;          // after this request
};

/// A pass's request has ended.
struct PassEnded {
  policy::Reservation reservation;
  std::optional<std::int64_t> prompt_tokens;
  std::int64_t completion_tokens = 0;
};
struct NewUserLimits {
  policy::UserLimits limits;
};
struct GetUserStanding {
  std::string user;
};
/// What a user key has used; the requests of the day are those that the disk has when its actor rests.
struct UserStanding {
  std::int64_t minute_requests = 0;
  std::int64_t minute_tokens = 0;
  std::int64_t day_requests = 0;
  std::int64_t concurrent = 0;
  std::int64_t spent = 0; // tokens, for good
  policy::Allowances allowances = {};
};
struct UserTick {};

using UserActor = caf::typed_actor<caf::replies_to<AdmitUser>::with<AdmitReply>, caf::reacts_to<PassEnded>,
                                   caf::reacts_to<NewUserLimits>, caf::replies_to<GetUserStanding>::with<UserStanding>,
                                   caf::reacts_to<UserTick>, caf::replies_to<FlushTotals>::with<Committed>>;

// ---- the directory: who the user keys are ----

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
  /// By id, of those that have limits.
  std::map<std::string, UserStanding> standings;
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
/// A user's actor has nothing to remember that the disk does not know, having handled so many of the messages that the
/// directory handed it.
struct UserIdle {
  std::string id;
  UserActor actor;
  std::uint64_t handled = 0;
};

/// The disk holds these user keys now: those that are left keep what they have used.
struct ReplaceUsers {
  std::vector<UserRecord> users;
};

/// Errors as for KeyPool. `Settle` writes what is only in memory and ends the users' actors.
using UserDirectory =
    caf::typed_actor<caf::replies_to<CreateUser>::with<UserCreated>, caf::replies_to<ListUsers>::with<UserList>,
                     caf::replies_to<PatchUser>::with<UserRecord>, caf::replies_to<RemoveUser>::with<UserRemoved>,
                     caf::replies_to<AdmitUser>::with<AdmitReply>, caf::replies_to<GetUserStanding>::with<UserStanding>,
                     caf::reacts_to<UserIdle>, caf::replies_to<Settle>::with<Committed>,
                     caf::replies_to<ReplaceUsers>::with<Committed>>;

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::AdmitUser)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::AdmitReply)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::PassEnded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::NewUserLimits)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::GetUserStanding)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserStanding)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserTick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::CreateUser)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserCreated)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ListUsers)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserList)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::PatchUser)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserRecord)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::RemoveUser)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserRemoved)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::UserIdle)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::ReplaceUsers)
