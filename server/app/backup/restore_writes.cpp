// A restoration as the writes of one commit.
#include "actors/key_record.hpp"
#include "server/app/backup/content.hpp"
#include "server/store/fingerprint_key.hpp"
#include "shared/json_fields.hpp"

#include <map>
#include <optional>

namespace geminid::app {
namespace {

using dto::json;

constexpr std::string_view quota_prefix = "quota/";

using Writes = std::map<std::string, std::optional<std::string>>;

Result<Done> remove_all(Writes& writes, const Store& store, std::string_view prefix) {
  const auto entries = store.scan(prefix);
  if (!entries)
    return entries.error();
  for (const auto& entry : *entries)
    writes[entry.key] = std::nullopt;
  return Done{};
}

// The present ids of the Gemini keys, each with the id that the restored configuration has for it; empty: none.
Result<std::map<std::string, std::string>> successors(const Restoration& restoration, const Store& store,
                                                      const SecretBox& box) {
  const auto entries = store.scan(actors::key_record_prefix);
  if (!entries)
    return entries.error();
  std::map<std::string, std::string> ids;
  for (const auto& entry : *entries) {
    const auto key = actors::key_from_record(entry, box);
    if (!key)
      continue;
    const auto found = restoration.ids_by_fingerprint.find(key->identity.fingerprint);
    ids[key->identity.config.id] = found == restoration.ids_by_fingerprint.end() ? std::string{} : found->second;
  }
  return ids;
}

// `limits` in a record of what was used, which stays as it is.
std::string with_limits(const std::optional<std::string>& record, const std::string& limits) {
  auto merged = record ? json::parse(*record, nullptr, false) : json();
  if (!merged.is_object())
    merged = {{"v", 1}};
  const auto restored = json::parse(limits, nullptr, false);
  for (const auto* name : {"learned_rpm", "learned_tpm", "learned_rpd", "learned_at"})
    merged.erase(name);
  merged.update(restored);
  if (restored.contains("learned_at") && !merged.contains("day")) {
    merged["day"] = 0;
    merged["reserved"] = 0;
  }
  return dto::to_text(merged);
}

Result<Done> put_quotas(Writes& writes, const Restoration& restoration, const Store& store, const SecretBox& box) {
  const auto ids = successors(restoration, store, box);
  if (!ids)
    return ids.error();
  const auto entries = store.scan(quota_prefix);
  if (!entries)
    return entries.error();
  std::map<std::string, std::string> used; // by key
  for (const auto& entry : *entries) {
    const auto end = entry.key.find('/', quota_prefix.size());
    const auto id = ids->find(entry.key.substr(quota_prefix.size(), end - quota_prefix.size()));
    if (id == ids->end() || id->second == id->first) {
      used[entry.key] = entry.value;
      continue;
    }
    writes[entry.key] = std::nullopt;
    if (!id->second.empty() && end != std::string::npos)
      used[std::string{quota_prefix} + id->second + entry.key.substr(end)] = entry.value;
  }
  for (const auto& [key, value] : used)
    writes[key] = value;
  for (const auto& [name, limits] : restoration.limits) {
    const auto key = std::string{quota_prefix} + name;
    const auto record = used.find(key);
    writes[key] = with_limits(record == used.end() ? std::nullopt : std::optional{record->second}, limits);
  }
  return Done{};
}

} // namespace

Result<std::vector<StoreWrite>> restore_writes(const Restoration& restoration, const Store& store,
                                               const SecretBox& box) {
  Writes writes;
  const bool other_prints = restoration.fingerprint_key != box.fingerprint_key();
  for (const auto* prefix : {"key/", "user/", "model/", "settings", "env/"})
    if (auto removed = remove_all(writes, store, prefix); !removed)
      return removed.error();
  if (other_prints)
    for (const auto* prefix : {"session/", "signature/"})
      if (auto removed = remove_all(writes, store, prefix); !removed)
        return removed.error();
  for (const auto& record : restoration.records)
    writes[record.key] = record.value;
  const auto user_counts = store.scan("user_quota/");
  if (!user_counts)
    return user_counts.error();
  for (const auto& entry : *user_counts) {
    const auto user = writes.find("user/" + entry.key.substr(std::string_view{"user_quota/"}.size()));
    if (user == writes.end() || !user->second)
      writes[entry.key] = std::nullopt;
  }
  if (auto put = put_quotas(writes, restoration, store, box); !put)
    return put.error();
  std::vector<StoreWrite> list;
  list.reserve(writes.size() + 1);
  for (auto& [key, value] : writes)
    list.push_back({key, std::move(value)});
  if (other_prints)
    list.push_back(store::fingerprint_key_record(restoration.fingerprint_key, box));
  return list;
}

} // namespace geminid::app
