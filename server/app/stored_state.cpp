#include "server/app/stored_state.hpp"

#include "actors/request_journal_actor.hpp"
#include "server/admin/audit.hpp"
#include "server/admin/session_api.hpp"
#include "server/app/backup/environment_restore.hpp"
#include "server/app/read_each.hpp"
#include "server/log/log.hpp"
#include "server/store/fingerprint_key.hpp"
#include "server/store/master_key.hpp"
#include "server/store/openssl_secret_box.hpp"
#include "server/store/rocks_store.hpp"
#include "server/store/schema.hpp"

namespace geminid::app {
namespace {

Result<Done> read_memory(StoredState& state) {
  auto& memory = state.memory;
  auto signatures =
      read_each(*state.store, gateway::signature_record_prefix, [&](const StoreEntry& entry) -> std::optional<Error> {
        auto signature = gateway::signature_from_record(entry, *state.box);
        if (!signature)
          return signature.error();
        memory.signatures.push_back(std::move(*signature));
        return std::nullopt;
      });
  if (!signatures)
    return signatures;
  return read_each(*state.store, gateway::findings_record_prefix, [&](const StoreEntry& entry) -> std::optional<Error> {
    auto findings = gateway::findings_from_record(entry);
    if (!findings)
      return findings.error();
    memory.findings.push_back(std::move(*findings));
    return std::nullopt;
  });
}

Result<Done> read_admin_access(StoredState& state) {
  auto password = state.store->get(admin::password_record_key);
  if (!password)
    return password.error();
  state.password_hash = std::move(*password).value_or("");
  auto mark = state.store->get(admin::password_mark_key);
  if (!mark)
    return mark.error();
  state.password_mark = std::move(*mark).value_or("");
  auto sessions = state.store->scan(admin::session_record_prefix);
  if (!sessions)
    return sessions.error();
  state.sessions = std::move(*sessions);
  const auto newest = state.store->scan_back(admin::audit_record_prefix, {}, 1);
  if (!newest)
    return newest.error();
  state.next_audit_entry = admin::next_audit_entry(*newest);
  return Done{};
}

Result<std::unique_ptr<SecretBox>> verified_box(Store& store, const std::string& master_key) {
  auto box = store::make_secret_box(master_key);
  if (!box)
    return box;
  if (const auto verified = store::verify_master_key(store, **box); !verified)
    return verified.error();
  return box;
}

Result<std::unique_ptr<SecretBox>> open_secrets(Store& store, const Config& config) {
  const auto master_key = store::load_master_key(config.data_dir, config.master_key);
  if (!master_key)
    return master_key.error();
  auto box = verified_box(store, *master_key);
  if (config.master_key)
    return box;
  const auto next = store::next_master_key(config.data_dir);
  if (!next)
    return next.error();
  if (!*next)
    return box;
  if (box) {
    if (const auto discarded = store::discard_next_master_key(config.data_dir); !discarded)
      return discarded.error();
    return box;
  }
  auto next_box = verified_box(store, **next);
  if (!next_box)
    return box;
  if (const auto adopted = store::adopt_next_master_key(config.data_dir); !adopted)
    return adopted.error();
  return next_box;
}

} // namespace

Result<OpenedStore> open_store(const Config& config) {
  OpenedStore state;
  auto store = store::open_rocks_store(config.data_dir);
  if (!store)
    return store.error();
  state.store = std::move(*store);
  if (const auto schema = store::prepare_schema(*state.store); !schema)
    return schema.error();
  auto box = open_secrets(*state.store, config);
  if (!box)
    return box.error();
  state.box = std::move(*box);
  if (const auto fingerprints = store::load_fingerprint_key(*state.store, *state.box); !fingerprints)
    return fingerprints.error();
  return state;
}

Result<StoredState> open_stored_state(const Config& config) {
  auto opened = open_store(config);
  if (!opened)
    return opened.error();
  StoredState state;
  state.store = std::move(opened->store);
  state.box = std::move(opened->box);
  if (const auto restored = restore_from_environment(*state.store, *state.box, config); !restored)
    return restored.error();
  auto entries = state.store->scan(actors::circuit_record_prefix);
  if (!entries)
    return entries.error();
  state.circuits = std::move(*entries);
  auto configuration = read_configuration(*state.store, *state.box);
  if (!configuration)
    return configuration.error();
  static_cast<StoredConfiguration&>(state) = std::move(*configuration);
  if (const auto memory = read_memory(state); !memory)
    return memory.error();
  if (const auto access = read_admin_access(state); !access)
    return access.error();
  const auto newest = state.store->scan_back(actors::journal_record_prefix, {}, 1);
  if (!newest)
    return newest.error();
  state.next_journal_record = actors::next_journal_record(*newest);
  return state;
}

} // namespace geminid::app
