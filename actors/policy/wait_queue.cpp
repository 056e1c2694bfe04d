#include "actors/policy/wait_queue.hpp"

#include <algorithm>

namespace geminid::policy {

void WaitQueue::push(const std::string& user, Ticket ticket) {
  auto& of_user = waiting_[user];
  if (of_user.empty())
    turns_.push_back(user);
  of_user.push_back(ticket);
  ++size_;
}

bool WaitQueue::remove(const std::string& user, Ticket ticket) {
  const auto waiting = waiting_.find(user);
  if (waiting == waiting_.end())
    return false;
  auto& tickets = waiting->second;
  const auto found = std::find(tickets.begin(), tickets.end(), ticket);
  if (found == tickets.end())
    return false;
  tickets.erase(found);
  --size_;
  if (tickets.empty()) {
    waiting_.erase(waiting);
    turns_.erase(std::find(turns_.begin(), turns_.end(), user));
  }
  return true;
}

} // namespace geminid::policy
