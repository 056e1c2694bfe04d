#include "shared/user_key_dto.hpp"

#include "shared/limits_dto.hpp"
#include "shared/model_dto.hpp"

#include <algorithm>

namespace geminid::dto {
namespace {

constexpr TextRule new_name_rule{.size_min = 1};

auto read_limit(std::string_view name) {
  return [name](Fields& in, std::int64_t& limit) { in.integer(name, limit, limit_range); };
}

void read_concurrency(Fields& in, std::int64_t& limit) {
  in.integer("max_concurrency", limit, concurrency_range);
}
void read_expiry(Fields& in, Instant& instant) {
  in.instant("expires_at", instant);
}
void read_models(Fields& in, std::vector<std::string>& models) {
  read_model_names(in, "models", models, 1, user_key_models_max);
}

void read_notes(Fields& fields, std::string& notes) {
  constexpr std::size_t character_bytes_max = 4;
  fields.text("notes", notes, {.size_max = character_bytes_max * user_key_notes_max, .multiline = true});
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; };
  const auto inside = static_cast<std::size_t>(std::count_if(notes.begin(), notes.end(), continues));
  if (notes.size() - inside > user_key_notes_max)
    fields.fail("notes", "must be at most 2000 characters long");
}

void read_user_key_limits(Fields& fields, UserKeyLimits& limits) {
  fields.nullable("rpm", limits.rpm, read_limit("rpm"))
      .nullable("tpm", limits.tpm, read_limit("tpm"))
      .nullable("rpd", limits.rpd, read_limit("rpd"))
      .nullable("expires_at", limits.expires_at, read_expiry)
      .nullable("models", limits.models, read_models)
      .nullable("max_concurrency", limits.max_concurrency, read_concurrency)
      .nullable("token_budget", limits.token_budget, read_limit("token_budget"));
}

void add_user_key_limits(json& object, const UserKeyLimits& limits) {
  object["rpm"] = nullable_json(limits.rpm);
  object["tpm"] = nullable_json(limits.tpm);
  object["rpd"] = nullable_json(limits.rpd);
  object["expires_at"] = nullable_json(limits.expires_at);
  object["models"] = nullable_json(limits.models);
  object["max_concurrency"] = nullable_json(limits.max_concurrency);
  object["token_budget"] = nullable_json(limits.token_budget);
}

void read_window(Fields& fields, UserKeyWindow& window) {
  fields.integer("used", window.used, count_range).nullable("limit", window.limit, read_limit("limit"));
}

void read_usage(Fields& fields, UserKeyUsage& usage) {
  fields.object("rpm", [&](Fields& in) { read_window(in, usage.rpm); })
      .object("tpm", [&](Fields& in) { read_window(in, usage.tpm); })
      .object("rpd", [&](Fields& in) { read_window(in, usage.rpd); })
      .integer("concurrent", usage.concurrent, count_range)
      .object("token_budget", [&](Fields& in) { read_window(in, usage.token_budget); });
}

json to_json(const UserKeyWindow& window) {
  return {{"used", window.used}, {"limit", nullable_json(window.limit)}};
}

json to_json(const UserKeyUsage& usage) {
  return {{"rpm", to_json(usage.rpm)},
          {"tpm", to_json(usage.tpm)},
          {"rpd", to_json(usage.rpd)},
          {"concurrent", usage.concurrent},
          {"token_budget", to_json(usage.token_budget)}};
}

template <class T>
void apply(std::optional<T>& value, const Change<T>& change) {
  if (change)
    value = *change;
}

} // namespace

Result<CreateUserKey> parse_create_user_key(const json& document) {
  CreateUserKey request;
  Fields fields{document};
  fields.required("name").text("name", request.name, new_name_rule);
  read_user_key_limits(fields, request.limits);
  fields.nullable("thinking", request.thinking, read_thinking_member).boolean("enabled", request.enabled);
  read_notes(fields, request.notes);
  return fields.finish(std::move(request));
}

json to_json(const CreateUserKey& request) {
  json out{{"name", request.name}};
  add_user_key_limits(out, request.limits);
  out["thinking"] = nullable_json(request.thinking);
  out["enabled"] = request.enabled;
  out["notes"] = request.notes;
  return out;
}

Result<UserKeyPatch> parse_user_key_patch(const json& document) {
  UserKeyPatch patch;
  Fields fields{document};
  fields.optional("name", patch.name, [](Fields& in, std::string& text) { in.text("name", text, new_name_rule); })
      .optional("enabled", patch.enabled, [](Fields& in, bool& enabled) { in.boolean("enabled", enabled); })
      .change("rpm", patch.rpm, read_limit("rpm"))
      .change("tpm", patch.tpm, read_limit("tpm"))
      .change("rpd", patch.rpd, read_limit("rpd"))
      .change("expires_at", patch.expires_at, read_expiry)
      .change("models", patch.models, read_models)
      .change("max_concurrency", patch.max_concurrency, read_concurrency)
      .change("token_budget", patch.token_budget, read_limit("token_budget"))
      .change("thinking", patch.thinking, read_thinking_member)
      .optional("notes", patch.notes, read_notes);
  return fields.finish(std::move(patch));
}

json to_json(const UserKeyPatch& patch) {
  json out = json::object();
  if (patch.name)
    out["name"] = *patch.name;
  if (patch.enabled)
    out["enabled"] = *patch.enabled;
  add_change(out, "rpm", patch.rpm);
  add_change(out, "tpm", patch.tpm);
  add_change(out, "rpd", patch.rpd);
  add_change(out, "expires_at", patch.expires_at);
  add_change(out, "models", patch.models);
  add_change(out, "max_concurrency", patch.max_concurrency);
  add_change(out, "token_budget", patch.token_budget);
  add_change(out, "thinking", patch.thinking);
  if (patch.notes)
    out["notes"] = *patch.notes;
  return out;
}

Result<UserKey> parse_user_key(const json& document) {
  UserKey key;
  Fields fields{document};
  fields.required("id")
      .text("id", key.id, {.size_min = 1})
      .required("name")
      .text("name", key.name)
      .text("masked", key.masked)
      .boolean("enabled", key.enabled)
      .required("created_at")
      .instant("created_at", key.created_at);
  read_user_key_limits(fields, key.limits);
  fields.nullable("thinking", key.thinking, read_thinking_member);
  fields.object("usage", [&](Fields& in) { read_usage(in, key.usage.emplace()); });
  read_notes(fields, key.notes);
  return fields.finish(std::move(key));
}

json to_json(const UserKey& key) {
  json out{{"id", key.id},
           {"name", key.name},
           {"masked", key.masked},
           {"enabled", key.enabled},
           {"created_at", to_rfc3339(key.created_at)}};
  add_user_key_limits(out, key.limits);
  out["thinking"] = nullable_json(key.thinking);
  out["notes"] = key.notes;
  if (key.usage)
    out["usage"] = to_json(*key.usage);
  return out;
}

UserKey patched(UserKey key, const UserKeyPatch& patch) {
  key.name = patch.name.value_or(std::move(key.name));
  key.enabled = patch.enabled.value_or(key.enabled);
  apply(key.limits.rpm, patch.rpm);
  apply(key.limits.tpm, patch.tpm);
  apply(key.limits.rpd, patch.rpd);
  apply(key.limits.expires_at, patch.expires_at);
  apply(key.limits.models, patch.models);
  apply(key.limits.max_concurrency, patch.max_concurrency);
  apply(key.limits.token_budget, patch.token_budget);
  apply(key.thinking, patch.thinking);
  key.notes = patch.notes.value_or(std::move(key.notes));
  return key;
}

} // namespace geminid::dto
