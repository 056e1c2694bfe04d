// Hashes passwords off the io thread (spawn it detached), one at a time: a hash costs memory and time by design.
// Whoever asks bounds how many wait.
#pragma once

#include <caf/all.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace geminid::actors {

struct HashPassword {
  std::string password;
};
struct HashedPassword {
  std::string hash;
};
struct CheckPassword {
  std::string password;
  std::string hash;
};
struct CheckedPassword {
  bool right = false;
};

using PasswordActor = caf::typed_actor<caf::replies_to<HashPassword>::with<HashedPassword>,
                                       caf::replies_to<CheckPassword>::with<CheckedPassword>>;

/// The algorithm; called on the actor's thread.
struct PasswordHashing {
  std::function<std::string(std::string_view password)> hash;
  std::function<bool(std::string_view password, std::string_view hash)> matches;
};

PasswordActor::behavior_type password_actor(PasswordActor::pointer self, PasswordHashing hashing);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::HashPassword)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::HashedPassword)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::CheckPassword)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::CheckedPassword)
