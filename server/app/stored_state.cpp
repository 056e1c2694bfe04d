#include "server/app/stored_state.hpp"

#include "actors/request_journal_actor.hpp"
#include "server/admin/audit.hpp"
#include "server/admin/session_api.hpp"
#include "server/log/log.hpp"
#include "server/store/master_key.hpp"
#include "server/store/openssl_secret_box.hpp"
#include "server/store/rocks_store.hpp"
#include "server/store/schema.hpp"

namespace geminid::app {
namespace {

// Hands each readable record under `prefix` to `take`, which answers an error for one that it can't read.
template <class Take>
Result<Done> read_each(const Store& store, std::string_view prefix, Take take) {
  auto entries = store.scan(prefix);
  if (!entries)
    return entries.error();
  for (const auto& entry : *entries)
    if (const std::optional<Error> damaged = take(entry))
      log::error("a damaged record is left as it is, and passed over").with("error", damaged->message);
  return Done{};
}

Result<Done> read_records(StoredState& state) {
  auto keys = read_each(*state.store, actors::key_record_prefix, [&](const StoreEntry& entry) -> std::optional<Error> {
    auto key = actors::key_from_record(entry, *state.box);
    if (!key)
      return key.error();
    state.keys.push_back(std::move(*key));
    return std::nullopt;
  });
  if (!keys)
    return keys;
  auto users =
      read_each(*state.store, actors::user_record_prefix, [&](const StoreEntry& entry) -> std::optional<Error> {
        auto user = actors::user_from_record(entry);
        if (!user)
          return user.error();
        state.users.push_back(std::move(*user));
        return std::nullopt;
      });
  if (!users)
    return users;
  return read_each(*state.store, actors::model_record_prefix, [&](const StoreEntry& entry) -> std::optional<Error> {
    const auto model = entry.key.substr(actors::model_record_prefix.size());
    const auto document = dto::parse_document(entry.value);
    auto config = document ? dto::parse_model_config(*document) : Result<dto::ModelConfig>{document.error()};
    if (!config)
      return Error{"stored model " + model + ": " + config.error().message};
    state.models[model] = std::move(*config);
    return std::nullopt;
  });
}

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

Result<Done> read_settings(StoredState& state) {
  const auto stored = state.store->get(actors::settings_record_key);
  if (!stored)
    return stored.error();
  if (!*stored)
    return Done{};
  const auto document = dto::parse_document(**stored);
  auto settings = document ? dto::parse_settings(*document) : Result<dto::Settings>{document.error()};
  if (settings)
    state.settings = std::move(*settings);
  else
    log::error("the stored settings can't be read; the defaults are used").with("error", settings.error().message);
  return Done{};
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

} // namespace

Result<StoredState> open_stored_state(const Config& config) {
  StoredState state;
  auto store = store::open_rocks_store(config.data_dir);
  if (!store)
    return store.error();
  state.store = std::move(*store);
  if (const auto schema = store::prepare_schema(*state.store); !schema)
    return schema.error();
  const auto master_key = store::load_master_key(config.data_dir, config.master_key);
  if (!master_key)
    return master_key.error();
  auto box = store::make_secret_box(*master_key);
  if (!box)
    return box.error();
  state.box = std::move(*box);
  if (const auto verified = store::verify_master_key(*state.store, *state.box); !verified)
    return verified.error();
  auto entries = state.store->scan("quota/");
  if (!entries)
    return entries.error();
  state.quotas = std::move(*entries);
  entries = state.store->scan(actors::circuit_record_prefix);
  if (!entries)
    return entries.error();
  state.circuits = std::move(*entries);
  if (const auto records = read_records(state); !records)
    return records.error();
  if (const auto memory = read_memory(state); !memory)
    return memory.error();
  if (const auto settings = read_settings(state); !settings)
    return settings.error();
  if (const auto access = read_admin_access(state); !access)
    return access.error();
  const auto newest = state.store->scan_back(actors::journal_record_prefix, {}, 1);
  if (!newest)
    return newest.error();
  state.next_journal_record = actors::next_journal_record(*newest);
  return state;
}

} // namespace geminid::app
