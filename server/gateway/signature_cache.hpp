// The thought signatures of function calls that Gemini made, for clients that send such a call back without its
// signature (gemini-wire.md, 2.2). Pure: neither clock nor disk. io thread only.
#pragma once

#include "server/translate/chat.hpp"
#include "shared/time.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace geminid::gateway {

struct RememberedSignature {
  std::string key;             // SignatureCache::key
  std::uint8_t generation = 0; // of the model that made it: translate::ModelTraits
  Instant made_at{};
  std::string signature;
};

/// Forgets what is too old, then what was not asked for the longest. Forgetting costs the model some of its thoughts,
/// never an answer: translation says so with the sentinel.
class SignatureCache {
public:
  struct Limits {
    std::size_t entries_max = 20'000;
    std::size_t bytes_max = 16 * 1024 * 1024; // of all, with what it costs to keep them
    std::size_t signature_bytes_max = 512 * 1024;
    Duration kept_for{7 * 24 * 3'600'000};
  };

  SignatureCache() : SignatureCache(Limits{}) {}
  explicit SignatureCache(const Limits& limits) : limits_(limits) {}
  SignatureCache(const SignatureCache&) = delete;
  SignatureCache& operator=(const SignatureCache&) = delete;

  /// What a call is known by. It begins with the user, whose id holds no zero byte, and is compared whole: nobody can
  /// name a call so that another user's is found. Gemini's own ids ("fc1") may come again; then the last call counts.
  [[nodiscard]] static std::string key(std::string_view user, std::string_view call_id, std::string_view function);

  /// Valid until the cache is changed. Empty when nothing is known, or it was made by a model of another generation,
  /// which would be refused.
  [[nodiscard]] std::string_view find(const std::string& key, std::uint8_t generation, Instant now);
  void remember(std::string key, std::uint8_t generation, std::string_view signature, Instant now);
  void forget(const std::string& key);

  /// For translation: asks for calls of `user`, and adds the keys of what it found to `found`. Refers to both, and to
  /// the cache.
  [[nodiscard]] translate::SignatureLookup lookup(const std::string& user, Instant now,
                                                  std::vector<std::string>& found);

  /// Is told the key of whatever comes, changes or goes. None at first.
  void on_change(std::function<void(const std::string& key)> changed) { changed_ = std::move(changed); }
  /// Nothing when it is not there.
  [[nodiscard]] const RememberedSignature* entry(const std::string& key) const;
  /// What a former run left, in any order. Only what exceeds the limits is told as a change.
  void restore(std::vector<RememberedSignature> entries);

  [[nodiscard]] std::size_t size() const { return places_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
  using Entries = std::list<RememberedSignature>;

  void insert(RememberedSignature entry);
  void erase(Entries::iterator place);
  void keep_limits();
  void tell(const std::string& key) const;

  Limits limits_;
  Entries entries_;                                                // what was made or asked for last comes first
  std::unordered_map<std::string_view, Entries::iterator> places_; // by the entries' own keys
  std::size_t bytes_ = 0;
  std::function<void(const std::string& key)> changed_;
};

} // namespace geminid::gateway
