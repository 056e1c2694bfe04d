#include "server/gateway/user_table.hpp"

#include <algorithm>

namespace geminid::gateway {

bool User::may_use(std::string_view model) const {
  return models.empty() || std::find(models.begin(), models.end(), model) != models.end();
}

std::shared_ptr<const User> UserTable::find(const std::string& fingerprint) const {
  const auto found = entries_.find(fingerprint);
  return found == entries_.end() ? nullptr : found->second;
}

} // namespace geminid::gateway
