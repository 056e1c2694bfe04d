#include "server/admin/schema.hpp"
#include "server/admin/schemas.hpp"
#include "shared/config_rules.hpp"
#include "shared/limits_dto.hpp"
#include "shared/user_key_dto.hpp"

namespace geminid::admin {
namespace {

using namespace schema;

constexpr dto::TextRule name_rule{.size_min = 1};

json limits() {
  const auto limit = nullable(integer(dto::limit_range));
  const auto model = text({.size_min = 1, .size_max = dto::model_name_size_max});
  return object({{"rpm", limit},
                 {"tpm", described(limit, "Input tokens.")},
                 {"rpd", limit},
                 {"expires_at", nullable(time())},
                 {"models", described(nullable(set(model, 1, dto::user_key_models_max)), "null: all.")},
                 {"max_concurrency", nullable(integer(dto::concurrency_range))},
                 {"token_budget", described(limit, "Tokens of the input and the output, for good.")},
                 {"thinking", nullable(ref("Thinking"))}});
}

json limits_of_request() {
  auto body = without_required(limits());
  body["properties"]["thinking"] = nullable(ref("ThinkingChange"));
  return body;
}

json usage() {
  const auto window = object({{"used", count()}, {"limit", nullable(count())}});
  return object({{"rpm", window}, {"tpm", window}, {"rpd", window}, {"concurrent", count()}, {"token_budget", window}});
}

json notes() {
  return text({.size_max = dto::user_key_notes_max});
}

json user_key() {
  return both(
      object({{"id", text()},
              {"name", text()},
              {"masked", text()},
              {"enabled", boolean()},
              {"created_at", time()},
              {"notes", notes()},
              {"usage", described(usage(), "Only in a list, and only of a key with a limit: no other is counted."),
               false}}),
      limits());
}

json created() {
  return both(user_key(), object({{"key", described(text(), "The key itself, shown this once.")}}));
}

json create() {
  const auto rest = partial({{"enabled", boolean()}, {"notes", notes()}});
  return with_example(both(both(object({{"name", text(name_rule)}}), rest), limits_of_request()), {{"name", "laptop"}});
}

json patch() {
  return with_example(
      both(partial({{"name", text(name_rule)}, {"enabled", boolean()}, {"notes", notes()}}), limits_of_request()),
      {{"rpm", 60}});
}

} // namespace

Schemas user_key_schemas() {
  return {{"UserKey", user_key()},
          {"UserKeyList", object({{"user_keys", list(ref("UserKey"))}, {"total", count()}})},
          {"CreateUserKey", create()},
          {"CreatedUserKey", created()},
          {"UserKeyPatch", patch()}};
}

} // namespace geminid::admin
