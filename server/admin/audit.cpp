#include "server/admin/audit.hpp"

#include "actors/ask.hpp"
#include "actors/numbered_records.hpp"
#include "server/admin/answers.hpp"
#include "server/admin/query.hpp"
#include "server/log/log.hpp"

#include <algorithm>

namespace geminid::admin {
namespace {

std::string record_key(std::string_view id) {
  return std::string{audit_record_prefix}.append(id);
}

} // namespace

dto::AuditEntry audit_entry(const Admin& admin, const Caller& caller, std::string_view action) {
  dto::AuditEntry entry;
  entry.at = admin.gateway.now();
  entry.actor = caller.actor;
  entry.address = caller.address;
  entry.action = action;
  return entry;
}

net::Task<void> record(Admin& admin, dto::AuditEntry entry) {
  const auto number = admin.next_audit_entry++;
  entry.id = actors::record_id(number);
  actors::Commit commit;
  commit.writes.push_back({record_key(entry.id), dto::to_text(dto::to_json(entry))});
  if (number > audit_entries_max)
    commit.writes.push_back({record_key(actors::record_id(number - audit_entries_max)), std::nullopt});
  const auto committed = co_await actors::ask(admin.gateway.port, admin.storage, std::move(commit));
  if (!committed) {
    admin.gateway.metrics->write_failed(gateway::Written::audit);
    log::error("the audit log could not be written")
        .with("action", entry.action)
        .with("target", entry.target)
        .with("address", entry.address);
  }
}

std::uint64_t next_audit_entry(const std::vector<StoreEntry>& newest) {
  return actors::next_number(newest, audit_record_prefix);
}

net::Task<http::Response> list_audit(http::Exchange& exchange, Admin& admin) {
  const auto limit = query_limit(exchange);
  if (!limit)
    co_return invalid(limit.error());
  actors::ScanBack page{std::string{audit_record_prefix}, {}, *limit + 1};
  if (const auto before = exchange.query("before"); before && !before->empty())
    page.before = record_key(*before);
  const auto scanned = co_await actors::ask(admin.gateway.port, admin.storage, std::move(page));
  if (!scanned)
    co_return failed(scanned.error());
  json entries = json::array();
  const bool more = scanned->entries.size() > *limit;
  const auto shown = std::min(scanned->entries.size(), *limit);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& stored = scanned->entries[i];
    auto entry = json::parse(stored.value, nullptr, false);
    if (entry.is_object())
      entries.push_back(std::move(entry));
  }
  json body{{"audit", std::move(entries)}};
  if (more)
    body["next_before"] = scanned->entries[shown - 1].key.substr(audit_record_prefix.size());
  co_return answer(200, body);
}

} // namespace geminid::admin
