#include "actors/key_record.hpp"

#include "shared/redact.hpp"

#include <nlohmann/json.hpp>

namespace geminid::actors {
namespace {

using nlohmann::json;

json limit_to_json(const policy::LimitSetting& limit) {
  return limit.kind == policy::LimitSetting::Kind::value ? json(limit.value) : json(nullptr);
}

// Unset limits are left out, unlimited ones are null.
json limits_to_json(const policy::LimitSettings& limits) {
  json out = json::object();
  const auto put = [&](const char* name, const policy::LimitSetting& limit) {
    if (limit.kind != policy::LimitSetting::Kind::unset)
      out[name] = limit_to_json(limit);
  };
  put("rpm", limits.rpm);
  put("tpm", limits.tpm);
  put("rpd", limits.rpd);
  return out;
}

policy::LimitSetting limit_from_json(const json& limits, const char* name) {
  using Kind = policy::LimitSetting::Kind;
  const auto found = limits.find(name);
  if (found == limits.end())
    return {};
  return found->is_number_integer() ? policy::LimitSetting{Kind::value, found->get<std::int64_t>()}
                                    : policy::LimitSetting{Kind::unlimited, 0};
}

std::int64_t to_ms(Instant instant) {
  return instant.time_since_epoch().count();
}
Instant from_ms(std::int64_t ms) {
  return Instant{Duration{ms}};
}

json health_to_json(const policy::KeyHealth& health) {
  return {{"invalid", health.invalid},
          {"invalid_since", to_ms(health.invalid_since)},
          {"reason", health.reason},
          {"cooldowns", health.cooldowns},
          {"cooling_until", to_ms(health.cooling_until)}};
}

KeyConfig config_from_json(std::string id, const json& record) {
  KeyConfig config;
  config.id = std::move(id);
  config.name = record.value("name", "");
  config.weight = record.value("weight", 1.0);
  config.enabled = record.value("enabled", true);
  config.project = record.value("project", "");
  config.priority = record.value("priority", 0);
  config.tags = record.value("tags", std::vector<std::string>{});
  config.created_at = from_ms(record.value("created_at", std::int64_t{0}));
  config.position = record.value("position", std::int64_t{0});
  const auto limits = record.value("limits", json::object());
  for (const auto& [model, of_model] : limits.items())
    config.limits[model] = {limit_from_json(of_model, "rpm"), limit_from_json(of_model, "tpm"),
                            limit_from_json(of_model, "rpd")};
  return config;
}

} // namespace

StoreWrite to_record(const KeyRecord& key) {
  const auto& config = key.identity.config;
  json limits = json::object();
  for (const auto& [model, of_model] : config.limits)
    limits[model] = limits_to_json(of_model);
  json record{
      {"v", 1},
      {"name", config.name},
      {"weight", config.weight},
      {"enabled", config.enabled},
      {"project", config.project},
      {"priority", config.priority},
      {"tags", config.tags},
      {"limits", std::move(limits)},
      {"created_at", to_ms(config.created_at)},
      {"position", config.position},
      {"secret", key.identity.sealed},
      {"health", health_to_json(key.health)},
      {"totals", {key.totals.requests, key.totals.failures, key.totals.prompt_tokens, key.totals.completion_tokens}}};
  return {std::string{key_record_prefix} + config.id, record.dump()};
}

Result<KeyRecord> key_from_record(const StoreEntry& entry, const SecretBox& box) {
  const auto id = entry.key.substr(key_record_prefix.size());
  const auto damaged = [&](std::string_view what) { return Error{"stored key " + id + ": " + std::string{what}}; };
  const auto record = json::parse(entry.value, nullptr, false);
  if (!record.is_object())
    return damaged("the record is damaged");
  try {
    KeyRecord key;
    key.identity.config = config_from_json(id, record);
    key.identity.sealed = record.value("secret", "");
    auto secret = box.open(key.identity.sealed, id);
    if (!secret)
      return damaged(secret.error().message);
    key.identity.masked = mask_secret(*secret);
    key.identity.fingerprint = box.fingerprint(*secret);
    key.identity.secret = std::make_shared<const std::string>(std::move(*secret));
    const auto health = record.value("health", json::object());
    key.health.invalid = health.value("invalid", false);
    key.health.invalid_since = from_ms(health.value("invalid_since", std::int64_t{0}));
    key.health.reason = health.value("reason", "");
    key.health.cooldowns = health.value("cooldowns", 0U);
    key.health.cooling_until = from_ms(health.value("cooling_until", std::int64_t{0}));
    const auto totals = record.value("totals", std::vector<std::int64_t>{});
    if (totals.size() == 4)
      key.totals = {totals[0], totals[1], totals[2], totals[3]};
    return key;
  } catch (const json::exception&) {
    return damaged("the record has a field of another type than expected");
  }
}

KeyIdentity make_identity(KeyConfig config, std::string secret, const SecretBox& box) {
  KeyIdentity identity;
  identity.sealed = box.seal(secret, config.id);
  identity.masked = mask_secret(secret);
  identity.fingerprint = box.fingerprint(secret);
  identity.config = std::move(config);
  identity.secret = std::make_shared<const std::string>(std::move(secret));
  return identity;
}

} // namespace geminid::actors
