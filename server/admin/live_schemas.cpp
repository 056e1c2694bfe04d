#include "server/admin/schema.hpp"
#include "server/admin/schemas.hpp"
#include "shared/key_requests_dto.hpp"

namespace geminid::admin {
namespace {

using namespace schema;

json check_keys() {
  return with_example(
      described(partial({{"ids", list(text({.size_min = 1, .size_max = 64}), 1, dto::keys_per_request_max)},
                         {"state", ref("KeyState")},
                         {"background", described(boolean(), "A job, however few keys they are.")}}),
                "At most one of `ids` and `state`; all keys without either."),
      json::object());
}

json check_job() {
  return object({{"id", text()},
                 {"total", count()},
                 {"done", count()},
                 {"valid", count()},
                 {"invalid", count()},
                 {"unreachable", described(count(), "Google said neither.")},
                 {"state", {{"type", "string"}, {"enum", {"running", "done", "cancelled"}}}},
                 {"started_at", time()},
                 {"ended_at", nullable(time())}});
}

json hint() {
  return object({{"kind", {{"type", "string"}, {"enum", {"shared_project"}}}},
                 {"model", text()},
                 {"keys", described(list(text()), "Ids of keys without a named project.")},
                 {"projects", list(text())},
                 {"times", count()},
                 {"first_at", time()},
                 {"last_at", time()}});
}

} // namespace

Schemas live_schemas() {
  return {{"CheckKeys", check_keys()},
          {"CheckJob", check_job()},
          {"CheckJobList", object({{"jobs", list(ref("CheckJob"))}})},
          {"Hint", hint()},
          {"HintList", object({{"hints", list(ref("Hint"))}})}};
}

} // namespace geminid::admin
