#include "webui/view/keys_draft.hpp"

#include "webui/core/format.hpp"
#include "webui/view/keys_words.hpp"

#include <algorithm>

namespace geminid::webui {
namespace {

std::optional<std::int64_t> value_of(const dto::LimitSetting& limit) {
  return limit.kind == dto::LimitSetting::Kind::value ? std::optional{limit.value} : std::nullopt;
}

std::string joined(const std::vector<std::string>& tags) {
  std::string all;
  for (const auto& tag : tags)
    all += (all.empty() ? "" : ", ") + tag;
  return all;
}

template <class T>
void note(std::optional<T>& change, const T& before, T now, bool& any) {
  if (before == now)
    return;
  change = std::move(now);
  any = true;
}

bool note_limit(dto::Change<std::int64_t>& change, const dto::LimitSetting& before,
                const std::optional<std::int64_t>& now) {
  if (value_of(before) == now)
    return false;
  change.emplace(now);
  return true;
}

void note_limits(const dto::Key& key, const KeyDraft& draft, KeyChange& change) {
  for (const auto& [model, own] : key.limits)
    if (std::none_of(draft.limits.begin(), draft.limits.end(),
                     [&name = model](const auto& limit) { return limit.model == name; })) {
      change.patch.limits[model] = std::nullopt;
      change.any = true;
    }
  for (const auto& [model, rpm, tpm, rpd] : draft.limits) {
    const auto found = key.limits.find(model);
    const auto before = found == key.limits.end() ? dto::LimitSet{} : found->second;
    dto::LimitPatch patch;
    const bool rpm_changed = note_limit(patch.rpm, before.rpm, rpm);
    const bool tpm_changed = note_limit(patch.tpm, before.tpm, tpm);
    const bool rpd_changed = note_limit(patch.rpd, before.rpd, rpd);
    if (rpm_changed || tpm_changed || rpd_changed) {
      change.patch.limits[model] = patch;
      change.any = true;
    }
  }
}

} // namespace

KeyDraft make_key_draft(const dto::Key& key) {
  KeyDraft draft;
  draft.name = key.name;
  draft.weight = format_decimal(key.weight);
  draft.project = key.project;
  draft.priority = key.priority;
  draft.tags = joined(key.tags);
  draft.enabled = key.enabled;
  for (const auto& [model, own] : key.limits)
    draft.limits.push_back({model, value_of(own.rpm), value_of(own.tpm), value_of(own.rpd)});
  return draft;
}

std::vector<std::string> split_tags(std::string_view text) {
  std::vector<std::string> tags;
  while (!text.empty()) {
    const auto comma = text.find(',');
    auto tag = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const auto first = tag.find_first_not_of(' ');
    if (first == std::string_view::npos)
      continue;
    tag = tag.substr(first, tag.find_last_not_of(' ') - first + 1);
    tags.emplace_back(tag);
  }
  return tags;
}

KeyChange change_of(const dto::Key& key, const KeyDraft& draft) {
  KeyChange change;
  auto& patch = change.patch;
  note(patch.name, key.name, draft.name, change.any);
  note(patch.project, key.project, draft.project, change.any);
  note(patch.enabled, key.enabled, draft.enabled, change.any);
  note(patch.tags, key.tags, split_tags(draft.tags), change.any);
  note(patch.priority, key.priority, draft.priority.value_or(0), change.any);
  if (draft.weight != format_decimal(key.weight)) {
    change.any = true;
    patch.weight = parse_weight(draft.weight);
    if (!patch.weight)
      change.bad_field = "weight";
  }
  note_limits(key, draft, change);
  return change;
}

dto::Key with_patch(dto::Key key, const dto::KeyPatch& patch) {
  const auto set = [](auto& target, const auto& value) {
    if (value)
      target = *value;
  };
  set(key.name, patch.name);
  set(key.weight, patch.weight);
  set(key.project, patch.project);
  set(key.priority, patch.priority);
  set(key.tags, patch.tags);
  if (patch.enabled && *patch.enabled != key.enabled) {
    key.enabled = *patch.enabled;
    key.state = key.enabled ? dto::KeyState::healthy : dto::KeyState::disabled;
    key.reason.reset();
    key.next_change_at.reset();
  }
  for (const auto& [model, change] : patch.limits) {
    const auto own = change ? dto::patched(key.limits[model], *change) : dto::LimitSet{};
    if (own == dto::LimitSet{})
      key.limits.erase(model);
    else
      key.limits[model] = own;
  }
  return key;
}

} // namespace geminid::webui
