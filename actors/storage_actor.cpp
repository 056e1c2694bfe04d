#include "actors/storage_actor.hpp"

#include "actors/kept_promise.hpp"

namespace geminid::actors {
namespace {

caf::result<Scanned> scanned(Result<std::vector<StoreEntry>> entries) {
  if (!entries)
    return caf::make_error(caf::sec::runtime_error, entries.error().message);
  return Scanned{std::move(*entries)};
}

template <class Reply, class Message>
caf::result<Reply> forward(StorageActor::pointer self, const StorageActor& storage, Message message) {
  KeptPromise<Reply> promise{self->make_response_promise<Reply>()};
  self->request(storage, caf::infinite, std::move(message))
      .then([promise](Reply& reply) mutable { promise.deliver(std::move(reply)); },
            [promise](caf::error& error) mutable { promise.deliver(std::move(error)); });
  return promise.given();
}

} // namespace

StorageActorImpl::behavior_type storage_actor(StorageActorImpl::stateful_pointer<StorageState> self,
                                              std::shared_ptr<std::unique_ptr<Store>> store) {
  auto& state = self->state;
  state.store = std::move(*store);
  return {
      [self, &state](Commit& commit) -> caf::result<Committed> {
        // The mailbox keeps its order: what arrived before WriteNow shares its commit.
        if (state.waiting.empty())
          self->send(self, WriteNow{});
        std::move(commit.writes.begin(), commit.writes.end(), std::back_inserter(state.batch));
        state.waiting.push_back(self->make_response_promise<Committed>());
        return state.waiting.back();
      },
      [&state](const Scan& scan) { return scanned(state.store->scan(scan.prefix)); },
      [&state](const ScanBack& scan) { return scanned(state.store->scan_back(scan.prefix, scan.before, scan.count)); },
      [self, &state](const GetStoreSize&) {
        const auto now = self->clock().now();
        if (!state.size || now >= state.measured_at + store_size_kept) {
          state.size = StoreSize{state.store->bytes_on_disk()};
          state.measured_at = now;
        }
        return *state.size;
      },
      [&state](const WriteNow&) {
        const auto done = state.store->commit(std::exchange(state.batch, {}));
        for (auto& promise : std::exchange(state.waiting, {})) {
          if (done)
            promise.deliver(Committed{});
          else
            promise.deliver(caf::make_error(caf::sec::runtime_error, done.error().message));
        }
      },
  };
}

StorageActor::behavior_type storage_port(StorageActor::pointer self, const StorageActor& storage) {
  self->link_to(storage);
  return {
      [self, storage](Commit& commit) { return forward<Committed>(self, storage, std::move(commit)); },
      [self, storage](Scan& scan) { return forward<Scanned>(self, storage, std::move(scan)); },
      [self, storage](ScanBack& scan) { return forward<Scanned>(self, storage, std::move(scan)); },
      [self, storage](GetStoreSize& question) { return forward<StoreSize>(self, storage, question); },
  };
}

} // namespace geminid::actors
