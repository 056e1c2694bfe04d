// Owns the store; the only actor that waits for the disk, on a thread of its own (spawn it detached, behind a
// storage_port). Requests that pile up during one commit are written together by the next.
#pragma once

#include "actors/messages.hpp"

#include <chrono>
#include <memory>
#include <optional>

namespace geminid::actors {

struct WriteNow {};

class StorageState {
public:
  static inline const char* name = "storage";
  std::unique_ptr<Store> store;
  std::vector<StoreWrite> batch;
  std::vector<caf::typed_response_promise<Committed>> waiting;
  std::optional<StoreSize> size;
  caf::actor_clock::time_point measured_at{};
};

/// A measurement of the store's size is good for so long.
inline constexpr std::chrono::seconds store_size_kept{10};

/// StorageActor plus its message to itself.
using StorageActorImpl = StorageActor::extend<caf::reacts_to<WriteNow>>;

StorageActorImpl::behavior_type storage_actor(StorageActorImpl::stateful_pointer<StorageState> self,
                                              std::shared_ptr<std::unique_ptr<Store>> store);

/// The storage actor as the actors of the io thread know it: answers them on that thread. Were the disk's thread to put
/// an answer into a mailbox itself, and be suspended before it has scheduled the receiver, then the receiver would not
/// run for as long, whatever else came: who was told by another actor of what the receiver had been sent would find
/// that it knew nothing of it. Takes `storage` with it when it ends.
StorageActor::behavior_type storage_port(StorageActor::pointer self, const StorageActor& storage);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::WriteNow)
