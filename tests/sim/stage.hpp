// What a simulation plays with: geminid's real actors on a virtual clock, the model of Google, the books, and chance.
#pragma once

#include "tests/sim/books.hpp"
#include "tests/sim/google.hpp"
#include "tests/sim/random.hpp"
#include "tests/support/actor_world.hpp"

#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace geminid::sim {

/// Something happened that must not: the message holds the seed that replays it.
class Violation : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Stage {
public:
  /// Draws projects, keys, limits and rules.
  explicit Stage(std::uint64_t seed);

  [[nodiscard]] Instant now() const { return world->now(); }
  [[noreturn]] void fail(const std::string& what) const;
  void demand(const Objection& objection) const;
  /// For the message of a failure: the latest lines are told.
  void note(std::string what);

  void set_rules();
  /// A key of a project that Google knows; `named` if the admin says which.
  void add_key(const std::string& project, bool named);
  /// Applies `change` as an admin does, and tells the books. Lets nobody run yet.
  void patch(const std::string& secret, const std::function<void(actors::KeyConfig&)>& change);
  /// What must wait until the actors have come to rest.
  void afterwards(std::function<void()> then) { afterwards_.push_back(std::move(then)); }
  /// The actors have come to rest. May set them going again.
  void do_afterwards();
  /// The actors have come to rest for good, and the books have seen what was granted.
  void end_step();
  void replace_world(std::shared_ptr<test::MemoryDisk> disk, Instant start);

  [[nodiscard]] caf::actor key_actor(const std::string& secret);
  [[nodiscard]] TrueLimits draw_limits();
  [[nodiscard]] static policy::LimitSettings as_settings(const TrueLimits& limits);
  /// A key that exists; "" when there is none.
  [[nodiscard]] std::string any_key();

  const std::uint64_t seed;
  Random random;
  Google google;
  std::vector<std::string> models{"flash", "pro", "lite"};
  actors::Rules rules;
  actors::DispatcherLimits limits;
  Books books;
  std::vector<std::string> projects;
  std::map<std::string, std::string> project_of; // Google's, by secret
  std::unique_ptr<testing_support::ActorWorld> world;
  /// The named projects' ledger actors, as far as they were seen.
  std::map<std::string, caf::strong_actor_ptr> ledgers;
  std::uint64_t step = 0;
  /// In this step actors die or the disk fails: errors are no surprise, and a key may miss a request.
  bool restless = false;

private:
  std::vector<std::function<void()>> afterwards_;
  std::deque<std::string> notes_;
  int keys_made_ = 0;
};

} // namespace geminid::sim
