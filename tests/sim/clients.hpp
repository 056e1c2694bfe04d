// The clients of a simulation: they come, ask for leases, use them at Google, try again, lose patience, hang up and
// die, as the gateway's coroutines would. What they are told is held against the books.
#pragma once

#include "actors/policy/retry.hpp"
#include "tests/sim/stage.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace geminid::sim {

/// What a run consisted of, to see that it was worth something.
struct Tally {
  std::int64_t requests = 0;
  std::int64_t granted = 0;
  std::int64_t served = 0;
  std::int64_t dropped_unused = 0;
  std::map<std::string, std::int64_t> refused_by_google;
  std::map<std::string, std::int64_t> turned_away;

  [[nodiscard]] std::string text() const;
};

class Clients {
public:
  using Id = std::uint64_t;

  explicit Clients(Stage& stage) : stage_(stage) {}

  /// One client request arrives now. Its first message is sent at once.
  void arrive();
  /// When the next client does something; Instant::max() when none will.
  [[nodiscard]] Instant next_event() const;
  /// Does what is due. Lets the actors run in between, now and then.
  void act();
  /// The actors have come to rest: looks at every answer that came.
  void read_answers();
  /// At the end of a step: nobody waits in vain, or longer than it wanted to.
  void check_waiting();
  /// One of those who wait dies without a word.
  void kill_one_waiting();
  /// Everybody's request ends now; `politely`: as in a drain.
  void end_all(bool politely);
  [[nodiscard]] bool empty() const { return clients_.empty(); }
  [[nodiscard]] std::size_t waiting() const;
  /// Died while they waited: the dispatcher need not know yet.
  [[nodiscard]] std::size_t dead_waiting() const { return zombies_.size(); }
  [[nodiscard]] const Tally& tally() const { return tally_; }

  /// For the actor that asks.
  void answered(Id id, caf::expected<actors::LeaseReply> reply, caf::strong_actor_ptr by);

private:
  enum class State : std::uint8_t { waiting, holding, pausing };
  enum class Deed : std::uint8_t { ask, finish, leave };
  struct Client {
    State state = State::pausing;
    std::string model;
    std::string user;
    std::int64_t tokens = 0; // truly
    std::int64_t estimate = 0;
    Instant deadline{};
    Instant asked_at{};
    actors::Ticket ticket = 0;
    caf::actor asker;
    std::vector<actors::Slot> excluded;
    std::vector<std::string> tried;
    policy::RetryState retries;
    int deaths = 0;
    bool gone = false;
    bool will_not_send = false;
    std::shared_ptr<actors::Lease> lease;
    BookingPtr booking;
    caf::strong_actor_ptr owner; // the actor that keeps the counts
    Verdict verdict;
  };
  struct Answer {
    Id id;
    caf::expected<actors::LeaseReply> reply;
    caf::strong_actor_ptr by;
  };

  /// A request may wait for the first offers of a model's keys, whatever its own patience.
  [[nodiscard]] static Instant longest_wait(const Client& client) {
    return std::max(client.deadline, client.asked_at + std::chrono::seconds{5});
  }
  void later(Duration delay, Deed deed, Id id);
  void ask(Id id, Client& client);
  void finish(Id id, Client& client);
  void leave(Id id, Client& client);
  void read(Answer& answer);
  void granted(Id id, Client& client, const caf::strong_actor_ptr& by);
  void turned_away(Client& client, const actors::LeaseReply& reply);
  void give_back(Client& client);
  void settle(Client& client, actors::LeaseOutcome outcome);
  [[nodiscard]] bool refused(Id id, Client& client);
  [[nodiscard]] static Books::Ears ears(const Client& client);
  [[nodiscard]] std::string owner_of(const actors::Lease& lease, const caf::strong_actor_ptr& by);
  void check_reading(const Verdict& verdict, const policy::RefusalReading& reading) const;

  Stage& stage_;
  std::map<Id, Client> clients_;
  std::multimap<Instant, std::pair<Deed, Id>> events_;
  std::vector<Answer> answers_;
  std::map<std::string, int> asked_; // in this step, by model
  std::vector<Instant> zombies_;     // until when the dispatcher may keep who died waiting
  Id next_id_ = 1;
  Tally tally_;
};

} // namespace geminid::sim
