// The right of a user to have one request carried out. Whatever happens to its holder, the user's place is free again
// afterwards; the request stays counted.
#pragma once

#include "actors/user_messages.hpp"

namespace geminid::actors {

/// Shared because messages copy; has one holder at a time. Any thread may drop it.
class UserPass {
public:
  UserPass(UserActor user, policy::Reservation reservation) : user_(std::move(user)), reservation_(reservation) {}
  ~UserPass();
  UserPass(const UserPass&) = delete;
  UserPass& operator=(const UserPass&) = delete;

  /// Once; nothing where upstream counted nothing, and when dropped.
  void end(std::optional<std::int64_t> prompt_tokens, std::int64_t completion_tokens = 0);

private:
  UserActor user_;
  policy::Reservation reservation_;
  bool ended_ = false;
};

} // namespace geminid::actors
