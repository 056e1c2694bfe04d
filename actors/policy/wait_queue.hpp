// Who is served next when capacity returns: users take turns, first come first served within one, but for a request
// that is too large for the room there is: it holds up nobody.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>

namespace geminid::policy {

class WaitQueue {
public:
  using Ticket = std::uint64_t;

  void push(const std::string& user, Ticket ticket);
  /// False when it was not waiting.
  bool remove(const std::string& user, Ticket ticket);
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  /// Offers tickets to `serve(ticket)`, a user after the other, beginning with the user whose turn it is: of each its
  /// first that can be served, which then leaves the queue while its user goes to the end. Every ticket that stays was
  /// offered once, so `serve` must be able to do less and less.
  template <class Serve>
  void serve_in_turn(Serve serve) {
    struct Turn {
      std::string user;
      std::size_t next = 0; // those before it were refused
    };
    std::deque<Turn> turns;
    for (auto& user : std::exchange(turns_, {}))
      turns.push_back({std::move(user)});
    while (!turns.empty()) {
      auto turn = std::move(turns.front());
      turns.pop_front();
      const auto waiting = waiting_.find(turn.user);
      auto& tickets = waiting->second;
      while (turn.next < tickets.size() && !serve(tickets[turn.next]))
        ++turn.next;
      if (turn.next == tickets.size()) {
        turns_.push_back(std::move(turn.user)); // keeps its turn
        continue;
      }
      tickets.erase(tickets.begin() + static_cast<std::ptrdiff_t>(turn.next));
      --size_;
      if (tickets.empty())
        waiting_.erase(waiting);
      else
        turns.push_back(std::move(turn));
    }
  }

private:
  std::unordered_map<std::string, std::deque<Ticket>> waiting_;
  std::deque<std::string> turns_; // every user in `waiting_`, once
  std::size_t size_ = 0;
};

} // namespace geminid::policy
