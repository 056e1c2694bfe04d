#include "server/app/backup/content.hpp"

#include "actors/config_actor.hpp"
#include "actors/key_record.hpp"
#include "actors/user_messages.hpp"
#include "server/log/log.hpp"
#include "server/store/hex.hpp"

#include <initializer_list>

namespace geminid::app {
namespace {

using dto::json;

constexpr std::array kept_limits{"learned_rpm", "learned_tpm", "learned_rpd", "learned_at", "family"};

// Hands each record under `prefix` that is an object to `take`, by what follows the prefix.
template <class Take>
Result<Done> each_record(const Store& store, std::string_view prefix, Take take) {
  const auto entries = store.scan(prefix);
  if (!entries)
    return entries.error();
  for (const auto& entry : *entries) {
    auto record = json::parse(entry.value, nullptr, false);
    if (record.is_object())
      take(entry.key.substr(prefix.size()), std::move(record));
    else
      log::error("a damaged record is not in the backup").with("record", entry.key);
  }
  return Done{};
}

json limits_of(const json& quota) {
  json limits = json::object();
  for (const auto* name : kept_limits)
    if (const auto found = quota.find(name); found != quota.end())
      limits[name] = *found;
  return limits;
}

Result<Done> add_keys(json& content, const Store& store, const SecretBox& box) {
  content["keys"] = json::object();
  return each_record(store, actors::key_record_prefix, [&](const std::string& id, json record) {
    const auto sealed = record.find("secret");
    const auto secret = sealed != record.end() && sealed->is_string() ? box.open(sealed->get<std::string>(), id)
                                                                      : Result<std::string>{Error{}};
    if (!secret) {
      log::error("a stored key can't be read, and is not in the backup").with("id", id);
      return;
    }
    record["secret"] = *secret;
    content["keys"][id] = std::move(record);
  });
}

} // namespace

Result<std::string> backup_content(const Store& store, const SecretBox& box, Instant now) {
  json content{{"version", 1},
               {"created_at", to_rfc3339(now)},
               {"fingerprint_key", store::to_hex(box.fingerprint_key())},
               {"user_keys", json::object()},
               {"models", json::object()},
               {"limits", json::object()},
               {"environment", json::object()}};
  if (auto added = add_keys(content, store, box); !added)
    return added.error();
  const auto take_into = [&content](const char* name) {
    return [&content, name](const std::string& id, json record) { content[name][id] = std::move(record); };
  };
  if (auto added = each_record(store, actors::user_record_prefix, take_into("user_keys")); !added)
    return added.error();
  if (auto added = each_record(store, actors::model_record_prefix, take_into("models")); !added)
    return added.error();
  auto added = each_record(store, "quota/", [&](const std::string& name, const json& record) {
    if (auto limits = limits_of(record); !limits.empty())
      content["limits"][name] = std::move(limits);
  });
  if (!added)
    return added.error();
  const auto settings = store.get(actors::settings_record_key);
  if (!settings)
    return settings.error();
  if (*settings)
    if (auto record = json::parse(**settings, nullptr, false); record.is_object())
      content["settings"] = std::move(record);
  const auto environment = store.scan("env/");
  if (!environment)
    return environment.error();
  for (const auto& entry : *environment)
    content["environment"][entry.key.substr(std::string_view{"env/"}.size())] = entry.value;
  return dto::to_text(content);
}

} // namespace geminid::app
