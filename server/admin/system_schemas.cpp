#include "server/admin/schema.hpp"
#include "server/admin/schemas.hpp"

namespace geminid::admin {
namespace {

using namespace schema;

json process() {
  return object({{"cpu_seconds", {{"type", "number"}, {"minimum", 0}}},
                 {"resident_bytes", count()},
                 {"threads", count()},
                 {"open_files", count()},
                 {"open_files_max", count()}});
}

json traffic() {
  return object({{"waiting_requests", described(count(), "For a key with room.")},
                 {"active_requests", described(count(), "This one too.")},
                 {"open_connections", count()},
                 {"open_streams", count()},
                 {"upstream_calls", count()},
                 {"upstream_idle_connections", count()}});
}

json store() {
  return object({{"directory", text()},
                 {"bytes", count()},
                 {"filesystem", text()},
                 {"persistent", described(boolean(), "false: it is lost with the container or the machine's memory.")},
                 {"master_key", {{"type", "string"}, {"enum", {"environment", "file"}}}}});
}

json keep_alive() {
  const auto last = object({{"at", time()},
                            {"status", described(count(), "0: there was no answer.")},
                            {"error", described(text(), "Empty: it was answered with success.")},
                            {"ms", count()}});
  return object({{"enabled", boolean()}, {"interval_minutes", count()}, {"last", nullable(last)}});
}

} // namespace

Schemas system_schemas() {
  return {{"System", object({{"version", text()},
                             {"commit", text()},
                             {"started_at", time()},
                             {"uptime_seconds", count()},
                             {"public_url", described(text(), "Empty: not known.")},
                             {"listeners", list(text())},
                             {"log_level", text()},
                             {"process", process()},
                             {"traffic", traffic()},
                             {"store", store()},
                             {"keep_alive", keep_alive()},
                             {"keys", described(map(count()), "By state.")}})}};
}

} // namespace geminid::admin
