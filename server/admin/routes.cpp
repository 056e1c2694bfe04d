#include "server/admin/routes.hpp"

#include "server/admin/circuits_api.hpp"
#include "server/admin/config_api.hpp"
#include "server/admin/keys_api.hpp"
#include "server/admin/metrics_api.hpp"
#include "server/admin/user_keys_api.hpp"

namespace geminid::admin {

void add_routes(http::Router& router, Admin& admin) {
  const auto add = [&](std::string_view method, const std::string& path, Handler handler) {
    router.add(method, "/admin/api" + path, guarded(admin, std::move(handler)));
  };
  router.add("GET", "/metrics", admin.metrics_public ? unguarded(admin, get_metrics) : guarded(admin, get_metrics));

  add("GET", "/keys", list_keys);
  add("POST", "/keys", add_keys);
  add("POST", "/keys/bulk", bulk_keys);
  add("POST", "/keys/check", check_keys);
  add("PATCH", "/keys/{id}", patch_key);
  add("DELETE", "/keys/{id}", delete_key);
  add("POST", "/keys/{id}/check", check_keys);

  add("GET", "/user-keys", list_user_keys);
  add("POST", "/user-keys", create_user_key);
  add("PATCH", "/user-keys/{id}", patch_user_key);
  add("DELETE", "/user-keys/{id}", delete_user_key);

  add("GET", "/models", list_models);
  add("PUT", "/models/{model}", put_model);
  add("DELETE", "/models/{model}", delete_model);

  add("GET", "/circuits", list_circuits);

  add("GET", "/settings", get_settings);
  add("PATCH", "/settings", patch_settings);
}

} // namespace geminid::admin
