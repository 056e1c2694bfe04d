#include "server/admin/key_retirement.hpp"

#include "actors/ask.hpp"
#include "server/admin/audit.hpp"
#include "server/admin/event_hub.hpp"
#include "server/gateway/key_check.hpp"
#include "server/log/log.hpp"

namespace geminid::admin {

void KeyRetirement::start() {
  task_.start(run(), [](const std::exception_ptr& broken) {
    if (broken)
      log::error("invalid keys are not deleted any more until the next start");
  });
}

net::Task<void> KeyRetirement::run() {
  while (co_await sleep(period)) {
    if (admin_.gateway.config->invalid_keys_kept == Duration{0})
      continue;
    const auto due = co_await due_keys();
    for (const auto& id : due) {
      co_await retire(id);
      if (!co_await sleep(spacing))
        co_return;
    }
  }
}

// False when the alarm has ended, and with it the process.
net::Task<bool> KeyRetirement::sleep(Duration time) {
  const actors::Sleep sleep{time};
  const auto awake = co_await actors::ask(admin_.gateway.port, alarm_, sleep);
  co_return static_cast<bool>(awake);
}

bool KeyRetirement::is_due(const actors::KeySnapshot& key) const {
  const auto& gateway = admin_.gateway;
  return key.state == actors::KeyState::invalid &&
         policy::long_invalid(key.invalid_since, gateway.config->invalid_keys_kept, gateway.now());
}

net::Task<std::vector<std::string>> KeyRetirement::due_keys() {
  std::vector<std::string> ids;
  actors::ListKeys list;
  list.limit = 1000;
  list.state = actors::KeyState::invalid;
  for (bool more = true; more;) {
    const auto page = co_await actors::ask(admin_.gateway.port, admin_.gateway.pool, list);
    more = page && page->more && !page->keys.empty();
    if (!page)
      break;
    for (const auto& key : page->keys)
      if (is_due(key))
        ids.push_back(key.config.id);
    if (more)
      list.after = page->keys.back().config.id;
  }
  co_return ids;
}

net::Task<void> KeyRetirement::retire(std::string id) {
  auto& gateway = admin_.gateway;
  const auto verdict = co_await gateway::check_key(gateway, id);
  if (verdict != gateway::KeyVerdict::invalid)
    co_return;
  const actors::GetKey get{id};
  const auto key = co_await actors::ask(gateway.port, gateway.pool, get);
  if (!key || !is_due(*key))
    co_return;
  actors::BulkKeys removal;
  removal.ids.push_back(id);
  removal.action = actors::BulkAction::remove;
  const auto removed = co_await actors::ask(gateway.port, gateway.pool, std::move(removal));
  if (!removed || removed->ids.empty())
    co_return;
  const auto since = to_rfc3339(*key->invalid_since);
  dto::AuditEntry entry;
  entry.at = gateway.now();
  entry.actor = dto::AuditActor::geminid;
  entry.action = "deleteKey";
  entry.target = id;
  entry.status = 204;
  entry.details["masked"] = key->masked;
  entry.details["reason"] = key->reason;
  entry.details["invalid_since"] = since;
  co_await record(admin_, std::move(entry));
  log::warn("a key was deleted that had been invalid for long")
      .with("key", key->masked)
      .with("id", id)
      .with("since", since)
      .with("reason", key->reason);
  dto::json news = dto::json::object();
  news["operation"] = "deleteKey";
  news["target"] = id;
  admin_.events->publish("changed", news);
}

} // namespace geminid::admin
