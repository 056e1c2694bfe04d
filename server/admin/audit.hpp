// The audit log: what admins changed, from where and when. The newest `audit_entries_max` are kept.
#pragma once

#include "server/admin/access.hpp"
#include "server/http/exchange.hpp"
#include "shared/audit_dto.hpp"
#include "shared/store.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace geminid::admin {

inline constexpr std::string_view audit_record_prefix = "audit/";
inline constexpr std::uint64_t audit_entries_max = 10'000;

/// An entry of now, without target, status and details.
[[nodiscard]] dto::AuditEntry audit_entry(const Admin& admin, const Caller& caller, std::string_view action);
/// Gives the entry its id; durable when it completes. A disk that refuses is logged: the change itself is made.
net::Task<void> record(Admin& admin, dto::AuditEntry entry);
/// The number of the first entry of this run, from the newest one on disk.
[[nodiscard]] std::uint64_t next_audit_entry(const std::vector<StoreEntry>& newest);

/// GET /admin/api/audit?limit=&before=
net::Task<http::Response> list_audit(http::Exchange& exchange, Admin& admin);

} // namespace geminid::admin
