// One change that an admin made, or a login: GET /admin/api/audit (INTERFACE.md, "Admin API").
#pragma once

#include "shared/json_fields.hpp"

namespace geminid::dto {

/// By what the caller was known. `nobody`: at a login; `geminid`: what a setting made it do by itself.
enum class AuditActor { nobody, token, session, geminid };
[[nodiscard]] EnumNames<AuditActor> audit_actor_names();

struct AuditEntry {
  /// Later entries have greater ids, as texts too.
  std::string id;
  Instant at{};
  AuditActor actor = AuditActor::nobody;
  /// Where the caller is, as far as the trusted proxies tell.
  std::string address;
  /// The operation's name in the API's description ("patchKey").
  std::string action;
  /// The id or name in the path; empty where there is none.
  std::string target;
  /// The answer's.
  std::int64_t status = 0;
  /// What was asked for, where that holds no secret; else what came of it.
  json details = json::object();

  bool operator==(const AuditEntry&) const = default;
};

[[nodiscard]] Result<AuditEntry> parse_audit_entry(const json& document);
[[nodiscard]] json to_json(const AuditEntry& entry);

} // namespace geminid::dto
