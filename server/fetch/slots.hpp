// A limit on how much goes on at a time, first come first served. io thread only.
#pragma once

#include "server/upstream/connection.hpp"

#include <cstddef>
#include <deque>
#include <memory>

namespace geminid::fetch {

class Slots {
public:
  explicit Slots(std::size_t count) : free_(count) {}

  /// A place for as long as it lives; may outlive the slots' owner.
  using Place = std::shared_ptr<void>;
  /// None when `woken` is set before there is room.
  static net::Task<Place> take(std::shared_ptr<Slots> slots, upstream::Event& woken);

private:
  struct Waiting {
    upstream::Event* woken;
    Place place;
  };
  class Turn;

  [[nodiscard]] static Place make_place(const std::shared_ptr<Slots>& slots);
  static void give_back(const std::shared_ptr<Slots>& slots);

  std::size_t free_;
  std::deque<Waiting*> waiting_;
};

} // namespace geminid::fetch
