#include "shared/key_dto.hpp"

#include <array>
#include <limits>

namespace geminid::dto {
namespace {

constexpr std::array<std::pair<KeyState, std::string_view>, 6> key_states{{
    {KeyState::healthy, "healthy"},
    {KeyState::warning, "warning"},
    {KeyState::cooling_down, "cooling_down"},
    {KeyState::exhausted, "exhausted"},
    {KeyState::invalid, "invalid"},
    {KeyState::disabled, "disabled"},
}};

constexpr std::array<std::pair<LimitSource, std::string_view>, 3> sources{{
    {LimitSource::none, "none"},
    {LimitSource::set, "set"},
    {LimitSource::learned, "learned"},
}};

constexpr std::size_t key_models_max = 10'000;

void read_prose(Fields& fields, std::string_view name, std::optional<std::string>& out) {
  fields.nullable(name, out, [name](Fields& in, std::string& text) { in.text(name, text, prose_rule); });
}

void read_instant(Fields& fields, std::string_view name, std::optional<Instant>& out) {
  fields.nullable(name, out, [name](Fields& in, Instant& instant) { in.instant(name, instant); });
}

void read_use(Fields& fields, LimitUse& use) {
  fields.integer("used", use.used, count_range)
      .nullable("limit", use.limit, [](Fields& in, std::int64_t& limit) { in.integer("limit", limit, count_range); })
      .choice<LimitSource>("source", use.source, sources);
}

void read_model_use(Fields& fields, KeyModelUse& use) {
  fields.object("rpm", [&use](Fields& in) { read_use(in, use.rpm); })
      .object("tpm", [&use](Fields& in) { read_use(in, use.tpm); })
      .object("rpd", [&use](Fields& in) { read_use(in, use.rpd); })
      .choice<KeyState>("state", use.state, key_states);
  read_instant(fields, "until", use.until);
  read_prose(fields, "reason", use.reason);
}

void read_totals(Fields& fields, KeyTotals& totals) {
  fields.integer("requests", totals.requests, count_range)
      .integer("failures", totals.failures, count_range)
      .integer("prompt_tokens", totals.prompt_tokens, count_range)
      .integer("completion_tokens", totals.completion_tokens, count_range);
}

void read_activity(Fields& fields, std::array<std::uint16_t, activity_spans>& activity) {
  const auto* const list = fields.member("activity");
  if (list == nullptr)
    return;
  constexpr std::int64_t most = std::numeric_limits<std::uint16_t>::max();
  bool good = list->is_array() && list->size() == activity.size();
  for (std::size_t i = 0; good && i < activity.size(); ++i) {
    const auto* const count = (*list)[i].get_ptr<const json::number_integer_t*>();
    good = count != nullptr && *count >= 0 && *count <= most;
    activity[i] = static_cast<std::uint16_t>(good ? *count : 0);
  }
  if (!good)
    fields.fail("activity", "must be an array of 30 integers from 0 to 65535");
}

json to_json(const LimitUse& use) {
  return {
      {"used", use.used}, {"limit", nullable_json(use.limit)}, {"source", enum_name<LimitSource>(sources, use.source)}};
}

json to_json(const KeyModelUse& use) {
  return {{"rpm", to_json(use.rpm)},           {"tpm", to_json(use.tpm)},
          {"rpd", to_json(use.rpd)},           {"state", enum_name<KeyState>(key_states, use.state)},
          {"until", nullable_json(use.until)}, {"reason", nullable_json(use.reason)}};
}

json to_json(const KeyTotals& totals) {
  return {{"requests", totals.requests},
          {"failures", totals.failures},
          {"prompt_tokens", totals.prompt_tokens},
          {"completion_tokens", totals.completion_tokens}};
}

} // namespace

EnumNames<KeyState> key_state_names() {
  return key_states;
}

EnumNames<LimitSource> limit_source_names() {
  return sources;
}

Result<Key> parse_key(const json& document) {
  Key key;
  std::optional<std::string> project;
  Fields fields{document};
  fields.required("id")
      .text("id", key.id, {.size_min = 1})
      .text("name", key.name)
      .text("masked", key.masked)
      .positive_number("weight", key.weight, 1000)
      .boolean("enabled", key.enabled)
      .nullable("project", project, [](Fields& in, std::string& text) { in.text("project", text); })
      .integer("priority", key.priority, {0, 1000})
      .strings("tags", key.tags, {.count_max = 32})
      .choice<KeyState>("state", key.state, key_states)
      .object("totals", [&key](Fields& in) { read_totals(in, key.totals); })
      .map("models", key_models_max, {.size_min = 1},
           [&key](const std::string& model, Fields& in) { read_model_use(in, key.models[model]); })
      .map("limits", key_models_max, {.size_min = 1},
           [&key](const std::string& model, Fields& in) { read_limits(in, key.limits[model]); });
  read_prose(fields, "reason", key.reason);
  read_instant(fields, "next_change_at", key.next_change_at);
  read_instant(fields, "last_used_at", key.last_used_at);
  read_prose(fields, "last_error", key.last_error);
  read_activity(fields, key.activity);
  key.project = project.value_or("");
  return fields.finish(std::move(key));
}

json to_json(const Key& key) {
  json models = json::object();
  for (const auto& [model, use] : key.models)
    models[model] = to_json(use);
  json limits = json::object();
  for (const auto& [model, own] : key.limits)
    add_limits(limits[model] = json::object(), own);
  return {{"id", key.id},
          {"name", key.name},
          {"masked", key.masked},
          {"weight", key.weight},
          {"enabled", key.enabled},
          {"project", key.project.empty() ? json(nullptr) : json(key.project)},
          {"priority", key.priority},
          {"tags", key.tags},
          {"state", enum_name<KeyState>(key_states, key.state)},
          {"reason", nullable_json(key.reason)},
          {"next_change_at", nullable_json(key.next_change_at)},
          {"models", std::move(models)},
          {"limits", std::move(limits)},
          {"totals", to_json(key.totals)},
          {"last_used_at", nullable_json(key.last_used_at)},
          {"last_error", nullable_json(key.last_error)},
          {"activity", key.activity}};
}

} // namespace geminid::dto
