// What admins configured, as a store holds it.
#pragma once

#include "actors/config_actor.hpp"
#include "actors/key_record.hpp"
#include "actors/user_messages.hpp"
#include "shared/secret_box.hpp"
#include "shared/store.hpp"

#include <vector>

namespace geminid::app {

struct StoredConfiguration {
  std::vector<actors::KeyRecord> keys;
  std::vector<StoreEntry> quotas;
  std::vector<actors::UserRecord> users;
  dto::Settings settings;
  actors::ModelConfigs models;
};

/// A damaged record is logged, left in the store and passed over.
[[nodiscard]] Result<StoredConfiguration> read_configuration(const Store& store, const SecretBox& box);

} // namespace geminid::app
