#include "server/store/staged_store.hpp"

namespace geminid::store {

Result<Done> StagedStore::commit(const std::vector<StoreWrite>& writes) {
  for (const auto& [key, value] : writes)
    staged_.insert_or_assign(key, value);
  return Done{};
}

Result<std::vector<StoreEntry>> StagedStore::scan(std::string_view prefix) const {
  auto stored = base_.scan(prefix);
  if (!stored)
    return stored;
  std::map<std::string, std::string> merged;
  for (auto& [key, value] : *stored)
    merged.emplace(std::move(key), std::move(value));
  for (auto at = staged_.lower_bound(prefix); at != staged_.end() && at->first.starts_with(prefix); ++at) {
    if (at->second)
      merged.insert_or_assign(at->first, *at->second);
    else
      merged.erase(at->first);
  }
  std::vector<StoreEntry> entries;
  entries.reserve(merged.size());
  for (auto& [key, value] : merged)
    entries.push_back({key, std::move(value)});
  return entries;
}

Result<std::optional<std::string>> StagedStore::get(std::string_view key) const {
  if (const auto found = staged_.find(key); found != staged_.end())
    return found->second;
  return base_.get(key);
}

std::vector<StoreWrite> StagedStore::writes() const {
  std::vector<StoreWrite> writes;
  writes.reserve(staged_.size());
  for (const auto& [key, value] : staged_)
    writes.push_back({key, value});
  return writes;
}

} // namespace geminid::store
