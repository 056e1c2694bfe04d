// User keys as they are stored: "user/<id>", JSON, versioned; of the secret only its fingerprint. And what the disk
// knows of their day.
#include "actors/quota_record.hpp"
#include "actors/record_fields.hpp"
#include "actors/user_messages.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

using nlohmann::json;

template <class T>
void put(json& record, const char* name, const std::optional<T>& value) {
  if (value)
    record[name] = *value;
}

} // namespace

StoreWrite to_record(const UserRecord& user) {
  const auto& config = user.config;
  json record{{"v", 1},
              {"name", config.name},
              {"enabled", config.enabled},
              {"models", config.models},
              {"fingerprint", user.fingerprint},
              {"masked", user.masked},
              {"created_at", user.created_at.time_since_epoch().count()}};
  put(record, "rpm", config.limits.rpm);
  put(record, "tpm", config.limits.tpm);
  put(record, "rpd", config.limits.rpd);
  put(record, "max_concurrency", config.limits.concurrent);
  put(record, "token_budget", config.limits.token_budget);
  if (!config.notes.empty())
    record["notes"] = config.notes;
  if (config.expires_at)
    record["expires_at"] = config.expires_at->time_since_epoch().count();
  if (config.thinking)
    record["thinking"] = dto::to_json(*config.thinking);
  return {std::string{user_record_prefix} + user.id, record.dump()};
}

Result<UserRecord> user_from_record(const StoreEntry& entry) {
  UserRecord user;
  user.id = entry.key.substr(user_record_prefix.size());
  const auto record = json::parse(entry.value, nullptr, false);
  if (!record.is_object())
    return Error{"stored user key " + user.id + ": the record is damaged"};
  try {
    user.fingerprint = record.at("fingerprint").get<std::string>();
    user.masked = record.value("masked", "");
    user.created_at = Instant{Duration{record.value("created_at", std::int64_t{0})}};
    auto& config = user.config;
    config.name = record.value("name", "");
    config.enabled = record.value("enabled", true);
    config.models = record.value("models", std::vector<std::string>{});
    config.limits.rpm = integer(record, "rpm");
    config.limits.tpm = integer(record, "tpm");
    config.limits.rpd = integer(record, "rpd");
    config.limits.concurrent = integer(record, "max_concurrency");
    config.limits.token_budget = integer(record, "token_budget");
    config.notes = record.value("notes", "");
    if (const auto expires = integer(record, "expires_at"))
      config.expires_at = Instant{Duration{*expires}};
    dto::Fields fields{record};
    fields.nullable("thinking", config.thinking, dto::read_thinking_member);
    if (!fields.ok())
      return Error{"stored user key " + user.id + ": its thinking is damaged"};
    return user;
  } catch (const json::exception&) {
    return Error{"stored user key " + user.id + ": a field is missing or of another type than expected"};
  }
}

StoreWrite counts_record(const std::string& user, const policy::Counts& counts, std::int64_t reserved,
                         std::int64_t spent) {
  const json record{{"v", 1},
                    {"day", counts.day.day},
                    {"reserved", reserved},
                    {"minute", minute_to_json(counts.minute)},
                    {"spent", spent}};
  return {std::string{user_quota_prefix} + user, record.dump()};
}

policy::UserQuota quota_from_record(const StoreEntry& entry, Instant now) {
  const auto record = json::parse(entry.value, nullptr, false);
  if (!record.is_object())
    return {};
  const auto day = integer(record, "day").value_or(-1);
  const auto reserved = integer(record, "reserved").value_or(-1);
  if (day < 0 || reserved < 0)
    return {};
  policy::UserQuota quota;
  quota.day = {static_cast<policy::PacificDay>(day), reserved, reserved};
  quota.spent = std::max<std::int64_t>(0, integer(record, "spent").value_or(0));
  read_minute(record, quota.minute, now);
  return quota;
}

} // namespace geminid::actors
