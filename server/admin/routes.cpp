#include "server/admin/routes.hpp"

#include "server/admin/audit.hpp"
#include "server/admin/backup_api.hpp"
#include "server/admin/circuits_api.hpp"
#include "server/admin/config_api.hpp"
#include "server/admin/events_api.hpp"
#include "server/admin/hints_api.hpp"
#include "server/admin/key_checks_api.hpp"
#include "server/admin/keys_api.hpp"
#include "server/admin/openapi.hpp"
#include "server/admin/query.hpp"
#include "server/admin/schema.hpp"
#include "server/admin/session_api.hpp"
#include "server/admin/system_api.hpp"
#include "server/admin/traffic_api.hpp"
#include "server/admin/user_keys_api.hpp"
#include "shared/key_dto.hpp"
#include "shared/stats_dto.hpp"

namespace geminid::admin {

std::vector<Route> routes(bool metrics_public) {
  constexpr auto everybody = Access::everybody;
  constexpr auto request = Audited::request;
  constexpr auto outcome = Audited::outcome;

  const QueryParameter limit{"limit", "How many at most; 100 unless given.", schema::integer(query_limit_range)};
  const QueryParameter before{"before", "The `next_before` of the page with newer ones.", schema::text()};
  const auto word = [](std::string_view name, std::string_view meaning) {
    return QueryParameter{name, meaning, schema::text()};
  };

  return {
      Route{"GET", "/admin/api/openapi.json", "getDescription", get_openapi}
          .says("This document.")
          .answers(200, "Description"),

      Route{"POST", "/admin/api/login", "login", log_in, outcome, everybody}
          .says("Begins a session, by a cookie.")
          .with_body("Login")
          .answers(200, "Session")
          .refuses({401, 403, 429}),
      Route{"POST", "/admin/api/logout", "logout", log_out, outcome}.says("Ends the session.").answers(204),
      Route{"POST", "/admin/api/logout-everywhere", "logoutEverywhere", log_out_everywhere, outcome}
          .says("Ends all sessions.")
          .answers(204),
      Route{"GET", "/admin/api/session", "getSession", get_session}
          .says("The session that calls, and its CSRF token.")
          .answers(200, "Session")
          .refuses({404}),
      Route{"POST", "/admin/api/password", "changePassword", change_password, outcome}
          .says("Changes the password; ends all sessions, and begins another for the one that calls.")
          .with_body("PasswordChange")
          .answers(200, "Session")
          .answers(204)
          .refuses({409}),

      Route{"GET", "/admin/api/keys", "listKeys", list_keys}
          .says("The Gemini keys, page by page.")
          .with_query({limit,
                       word("cursor", "The `next_cursor` of the page before."),
                       {"state", "Keys in this state.", schema::choice(dto::key_state_names())},
                       word("q", "Keys with this in name, project, tags or mask, in any case."),
                       {"sort", "`created` unless given.", schema::choice(key_sort_names())}})
          .answers(200, "KeyPage"),
      Route{"POST", "/admin/api/keys", "addKeys", add_keys, outcome}
          .says("Adds Gemini keys; with `dry_run` it says what would be added.")
          .with_body("AddKeys")
          .answers(200, "AddedKeys")
          .answers(201, "AddedKeys"),
      Route{"POST", "/admin/api/keys/bulk", "changeKeys", bulk_keys, request}
          .says("Enables, disables, deletes, resets or checks many keys.")
          .with_body("BulkChange")
          .answers(200, "BulkChanged")
          .answers(202, "CheckJob")
          .refuses({409}),
      Route{"POST", "/admin/api/keys/check", "checkKeys", check_keys, outcome}
          .says("Asks Google whether the keys work, at no cost of quota; many keys become a job.")
          .with_optional_body("CheckKeys")
          .answers(200, "CheckedKeys")
          .answers(202, "CheckJob")
          .refuses({409}),
      Route{"GET", "/admin/api/keys/check", "listCheckJobs", list_check_jobs}
          .says("The checks of many keys, the newest first.")
          .answers(200, "CheckJobList"),
      Route{"GET", "/admin/api/keys/check/{job}", "getCheckJob", get_check_job}
          .says("How far a check of many keys is.")
          .answers(200, "CheckJob"),
      Route{"DELETE", "/admin/api/keys/check/{job}", "cancelCheckJob", cancel_check_job, outcome}
          .says("Cancels a check of many keys; one that has ended stays as it is.")
          .answers(200, "CheckJob"),
      Route{"GET", "/admin/api/keys/{id}", "getKey", get_key}.says("One Gemini key.").answers(200, "Key"),
      Route{"PATCH", "/admin/api/keys/{id}", "patchKey", patch_key, request}
          .says("Changes a key; what is left out stays.")
          .with_body("KeyPatch")
          .answers(200, "Key"),
      Route{"DELETE", "/admin/api/keys/{id}", "deleteKey", delete_key, outcome}.says("Deletes a key.").answers(204),
      Route{"POST", "/admin/api/keys/{id}/check", "checkKey", check_key, outcome}
          .says("Asks Google whether the key works, at no cost of quota.")
          .answers(200, "Key"),

      Route{"GET", "/admin/api/user-keys", "listUserKeys", list_user_keys}
          .says("The keys of clients, with what is used of their limits.")
          .answers(200, "UserKeyList"),
      Route{"POST", "/admin/api/user-keys", "createUserKey", create_user_key, request}
          .says("Makes a user key and shows it, this once.")
          .with_body("CreateUserKey")
          .answers(201, "CreatedUserKey"),
      Route{"PATCH", "/admin/api/user-keys/{id}", "patchUserKey", patch_user_key, request}
          .says("Changes a user key; what is left out stays, null clears.")
          .with_body("UserKeyPatch")
          .answers(200, "UserKey"),
      Route{"DELETE", "/admin/api/user-keys/{id}", "deleteUserKey", delete_user_key, outcome}
          .says("Deletes a user key.")
          .answers(204),

      Route{"GET", "/admin/api/models", "listModels", list_models}
          .says("The models that are configured or in use, with the pool's totals.")
          .answers(200, "ModelList"),
      Route{"PUT", "/admin/api/models/{model}", "putModel", put_model, request}
          .says("Replaces what is configured for a model; what is left out has its default.")
          .with_body("PutModel")
          .answers(200, "Model"),
      Route{"DELETE", "/admin/api/models/{model}", "deleteModel", delete_model, outcome}
          .says("The model has the defaults again.")
          .answers(204),

      Route{"GET", "/admin/api/circuits", "listCircuits", list_circuits}
          .says("What is not asked for at present, since Google refuses it to everybody.")
          .answers(200, "CircuitList"),
      Route{"GET", "/admin/api/hints", "listHints", list_hints}
          .says("What looks wrong and only an admin can judge, such as keys that seem to share a project.")
          .answers(200, "HintList"),
      Route{"GET", "/admin/api/events", "streamEvents", {}, Audited::no, Access::admin, stream_events}
          .says("What happens, while it happens.")
          .answers(200, "Server-sent events, until the session ends or the server stops.", "text/event-stream"),
      Route{"GET", "/admin/api/audit", "listAudit", list_audit}
          .says("Every change by an admin and every login, newest first.")
          .with_query({limit, before})
          .answers(200, "AuditPage"),
      Route{"GET", "/admin/api/logs", "listLogs", list_logs}
          .says("The requests of clients with their attempts, newest first.")
          .with_query({limit,
                       before,
                       word("key", "Requests with an attempt on the key of this id."),
                       word("user", "Requests by the user key of this id."),
                       word("model", "Requests for this model."),
                       {"status", "Requests that were answered so.", schema::integer({100, 599})},
                       {"failed", "Only failures: what the client got wrong (4xx but 429) is none.", schema::boolean()},
                       {"bodies", "With the bodies that were kept; `limit` is then 100 at most.", schema::boolean()}})
          .answers(200, "LogPage"),
      Route{"GET", "/admin/api/logs/{id}", "getLog", get_log}
          .says("A request of a client, with its bodies where they were kept.")
          .answers(200, "LogRecord"),
      Route{"GET", "/admin/api/stats", "getStats", get_stats}
          .says("The traffic of a window of time: totals, by key, model and user, and over time.")
          .with_query({{"window", "`1h` unless given.", schema::choice(dto::stats_window_names())}})
          .answers(200, "Stats"),

      Route{"POST", "/admin/api/backup", "backUp", back_up, outcome}
          .says("The configuration as one document, encrypted with the passphrase.")
          .with_body("BackUp")
          .answers(200, "BackedUp"),
      Route{"POST", "/admin/api/restore", "restore", restore, outcome}
          .says("Replaces the configuration by that of a document, all or nothing.")
          .with_body("Restore")
          .answers(200, "Restored"),

      Route{"GET", "/admin/api/system", "getSystem", get_system}
          .says("The state of the process: memory, load, store, keep-alive.")
          .answers(200, "System"),

      Route{"GET", "/admin/api/settings", "getSettings", get_settings}.says("The settings.").answers(200, "Settings"),
      Route{"PATCH", "/admin/api/settings", "patchSettings", patch_settings, request}
          .says("Changes settings, all or nothing; they take effect at once.")
          .with_body("SettingsPatch")
          .answers(200, "Settings"),

      Route{"GET", "/metrics", "getMetrics", get_metrics, Audited::no, metrics_public ? everybody : Access::admin}
          .says("Counters for Prometheus.")
          .answers(200, "Prometheus' text format.", "text/plain"),
  };
}

void add_routes(http::Router& router, Admin& admin) {
  for (auto& route : routes(admin.metrics_public))
    add_route(router, admin, std::move(route));
}

} // namespace geminid::admin
