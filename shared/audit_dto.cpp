#include "shared/audit_dto.hpp"

#include <array>

namespace geminid::dto {
namespace {

constexpr std::array<std::pair<AuditActor, std::string_view>, 4> actors{{
    {AuditActor::nobody, "nobody"},
    {AuditActor::token, "token"},
    {AuditActor::session, "session"},
    {AuditActor::geminid, "geminid"},
}};

constexpr TextRule word_rule{.size_max = 512};

} // namespace

EnumNames<AuditActor> audit_actor_names() {
  return actors;
}

Result<AuditEntry> parse_audit_entry(const json& document) {
  AuditEntry entry;
  Fields fields{document};
  fields.required("id")
      .text("id", entry.id, word_rule)
      .instant("at", entry.at)
      .choice<AuditActor>("actor", entry.actor, actors)
      .text("address", entry.address, word_rule)
      .text("action", entry.action, word_rule)
      .text("target", entry.target, word_rule)
      .integer("status", entry.status, status_range);
  if (const auto* details = fields.member("details"))
    entry.details = *details;
  return fields.finish(std::move(entry));
}

json to_json(const AuditEntry& entry) {
  return {
      {"id", entry.id},           {"at", to_rfc3339(entry.at)}, {"actor", enum_name<AuditActor>(actors, entry.actor)},
      {"address", entry.address}, {"action", entry.action},     {"target", entry.target},
      {"status", entry.status},   {"details", entry.details}};
}

} // namespace geminid::dto
