// Who may ask: the user keys as an immutable snapshot that is replaced whole when an admin changes one.
#pragma once

#include "server/translate/chat.hpp"
#include "shared/time.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace geminid::gateway {

struct User {
  std::string id;
  std::string name;
  bool enabled = true;
  std::vector<std::string> models; // empty: all
  std::optional<Instant> expires_at;
  bool limited = false; // in use: each request needs an admission
  std::optional<translate::ThinkingDefault> thinking = {};

  [[nodiscard]] bool may_use(std::string_view model) const;
};

class UserTable {
public:
  /// By `SecretBox::fingerprint` of the user key.
  using Entries = std::unordered_map<std::string, std::shared_ptr<const User>>;

  explicit UserTable(Entries entries = {}) : entries_(std::move(entries)) {}

  /// Empty when no such key is known.
  [[nodiscard]] std::shared_ptr<const User> find(const std::string& fingerprint) const;

private:
  Entries entries_;
};

} // namespace geminid::gateway
