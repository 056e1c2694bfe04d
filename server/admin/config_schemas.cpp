#include "server/admin/schema.hpp"
#include "server/admin/schemas.hpp"
#include "shared/config_rules.hpp"
#include "shared/limits_dto.hpp"
#include "shared/model_list_dto.hpp"

namespace geminid::admin {
namespace {

using namespace schema;

json thinking() {
  return object({{"mode", choice(dto::thinking_mode_names())},
                 {"budget", described(integer(dto::thinking_budget_range), "Tokens, for the mode fixed.")},
                 {"include_thoughts", boolean()}});
}

json model_config() {
  const auto limit = described(nullable(integer(dto::limit_range)),
                               "Of each key. null: unlimited; left out: what Google names in a refusal.");
  const auto name = text({.size_min = 1, .size_max = dto::model_name_size_max});
  return object({{"enabled", boolean()},
                 {"rpm", limit, false},
                 {"tpm", limit, false},
                 {"rpd", limit, false},
                 {"aliases", set(name, 0, dto::aliases_max)},
                 {"fallbacks", described(set(name, 0, dto::fallbacks_max), "Tried in this order.")},
                 {"thinking", nullable(ref("Thinking"))}});
}

json put_model() {
  auto body = without_required(model_config());
  body["properties"]["thinking"] = nullable(ref("ThinkingChange"));
  return with_example(std::move(body), {{"rpm", 10}, {"rpd", 250}});
}

json model_totals() {
  const auto known = nullable(count());
  const auto window =
      object({{"used", count()},
              {"limit", described(known, "null unless it is known of every project.")},
              {"known_limit", described(known, "Of the `limited` projects; null: there are none.")},
              {"remaining", described(known, "Of the same, now.")},
              {"limited", described(count(), "Projects whose limit is known.")},
              {"unlimited", described(count(), "Projects for which an admin said so.")},
              {"unknown", described(count(), "Projects of which Google has named no limit yet.")},
              {"resets_at", described(nullable(time()), "When something of it is free again, at the earliest.")}});
  return described(
      object({{"keys", count()},
              {"projects", described(count(), "As limits are counted: a key without a project is one.")},
              {"rpm", window},
              {"tpm", window},
              {"rpd", window},
              {"counted_with", described(list(text()), "Models that share these counts, at some keys at least.")}}),
      "Of the whole pool: of the keys that are neither disabled nor invalid.");
}

json unavailable() {
  return described(
      schema::list(
          object({{"project", described(nullable(text()), "null: a key that is a project of its own.")},
                  {"key_id", described(nullable(text()), "Of that key.")},
                  {"key", described(nullable(text()), "Its name, masked where it has none.")},
                  {"cause", described(choice(dto::unavailable_cause_names()),
                                      "missing: Google knows no such model for it. not_in_tier: its tier has none "
                                      "of it.")},
                  {"reason", text()},
                  {"until", described(nullable(time()), "When it is tried again.")}}),
          0, dto::unavailable_listed_max),
      "The first projects that can't serve it at present, those with a name first; without what is disabled or "
      "invalid.");
}

json price() {
  const auto dollars = number(dto::price_max);
  return described(object({{"input", dollars},
                           {"output", described(dollars, "Thinking included.")},
                           {"cached_input", described(nullable(dollars), "null: as other input."), false}}),
                   "US dollars per million tokens.");
}

json prices(const json& of_model) {
  return described(schema::map(of_model, dto::priced_models_max, {.size_min = 1, .size_max = dto::model_name_size_max}),
                   "By the name of the model that Google is asked for. None is built in.");
}

json settings() {
  return object(
      {{"routing", object({{"strategy", choice(dto::strategy_names())},
                           {"max_attempts", integer(dto::attempts_range)},
                           {"max_wait_ms", integer(dto::wait_ms_range)},
                           {"affinity", boolean()},
                           {"failure_threshold", integer(dto::failure_threshold_range)},
                           {"cooldown_seconds", integer(dto::cooldown_seconds_range)},
                           {"usage_warning_percent", integer(dto::percent_range)},
                           {"usage_protection_percent", integer(dto::percent_range)}})},
       {"thinking", thinking()},
       {"prompt_injection", object({{"enabled", boolean()},
                                    {"position", choice(dto::injection_position_names())},
                                    {"content", text(dto::content_rule)}})},
       {"keep_alive", object({{"enabled", boolean()}, {"interval_minutes", integer(dto::interval_minutes_range)}})},
       {"health_checks", object({{"enabled", boolean()},
                                 {"interval_minutes", integer(dto::interval_minutes_range)},
                                 {"delete_invalid_after_days", integer(dto::delete_after_days_range)}})},
       {"logs", object({{"retention_days", integer(dto::retention_days_range)},
                        {"bodies", boolean()},
                        {"level", described(nullable(choice(dto::log_level_names())), "null: as it was started.")}})},
       {"prices", prices(price())}});
}

// Of a model whose price is known already a part will do, and null forgets it.
json settings_patch() {
  auto body = without_required(settings());
  body["properties"]["prices"] = prices(nullable(without_required(price())));
  return with_example(std::move(body), {{"routing", {{"strategy", "round_robin"}}}});
}

} // namespace

Schemas config_schemas() {
  const auto id = object({{"id", text()}});
  const auto model = both(id, model_config());
  return {{"Thinking", thinking()},
          {"ThinkingChange", without_required(thinking())},
          {"PutModel", put_model()},
          {"Model", model},
          {"ModelList", object({{"models", list(both(model, object({{"totals", model_totals()},
                                                                    {"unavailable", unavailable()},
                                                                    {"unavailable_total", count()}})))}})},
          {"Settings", settings()},
          {"SettingsPatch", settings_patch()}};
}

} // namespace geminid::admin
