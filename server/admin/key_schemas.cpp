#include "server/admin/keys_api.hpp"
#include "server/admin/schema.hpp"
#include "server/admin/schemas.hpp"
#include "shared/key_requests_dto.hpp"

namespace geminid::admin {
namespace {

using namespace schema;

json use() {
  return object({{"used", count()}, {"limit", nullable(count())}, {"source", choice(dto::limit_source_names())}});
}

json model_use() {
  return object({{"rpm", ref("LimitUse")},
                 {"tpm", ref("LimitUse")},
                 {"rpd", ref("LimitUse")},
                 {"state", ref("KeyState")},
                 {"until", nullable(time())},
                 {"reason", nullable(text())}});
}

json own_limits() {
  const auto limit = nullable(integer(dto::limit_range));
  return partial({{"rpm", limit}, {"tpm", limit}, {"rpd", limit}});
}

json activity() {
  auto counts = list(integer({0, 65'535}), dto::activity_spans, dto::activity_spans);
  return described(
      std::move(counts),
      "Attempts in each of the last spans of two minutes, the oldest first; spans begin at even minutes, and the "
      "last is not over. At most 65535 are counted. In memory alone: zero after a restart.");
}

json key() {
  return object({{"id", text()},
                 {"name", text()},
                 {"masked", described(text(), "At most the first 4 and the last 4 characters.")},
                 {"weight", positive_number(dto::weight_max)},
                 {"enabled", boolean()},
                 {"project", described(nullable(text()), "null: the key is a project of its own.")},
                 {"priority", integer(dto::priority_range)},
                 {"tags", list(text())},
                 {"state", ref("KeyState")},
                 {"reason", nullable(text())},
                 {"next_change_at", described(nullable(time()), "When the state changes by itself.")},
                 {"models", map(ref("KeyModelUse"))},
                 {"limits", described(map(own_limits()), "Those that an admin set in place of the model's.")},
                 {"totals", ref("KeyTotals")},
                 {"last_used_at", nullable(time())},
                 {"last_error", nullable(text())},
                 {"activity", activity()}});
}

json key_totals() {
  return object(
      {{"requests", count()}, {"failures", count()}, {"prompt_tokens", count()}, {"completion_tokens", count()}});
}

// Both ways of naming the members are closed to each other.
json one_of(json schema, std::string_view one, std::string_view other) {
  const auto only = [](std::string_view name) { return json{{"required", json::array({name})}}; };
  schema["oneOf"] = json::array({only(one), only(other)});
  return schema;
}

json add_keys() {
  auto body = partial({{"keys", list(text(), 1, dto::keys_per_request_max)},
                       {"text", described(text({.size_max = dto::pasted_text_size_max}),
                                          "Anything pasted; what is no key is rejected by its line.")},
                       {"weight", positive_number(dto::weight_max)},
                       {"name", text(dto::TextRule{})},
                       {"project", nullable(text(dto::TextRule{}))},
                       {"priority", integer(dto::priority_range)},
                       {"dry_run", boolean()}});
  return with_example(one_of(std::move(body), "keys", "text"), {{"text", "AIza..."}});
}

json key_patch() {
  const auto limits = described(nullable(own_limits()), "In place of the model's; null clears.");
  return with_example(partial({{"name", text(dto::TextRule{})},
                               {"weight", positive_number(dto::weight_max)},
                               {"enabled", boolean()},
                               {"project", nullable(text(dto::TextRule{}))},
                               {"priority", integer(dto::priority_range)},
                               {"tags", set(text(dto::tag_rule), 0, dto::tags_max)},
                               {"limits", map(limits, dto::limited_models_max, {.size_min = 1, .size_max = 128})}}),
                      {{"weight", 2.5}, {"tags", {"paid"}}});
}

json bulk() {
  auto body = object({{"ids", set(text({.size_min = 1, .size_max = 64}), 1, dto::keys_per_request_max), false},
                      {"state", ref("KeyState"), false},
                      {"action", choice(dto::bulk_action_names())}});
  return with_example(one_of(std::move(body), "ids", "state"), {{"state", "invalid"}, {"action", "disable"}});
}

} // namespace

Schemas key_schemas() {
  return {{"KeyState", choice(dto::key_state_names())},
          {"LimitUse", use()},
          {"KeyModelUse", model_use()},
          {"KeyTotals", key_totals()},
          {"Key", key()},
          {"KeyPage", object({{"keys", list(ref("Key"))}, {"total", count()}, {"next_cursor", text(), false}})},
          {"AddKeys", add_keys()},
          {"AddedKeys", object({{"added", list(ref("Key"))},
                                {"duplicates", count()},
                                {"doubled", list(object({{"line", count()}, {"masked", text()}, {"reason", text()}}))},
                                {"rejected", list(object({{"line", count()}, {"reason", text()}}))},
                                {"rejected_total", described(count(), "Of which `rejected` has the first.")},
                                {"format", text()}})},
          {"KeyPatch", key_patch()},
          {"BulkChange", bulk()},
          {"BulkChanged", object({{"keys", described(list(ref("Key"), 0, changed_shown_max),
                                                     "The first 1,000 of those that were changed.")},
                                  {"changed", count()}})},
          {"CheckedKeys", object({{"keys", list(ref("Key"))}})}};
}

} // namespace geminid::admin
