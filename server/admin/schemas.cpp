#include "server/admin/schemas.hpp"

#include "server/admin/schema.hpp"

namespace geminid::admin {

Schemas schemas() {
  Schemas all{{"Description", schema::described({{"type", "object"}}, "A document of OpenAPI 3.1.")}};
  for (auto group : {key_schemas(), user_key_schemas(), config_schemas(), session_schemas(), traffic_schemas(),
                     live_schemas(), system_schemas(), backup_schemas()})
    all.merge(group);
  return all;
}

} // namespace geminid::admin
