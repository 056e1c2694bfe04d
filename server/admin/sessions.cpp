#include "server/admin/sessions.hpp"

#include <algorithm>

namespace geminid::admin {

std::vector<std::string> Sessions::begin(const std::string& fingerprint, Instant now) {
  std::vector<std::string> ended;
  for (auto at = sessions_.begin(); at != sessions_.end();) {
    if (open(at->second, now)) {
      ++at;
      continue;
    }
    ended.push_back(at->first);
    at = sessions_.erase(at);
  }
  while (sessions_.size() >= count_max) {
    const auto stalest = std::min_element(sessions_.begin(), sessions_.end(), [](const auto& a, const auto& b) {
      return a.second.used_at < b.second.used_at;
    });
    ended.push_back(stalest->first);
    sessions_.erase(stalest);
  }
  sessions_[fingerprint] = {now, now};
  return ended;
}

std::optional<Session> Sessions::use(std::string_view fingerprint, Instant now) {
  const auto found = sessions_.find(fingerprint);
  if (found == sessions_.end() || !open(found->second, now))
    return std::nullopt;
  found->second.used_at = now;
  return found->second;
}

bool Sessions::is_open(std::string_view fingerprint, Instant now) const {
  const auto found = sessions_.find(fingerprint);
  return found != sessions_.end() && open(found->second, now);
}

void Sessions::end(std::string_view fingerprint) {
  if (const auto found = sessions_.find(fingerprint); found != sessions_.end())
    sessions_.erase(found);
}

std::vector<std::string> Sessions::end_all() {
  std::vector<std::string> ended;
  for (const auto& [fingerprint, session] : sessions_)
    ended.push_back(fingerprint);
  sessions_.clear();
  return ended;
}

} // namespace geminid::admin
