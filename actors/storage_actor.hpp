// Owns the store; the only actor that waits for the disk, on a thread of its own (spawn it detached). Requests that
// pile up during one commit are written together by the next.
#pragma once

#include "actors/messages.hpp"

#include <memory>

namespace geminid::actors {

struct WriteNow {};

class StorageState {
public:
  static inline const char* name = "storage";
  std::unique_ptr<Store> store;
  std::vector<StoreWrite> batch;
  std::vector<caf::typed_response_promise<Committed>> waiting;
};

/// StorageActor plus its message to itself.
using StorageActorImpl = StorageActor::extend<caf::reacts_to<WriteNow>>;

StorageActorImpl::behavior_type storage_actor(StorageActorImpl::stateful_pointer<StorageState> self,
                                              std::shared_ptr<std::unique_ptr<Store>> store);

} // namespace geminid::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(geminid::actors::WriteNow)
