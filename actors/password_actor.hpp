// Hashes passwords, and seals and opens what a passphrase protects, off the io thread (spawn it detached), one at a
// time: both cost memory and time by design. Whoever asks bounds how many wait.
#pragma once

#include "shared/result.hpp"

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

struct SealDocument {
  std::string content;
  std::string passphrase;
};
struct SealedDocument {
  std::string document;
};
struct OpenDocument {
  std::string document;
  std::string passphrase;
};
struct OpenedDocument {
  Result<std::string> content;
};

using PasswordActor = caf::typed_actor<
    caf::replies_to<HashPassword>::with<HashedPassword>, caf::replies_to<CheckPassword>::with<CheckedPassword>,
    caf::replies_to<SealDocument>::with<SealedDocument>, caf::replies_to<OpenDocument>::with<OpenedDocument>>;

/// The algorithms; called on the actor's thread.
struct PasswordHashing {
  std::function<std::string(std::string_view password)> hash;
  std::function<bool(std::string_view password, std::string_view hash)> matches;
  std::function<std::string(std::string_view content, std::string_view passphrase)> seal;
  std::function<Result<std::string>(std::string_view document, std::string_view passphrase)> open;
};

PasswordActor::behavior_type password_actor(PasswordActor::pointer self, PasswordHashing hashing);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::HashPassword)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::HashedPassword)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::CheckPassword)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::CheckedPassword)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::SealDocument)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::SealedDocument)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::OpenDocument)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::OpenedDocument)
