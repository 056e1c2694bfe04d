#include "server/app/backup/live_backup.hpp"

#include "actors/ask.hpp"
#include "server/app/backup/content.hpp"
#include "server/app/gateway_config.hpp"
#include "server/app/stored_configuration.hpp"
#include "server/log/log.hpp"

#include <algorithm>
#include <utility>

namespace geminid::app {
namespace {

/// What was scanned, for reading.
class Snapshot final : public Store {
public:
  void add(std::vector<StoreEntry> entries) {
    for (auto& entry : entries)
      entries_.insert_or_assign(std::move(entry.key), std::move(entry.value));
  }

  Result<Done> commit(const std::vector<StoreWrite>& writes) override {
    for (const auto& [key, value] : writes) {
      if (value)
        entries_.insert_or_assign(key, *value);
      else
        entries_.erase(key);
    }
    return Done{};
  }
  Result<std::vector<StoreEntry>> scan(std::string_view prefix) const override {
    std::vector<StoreEntry> found;
    for (auto at = entries_.lower_bound(prefix); at != entries_.end() && at->first.starts_with(prefix); ++at)
      found.push_back({at->first, at->second});
    return found;
  }
  Result<std::optional<std::string>> get(std::string_view key) const override {
    const auto found = entries_.find(key);
    return found == entries_.end() ? std::optional<std::string>{} : std::optional{found->second};
  }

private:
  std::map<std::string, std::string, std::less<>> entries_;
};

Error unavailable() {
  return {"The store or an actor did not answer; nothing has changed."};
}

net::Task<Result<Done>> scan_into(Snapshot& snapshot, admin::Admin& admin) {
  for (const auto prefix : configuration_prefixes) {
    const actors::Scan scan{std::string{prefix}};
    auto scanned = co_await actors::ask(admin.gateway.port, admin.storage, scan);
    if (!scanned)
      co_return unavailable();
    snapshot.add(std::move(scanned->entries));
  }
  co_return Done{};
}

net::Task<Result<std::string>> back_up(admin::Admin& admin, std::shared_ptr<SecretBox> box, std::string passphrase) {
  Snapshot snapshot;
  if (auto scanned = co_await scan_into(snapshot, admin); !scanned)
    co_return scanned.error();
  auto content = backup_content(snapshot, *box, admin.gateway.now());
  if (!content)
    co_return content.error();
  actors::SealDocument wish;
  wish.content = std::move(*content);
  wish.passphrase = std::move(passphrase);
  auto sealed = co_await actors::ask(admin.gateway.port, admin.hasher, std::move(wish));
  if (!sealed)
    co_return unavailable();
  co_return std::move(sealed->document);
}

// One commit; then the snapshot is what the store holds.
net::Task<Result<Done>> write(Snapshot& snapshot, admin::Admin& admin, const Restoration& restoration,
                              const SecretBox& box) {
  auto writes = restore_writes(restoration, snapshot, box);
  if (!writes)
    co_return writes.error();
  actors::Commit commit;
  commit.writes = *writes;
  const auto committed = co_await actors::ask(admin.gateway.port, admin.storage, std::move(commit));
  if (!committed)
    co_return unavailable();
  co_return snapshot.commit(*writes);
}

net::Task<Result<Done>> go_on_with(const Snapshot& snapshot, admin::Admin& admin, const SecretBox& box) {
  auto configuration = read_configuration(snapshot, box);
  if (!configuration)
    co_return configuration.error();
  admin.gateway.users = user_table(configuration->users); // with the fingerprints, lest a user be a stranger meanwhile
  actors::ReplaceConfig config;
  config.settings = std::move(configuration->settings);
  config.models = std::move(configuration->models);
  const auto configured = co_await actors::ask(admin.gateway.port, admin.config, std::move(config));
  actors::ReplaceUsers users;
  users.users = std::move(configuration->users);
  const auto replaced = co_await actors::ask(admin.gateway.port, admin.users, std::move(users));
  actors::ResumePool pool;
  pool.keys = std::move(configuration->keys);
  pool.quotas = std::move(configuration->quotas);
  const auto resumed = co_await actors::ask(admin.gateway.port, admin.gateway.pool, std::move(pool));
  if (!configured || !replaced || !resumed)
    co_return Error{"An actor did not take over what is stored: restart geminid."};
  co_return Done{};
}

// While the pool is suspended; it goes on with what is stored then, be that restored or as it was.
net::Task<Result<Done>> replace(admin::Admin& admin, const Restoration& restoration, SecretBox& box,
                                const std::optional<std::string>& password, Snapshot before) {
  Snapshot snapshot;
  auto written = co_await scan_into(snapshot, admin);
  if (written)
    written = co_await write(snapshot, admin, restoration, box);
  else
    snapshot = std::move(before);
  if (written) {
    box.use_fingerprint_key(restoration.fingerprint_key);
    if (password)
      admin.password.fingerprint_of_environment = box.fingerprint(*password);
  }
  const auto gone_on = co_await go_on_with(snapshot, admin, box);
  if (!written)
    co_return written.error();
  co_return gone_on;
}

net::Task<Result<admin::Restored>> restore(admin::Admin& admin, std::shared_ptr<SecretBox> box,
                                           std::optional<std::string> password, std::string document,
                                           std::string passphrase) {
  actors::OpenDocument wish;
  wish.document = std::move(document);
  wish.passphrase = std::move(passphrase);
  const auto opened = co_await actors::ask(admin.gateway.port, admin.hasher, std::move(wish));
  if (!opened)
    co_return unavailable();
  if (!opened->content)
    co_return opened->content.error();
  const auto restoration = read_backup_content(*opened->content, *box);
  if (!restoration)
    co_return restoration.error();
  admin::Restored restored;
  restored.keys = restoration->keys;
  restored.user_keys = restoration->user_keys;
  restored.models = restoration->models;
  restored.sessions_ended = restoration->fingerprint_key != box->fingerprint_key();
  Snapshot before;
  if (auto scanned = co_await scan_into(before, admin); !scanned)
    co_return scanned.error();
  admin.backups.restoring = true;
  const actors::SuspendPool suspend;
  const auto suspended = co_await actors::ask(admin.gateway.port, admin.gateway.pool, suspend);
  const auto replaced = co_await replace(admin, *restoration, *box, password, std::move(before));
  admin.backups.restoring = false;
  if (!replaced)
    co_return replaced.error();
  if (!suspended)
    log::error("the last counts of use before the restore could not be stored");
  co_return restored;
}

} // namespace

admin::Backups live_backups(admin::Admin& admin, std::shared_ptr<SecretBox> box, const Config& config) {
  admin::Backups backups;
  backups.back_up = [&admin, box](std::string passphrase) { return back_up(admin, box, std::move(passphrase)); };
  backups.restore = [&admin, box, password = config.admin_password](std::string document, std::string passphrase) {
    return restore(admin, box, password, std::move(document), std::move(passphrase));
  };
  return backups;
}

} // namespace geminid::app
