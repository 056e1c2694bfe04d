// Who is served next when capacity returns: users take turns, first come first served within one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>

namespace geminid::policy {

class WaitQueue {
public:
  using Ticket = std::uint64_t;

  void push(const std::string& user, Ticket ticket);
  /// False when it was not waiting.
  bool remove(const std::string& user, Ticket ticket);
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  /// Offers the first ticket of each user in turn to `serve(ticket)`, beginning with the user whose turn it is; a
  /// served ticket leaves the queue and its user goes to the end. Stops after a round in which nobody was served.
  template <class Serve>
  void serve_in_turn(Serve serve) {
    std::size_t refused_in_a_row = 0;
    while (!turns_.empty() && refused_in_a_row < turns_.size()) {
      const std::string user = turns_.front();
      turns_.pop_front();
      const auto waiting = waiting_.find(user);
      if (!serve(waiting->second.front())) {
        ++refused_in_a_row;
        turns_.push_back(user);
        continue;
      }
      refused_in_a_row = 0;
      waiting->second.pop_front();
      --size_;
      if (waiting->second.empty())
        waiting_.erase(waiting);
      else
        turns_.push_back(user);
    }
    // Whoever was refused keeps the turn: `refused_in_a_row` rotations brought the round back to its beginning.
  }

private:
  std::unordered_map<std::string, std::deque<Ticket>> waiting_;
  std::deque<std::string> turns_; // every user in `waiting_`, once
  std::size_t size_ = 0;
};

} // namespace geminid::policy
