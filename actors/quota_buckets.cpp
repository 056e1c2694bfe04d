#include "actors/quota_buckets.hpp"

#include <algorithm>

namespace geminid::actors {
namespace {

/// Clients name models; what they can make grow ends here.
constexpr std::size_t models_max = 512;

bool is_idle(const QuotaBucket& bucket) {
  const auto& quota = bucket.quota;
  return quota.named.kind == policy::Block::unavailable ||
         (quota.minute.empty() && quota.day.used == 0 && policy::held(quota).kind == policy::Block::none);
}

} // namespace

void QuotaBuckets::restore(const std::vector<StoreEntry>& stored, Instant now) {
  for (const auto& [name, value] : stored) {
    auto record = quota_from_record(value, now);
    if (record.quota)
      place(name).quota = std::move(*record.quota);
    has_families_ = has_families_ || !record.facts.family.empty();
    models_[name] = std::move(record.facts);
  }
  // The name of a family need not be a model's.
  std::erase_if(models_, [this](const auto& m) { return m.second.empty() && is_family(m.first); });
}

QuotaBucket& QuotaBuckets::of(const std::string& model, Instant now) {
  if (models_.size() >= models_max && !knows(model))
    forget_idle();
  auto& facts = models_[model];
  if (!facts.family.empty())
    move_in(model, facts.family, now);
  auto& bucket = place(name_of(model));
  bucket.quota.missing = facts.missing;
  policy::advance(bucket.quota, now);
  return bucket;
}

QuotaBucket& QuotaBuckets::place(const std::string& name) {
  if (const auto found = buckets_.find(name); found != buckets_.end())
    return found->second;
  const auto write = [this, name](std::int64_t reserved, DayJournal::Done done) {
    persist_({record(name, reserved)}, std::move(done));
  };
  return buckets_.try_emplace(name, write).first->second;
}

// Until it has moved in with its family, a model is counted by itself.
const std::string& QuotaBuckets::name_of(const std::string& model) const {
  const auto found = models_.find(model);
  const bool alone =
      found == models_.end() || found->second.family.empty() || (buckets_.contains(model) && !is_family(model));
  return alone ? model : found->second.family;
}

bool QuotaBuckets::is_family(const std::string& name) const {
  return has_families_ &&
         std::any_of(models_.begin(), models_.end(), [&](const auto& m) { return m.second.family == name; });
}

// Not while its journal writes: whoever waits for that is counted there.
void QuotaBuckets::move_in(const std::string& model, const std::string& family, Instant now) {
  const auto own = buckets_.find(model);
  if (own == buckets_.end() || own->second.journal.writing() || is_family(model))
    return;
  auto& shared = place(family);
  policy::advance(own->second.quota, now);
  policy::advance(shared.quota, now);
  policy::absorb(shared.quota, own->second.quota);
  buckets_.erase(own);
  persist_({record(family), record(model)}, [](bool) {});
}

std::vector<std::string> QuotaBuckets::models() const {
  std::vector<std::string> names;
  for (const auto& [model, facts] : models_)
    names.push_back(model);
  return names;
}

std::vector<std::string> QuotaBuckets::counted_with(const std::string& model) const {
  std::vector<std::string> others;
  if (!has_families_)
    return others;
  const auto& name = name_of(model);
  for (const auto& [other, facts] : models_)
    if (other != model && name_of(other) == name)
      others.push_back(other);
  return others;
}

void QuotaBuckets::join(const std::string& model, const std::string& family) {
  models_[model].family = family == model ? std::string{} : family;
  has_families_ = has_families_ || family != model;
}

void QuotaBuckets::lift_holds(Instant now) {
  std::vector<StoreWrite> writes;
  for (auto& [model, facts] : models_) {
    facts.missing = {};
    if (!buckets_.contains(model))
      writes.push_back(record(model));
  }
  for (auto& [name, bucket] : buckets_) {
    policy::advance(bucket.quota, now);
    bucket.quota.named = bucket.quota.bare = {};
    writes.push_back(record(name));
  }
  persist_(std::move(writes), [](bool) {});
}

void QuotaBuckets::forget_idle() {
  std::erase_if(models_, [this](const auto& named) {
    const auto& [model, facts] = named;
    const auto found = buckets_.find(name_of(model));
    if (found == buckets_.end())
      return true;
    const bool missing = facts.missing.kind != policy::Block::none;
    if (found->second.journal.writing() || !(missing || is_idle(found->second)))
      return false;
    if (found->first == model && !is_family(model))
      buckets_.erase(found);
    return true;
  });
  std::erase_if(buckets_, [this](const auto& named) {
    return !named.second.journal.writing() && is_idle(named.second) && !knows(named.first) && !is_family(named.first);
  });
}

void QuotaBuckets::note_minute(const std::string& model, std::int64_t tokens, const policy::Limits& limits,
                               Instant now) {
  auto& ahead = of(model).ahead;
  --ahead.requests;
  ahead.tokens -= tokens;
  if (!policy::used_up(ahead, now))
    return;
  ahead = policy::minute_block(limits.rpm.value, limits.tpm.value, now);
  note(name_of(model));
}

// What comes while one record is on its way shares the next.
void QuotaBuckets::note(const std::string& name) {
  auto& bucket = buckets_.at(name);
  bucket.unnoted = true;
  if (bucket.noting)
    return;
  bucket.noting = true;
  persist_({record(name)}, [this, name](bool ok) {
    const auto noted = buckets_.find(name);
    if (noted == buckets_.end())
      return;
    noted->second.noting = false;
    if (!ok)
      noted->second.ahead = {}; // the next request tries again
    if (noted->second.unnoted)
      note(name);
  });
}

void QuotaBuckets::remember(const std::string& model) {
  std::vector<StoreWrite> writes{record(name_of(model))};
  if (name_of(model) != model)
    writes.push_back(record(model));
  persist_(std::move(writes), [](bool) {});
}

std::vector<StoreWrite> QuotaBuckets::final_records() {
  std::vector<StoreWrite> writes;
  for (auto& [name, bucket] : buckets_) {
    bucket.ahead = {};
    writes.push_back(record(name, bucket.journal.close()));
  }
  return writes;
}

StoreWrite QuotaBuckets::record(const std::string& name) {
  const auto found = buckets_.find(name);
  return record(name, found == buckets_.end() ? 0 : found->second.journal.promise());
}

StoreWrite QuotaBuckets::record(const std::string& name, std::int64_t day_reserved) {
  const policy::Quota* quota = nullptr;
  ReservedCounts reserved{day_reserved, {}};
  if (const auto found = buckets_.find(name); found != buckets_.end()) {
    quota = &found->second.quota;
    reserved.minute = found->second.ahead;
    found->second.unnoted = false;
  }
  const auto facts = models_.find(name);
  return {prefix_ + name, to_record(quota, reserved, facts == models_.end() ? ModelFacts{} : facts->second)};
}

} // namespace geminid::actors
