#include "server/admin/routes.hpp"

#include "server/admin/audit.hpp"
#include "server/admin/backup_api.hpp"
#include "server/admin/circuits_api.hpp"
#include "server/admin/config_api.hpp"
#include "server/admin/keys_api.hpp"
#include "server/admin/metrics_api.hpp"
#include "server/admin/route.hpp"
#include "server/admin/session_api.hpp"
#include "server/admin/traffic_api.hpp"
#include "server/admin/user_keys_api.hpp"

namespace geminid::admin {
namespace {

std::vector<Route> routes(bool metrics_public) {
  constexpr auto everybody = Access::everybody;
  constexpr auto request = Audited::request;
  constexpr auto outcome = Audited::outcome;
  return {
      {"POST", "/admin/api/login", "login", log_in, outcome, everybody},
      {"POST", "/admin/api/logout", "logout", log_out, outcome},
      {"POST", "/admin/api/logout-everywhere", "logoutEverywhere", log_out_everywhere, outcome},
      {"GET", "/admin/api/session", "getSession", get_session},
      {"POST", "/admin/api/password", "changePassword", change_password, outcome},

      {"GET", "/admin/api/keys", "listKeys", list_keys},
      {"POST", "/admin/api/keys", "addKeys", add_keys, outcome},
      {"POST", "/admin/api/keys/bulk", "changeKeys", bulk_keys, request},
      {"POST", "/admin/api/keys/check", "checkKeys", check_keys, outcome},
      {"PATCH", "/admin/api/keys/{id}", "patchKey", patch_key, request},
      {"DELETE", "/admin/api/keys/{id}", "deleteKey", delete_key, outcome},
      {"POST", "/admin/api/keys/{id}/check", "checkKey", check_keys, outcome},

      {"GET", "/admin/api/user-keys", "listUserKeys", list_user_keys},
      {"POST", "/admin/api/user-keys", "createUserKey", create_user_key, request},
      {"PATCH", "/admin/api/user-keys/{id}", "patchUserKey", patch_user_key, request},
      {"DELETE", "/admin/api/user-keys/{id}", "deleteUserKey", delete_user_key, outcome},

      {"GET", "/admin/api/models", "listModels", list_models},
      {"PUT", "/admin/api/models/{model}", "putModel", put_model, request},
      {"DELETE", "/admin/api/models/{model}", "deleteModel", delete_model, outcome},

      {"GET", "/admin/api/circuits", "listCircuits", list_circuits},
      {"GET", "/admin/api/audit", "listAudit", list_audit},
      {"GET", "/admin/api/logs", "listLogs", list_logs},
      {"GET", "/admin/api/stats", "getStats", get_stats},

      {"POST", "/admin/api/backup", "backUp", back_up, outcome},
      {"POST", "/admin/api/restore", "restore", restore, outcome},

      {"GET", "/admin/api/settings", "getSettings", get_settings},
      {"PATCH", "/admin/api/settings", "patchSettings", patch_settings, request},

      {"GET", "/metrics", "getMetrics", get_metrics, Audited::no, metrics_public ? everybody : Access::admin},
  };
}

} // namespace

void add_routes(http::Router& router, Admin& admin) {
  for (auto& route : routes(admin.metrics_public))
    add_route(router, admin, std::move(route));
}

} // namespace geminid::admin
