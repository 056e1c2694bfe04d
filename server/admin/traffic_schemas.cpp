#include "server/admin/schema.hpp"
#include "server/admin/schemas.hpp"
#include "shared/audit_dto.hpp"
#include "shared/circuit_dto.hpp"
#include "shared/money.hpp"
#include "shared/stats_dto.hpp"

namespace geminid::admin {
namespace {

using namespace schema;

json tokens() {
  return object({{"prompt_tokens", count()},
                 {"completion_tokens", described(count(), "With thinking.")},
                 {"thinking_tokens", count()},
                 {"cached_tokens", count()}});
}

json cost() {
  return described(number(dto::dollars_max), "US dollars, estimated by the setting `prices` of the moment.");
}

json status() {
  return integer({0, 999});
}

json attempt() {
  return both(object({{"key", described(text(), "Masked.")},
                      {"key_id", text()},
                      {"status", described(status(), "0: there was no answer.")},
                      {"ms", count()},
                      {"reason", text()},
                      {"kind", described(text(), "Of the failure, one word of few; empty when it served.")},
                      {"cost", nullable(cost())}}),
              tokens());
}

json log_record() {
  return both(object({{"id", text()},
                      {"request_id", described(text(), "As the client got it in x-request-id.")},
                      {"at", time()},
                      {"surface", text()},
                      {"user", text()},
                      {"user_id", text()},
                      {"model", described(text(), "As the client wrote it.")},
                      {"upstream_model", text()},
                      {"status", status()},
                      {"stream", boolean()},
                      {"first_byte_ms", nullable(count())},
                      {"latency_ms", count()},
                      {"error", text()},
                      {"error_code", text()},
                      {"attempts", list(ref("LogAttempt"))},
                      {"cost", described(nullable(cost()), "null: the model had no price.")},
                      {"bodies", ref("LogBodies"), false}}),
              tokens());
}

json bodies() {
  const auto body =
      object({{"text", described(text(), "Redacted.")}, {"bytes", described(count(), "As sent.")}, {"cut", boolean()}});
  return described(object({{"request", body}, {"answer", body}}),
                   "Only where the setting `logs.bodies` was on, and where they are asked for.");
}

json counters() {
  return both(object({{"requests", count()}, {"failures", count()}, {"attempts", count()}, {"cost", cost()}}),
              tokens());
}

json stats() {
  const auto rows = list(ref("StatsRow"));
  return object({{"window", choice(dto::stats_window_names())},
                 {"since", time()},
                 {"totals", counters()},
                 {"first_byte_ms", ref("StatsLatency")},
                 {"latency_ms", ref("StatsLatency")},
                 {"keys", rows},
                 {"models", rows},
                 {"users", rows},
                 {"surfaces", rows},
                 {"errors", list(object({{"code", text()}, {"count", count()}}))},
                 {"unpriced_models", described(list(text()), "Of `models`, those that have no price now.")},
                 {"step_seconds", count()},
                 {"series", described(list(ref("StatsPoint")), "In order, without gaps.")}});
}

json latency() {
  const auto milliseconds = nullable(count());
  return object({{"p50", milliseconds}, {"p90", milliseconds}, {"p99", milliseconds}});
}

json circuit() {
  return object({{"scope", choice(dto::circuit_scope_names())},
                 {"subject", text()},
                 {"state", choice(dto::circuit_state_names())},
                 {"until", described(time(), "When the next request passes.")},
                 {"keys", described(count(), "How many it keeps from serving.")},
                 {"reason", text()}});
}

json audit_entry() {
  return object({{"id", text()},
                 {"at", time()},
                 {"actor", choice(dto::audit_actor_names())},
                 {"address", text()},
                 {"action", described(text(), "The operationId.")},
                 {"target", text()},
                 {"status", status()},
                 {"details", {{"type", "object"}}}});
}

} // namespace

Schemas traffic_schemas() {
  return {{"LogAttempt", attempt()},
          {"LogBodies", bodies()},
          {"LogRecord", log_record()},
          {"LogPage", object({{"logs", list(ref("LogRecord"))}, {"next_before", text(), false}})},
          {"StatsRow", both(object({{"id", text()}}), counters())},
          {"StatsPoint", both(object({{"at", time()}}), counters())},
          {"StatsLatency", latency()},
          {"Stats", stats()},
          {"Circuit", circuit()},
          {"CircuitList", object({{"circuits", list(ref("Circuit"))}})},
          {"AuditEntry", audit_entry()},
          {"AuditPage", object({{"audit", list(ref("AuditEntry"))}, {"next_before", text(), false}})}};
}

} // namespace geminid::admin
