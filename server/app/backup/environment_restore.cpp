#include "server/app/backup/environment_restore.hpp"

#include "server/app/backup/content.hpp"
#include "server/log/log.hpp"
#include "server/store/passphrase_box.hpp"

namespace geminid::app {
namespace {

// Whatever a former run left but what opening a store leaves.
Result<bool> is_empty(const Store& store) {
  for (const auto* prefix : {"key/", "user/", "model/", "settings", "env/", "admin/", "audit/"}) {
    const auto newest = store.scan_back(prefix, {}, 1);
    if (!newest)
      return newest.error();
    if (!newest->empty())
      return false;
  }
  return true;
}

} // namespace

Result<Done> restore_from_environment(Store& store, SecretBox& box, const Config& config) {
  if (!config.restore_document)
    return Done{};
  const auto empty = is_empty(store);
  if (!empty)
    return empty.error();
  if (!*empty) {
    log::info("GEMINID_RESTORE is passed over: the store holds a configuration already");
    return Done{};
  }
  const auto refused = [](const Error& error) { return Error{"GEMINID_RESTORE: " + error.message}; };
  const auto content =
      store::open_with_passphrase(*config.restore_document, config.restore_passphrase.value_or(std::string{}));
  if (!content)
    return refused(content.error());
  const auto restoration = read_backup_content(*content, box);
  if (!restoration)
    return refused(restoration.error());
  const auto writes = restore_writes(*restoration, store, box);
  if (!writes)
    return refused(writes.error());
  if (const auto committed = store.commit(*writes); !committed)
    return refused(committed.error());
  box.use_fingerprint_key(restoration->fingerprint_key);
  log::info("GEMINID_RESTORE was restored")
      .with("gemini_keys", restoration->keys)
      .with("user_keys", restoration->user_keys)
      .with("models", restoration->models);
  return Done{};
}

} // namespace geminid::app
