#include "actors/password_actor.hpp"

namespace geminid::actors {

PasswordActor::behavior_type password_actor(PasswordActor::pointer, PasswordHashing hashing) {
  return {
      [hash = std::move(hashing.hash)](const HashPassword& wish) { return HashedPassword{hash(wish.password)}; },
      [matches = std::move(hashing.matches)](const CheckPassword& wish) {
        return CheckedPassword{matches(wish.password, wish.hash)};
      },
      [seal = std::move(hashing.seal)](const SealDocument& wish) {
        return SealedDocument{seal(wish.content, wish.passphrase)};
      },
      [open = std::move(hashing.open)](const OpenDocument& wish) {
        return OpenedDocument{open(wish.document, wish.passphrase)};
      },
  };
}

} // namespace geminid::actors
