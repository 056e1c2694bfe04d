// Everything that a former run left, read before any actor runs.
#pragma once

#include "actors/circuit_record.hpp"
#include "actors/config_actor.hpp"
#include "actors/key_record.hpp"
#include "actors/user_directory_actor.hpp"
#include "server/app/config.hpp"
#include "server/app/stored_configuration.hpp"
#include "server/gateway/memory_keeper.hpp"
#include "shared/secret_box.hpp"
#include "shared/store.hpp"

#include <memory>
#include <vector>

namespace geminid::app {

/// A store that is ready to be read, and what opens its secrets.
struct OpenedStore {
  std::unique_ptr<Store> store;
  std::shared_ptr<SecretBox> box;
};

/// Finishes or takes back a change of the master key that a crash cut short. The error is one line for the operator.
[[nodiscard]] Result<OpenedStore> open_store(const Config& config);

struct StoredState : StoredConfiguration {
  std::unique_ptr<Store> store;
  std::shared_ptr<SecretBox> box;
  std::vector<StoreEntry> circuits;
  std::string password_hash; // empty: none yet
  std::string password_mark;
  std::vector<StoreEntry> sessions;
  std::uint64_t next_audit_entry = 1;
  std::uint64_t next_journal_record = 1;
  gateway::StoredMemory memory;
};

/// The error is one line for the operator. A damaged record is logged, left on disk and passed over.
[[nodiscard]] Result<StoredState> open_stored_state(const Config& config);

} // namespace geminid::app
