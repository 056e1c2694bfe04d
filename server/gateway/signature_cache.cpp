#include "server/gateway/signature_cache.hpp"

#include <algorithm>
#include <utility>

namespace geminid::gateway {
namespace {

/// Longer names of calls are not Gemini's.
constexpr std::size_t key_bytes_max = 1024;

std::size_t cost(const RememberedSignature& entry) {
  constexpr std::size_t bookkeeping = 200; // nodes of the list and of the table, and what strings allocate
  return entry.key.size() + entry.signature.size() + bookkeeping;
}

} // namespace

std::string SignatureCache::key(std::string_view user, std::string_view call_id, std::string_view function) {
  std::string key;
  key.reserve(user.size() + function.size() + call_id.size() + 2);
  key.append(user).append(1, '\0').append(function).append(1, '\0').append(call_id);
  return key;
}

std::string_view SignatureCache::find(const std::string& key, std::uint8_t generation, Instant now) {
  const auto found = places_.find(key);
  if (found == places_.end())
    return {};
  const auto place = found->second;
  if (place->made_at + limits_.kept_for <= now) {
    erase(place);
    return {};
  }
  if (place->generation != generation)
    return {};
  entries_.splice(entries_.begin(), entries_, place);
  return place->signature;
}

void SignatureCache::remember(std::string key, std::uint8_t generation, std::string_view signature, Instant now) {
  if (key.size() > key_bytes_max || signature.size() > limits_.signature_bytes_max)
    return;
  // Nothing behind the last one is younger than when that was asked for.
  while (!entries_.empty() && entries_.back().made_at + limits_.kept_for <= now)
    erase(std::prev(entries_.end()));
  if (const auto known = places_.find(key); known != places_.end())
    erase(known->second);
  insert({std::move(key), generation, now, std::string{signature}});
  tell(entries_.front().key);
  keep_limits();
}

void SignatureCache::forget(const std::string& key) {
  if (const auto found = places_.find(key); found != places_.end())
    erase(found->second);
}

translate::SignatureLookup SignatureCache::lookup(const std::string& user, Instant now,
                                                  std::vector<std::string>& found) {
  return [this, &user, now, &found](std::string_view call_id, std::string_view function,
                                    std::uint8_t generation) -> std::string_view {
    if (places_.empty() || call_id.size() + function.size() > key_bytes_max)
      return {};
    auto name = key(user, call_id, function);
    const auto signature = find(name, generation, now);
    if (!signature.empty())
      found.push_back(std::move(name));
    return signature;
  };
}

const RememberedSignature* SignatureCache::entry(const std::string& key) const {
  const auto found = places_.find(key);
  return found == places_.end() ? nullptr : &*found->second;
}

void SignatureCache::restore(std::vector<RememberedSignature> entries) {
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.made_at < b.made_at; });
  for (auto& entry : entries)
    if (!places_.contains(entry.key))
      insert(std::move(entry));
  keep_limits();
}

void SignatureCache::insert(RememberedSignature entry) {
  bytes_ += cost(entry);
  entries_.push_front(std::move(entry));
  places_.emplace(entries_.front().key, entries_.begin());
}

void SignatureCache::erase(Entries::iterator place) {
  bytes_ -= cost(*place);
  places_.erase(place->key);
  const auto key = std::move(place->key);
  entries_.erase(place);
  tell(key);
}

void SignatureCache::keep_limits() {
  while (places_.size() > limits_.entries_max || bytes_ > limits_.bytes_max)
    erase(std::prev(entries_.end()));
}

void SignatureCache::tell(const std::string& key) const {
  if (changed_)
    changed_(key);
}

} // namespace geminid::gateway
