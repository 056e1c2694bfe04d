#include "actors/password_actor.hpp"

namespace geminid::actors {

PasswordActor::behavior_type password_actor(PasswordActor::pointer, PasswordHashing hashing) {
  return {
      [hash = std::move(hashing.hash)](const HashPassword& wish) { return HashedPassword{hash(wish.password)}; },
      [matches = std::move(hashing.matches)](const CheckPassword& wish) {
        return CheckedPassword{matches(wish.password, wish.hash)};
      },
  };
}

} // namespace geminid::actors
