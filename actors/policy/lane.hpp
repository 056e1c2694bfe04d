// The keys as one model sees them, and which of them serves next. Holds what the keys published, plus what was handed
// out since: a key that has not yet spoken of its last request is counted as having served it.
#pragma once

#include "actors/policy/quota.hpp"
#include "actors/policy/winner_tree.hpp"
#include "shared/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace geminid::policy {

enum class Strategy : std::uint8_t { round_robin, least_used };

[[nodiscard]] constexpr std::string_view to_string(Strategy strategy) {
  return strategy == Strategy::round_robin ? "round_robin" : "least_used";
}

/// What a key says of itself and one model.
struct Offer {
  bool usable = false; // enabled, valid, not cooling
  std::int32_t priority = 0;
  double weight = 1;
  Standing standing;
  /// How many of the requests handed to the key it has answered.
  std::uint64_t handled = 0;
};

class Lane {
public:
  using Slot = std::uint32_t;

  Lane(Strategy strategy, double protection_percent) : strategy_(strategy), protection_percent_(protection_percent) {}

  /// Makes place for slots up to `slot`; their keys count as unusable until they are `set`.
  void ensure(Slot slot);
  void set(Slot slot, const Offer& offer);
  /// The slot's key is gone; the slot may be given again.
  void clear(Slot slot);
  /// Keeps a slot from serving until `until`, whatever its key offers; Instant{} lifts that.
  void bar(Slot slot, Instant until);
  /// After the key's actor was replaced: nothing is outstanding, and `handled` counts from 0 again.
  void restart(Slot slot);

  /// The slot that serves a request of `tokens` next, but none of `excluded`; nothing when none has room. O(log n) and
  /// one step for every better key that was excluded or has too few tokens.
  [[nodiscard]] std::optional<Slot> pick(std::int64_t tokens, std::span<const Slot> excluded);
  /// Whether `slot` may serve a request of `tokens` out of turn: it has room, and nobody stands before it for more than
  /// his turn (INTERFACE.md: affinity never goes before priority or protection).
  [[nodiscard]] bool may_prefer(Slot slot, std::int64_t tokens) const;
  /// Whether `slot` may serve a request of `tokens` at all now.
  [[nodiscard]] bool has_room(Slot slot, std::int64_t tokens) const;
  /// The request was handed to `slot`.
  void take(Slot slot, std::int64_t tokens);

  /// When the first key that is usable at all has room for a small request; Instant::max() when none ever.
  [[nodiscard]] Instant earliest_ready() const;
  /// When the first has room for a request of `tokens`, as far as their standings tell (`policy::ready_at`); O(n) when
  /// that is not when a small one fits.
  [[nodiscard]] Instant ready_at(std::int64_t tokens) const;
  /// The same of one key.
  [[nodiscard]] Instant ready_at(Slot slot, std::int64_t tokens) const {
    return slot < places_.size() ? ready_at(places_[slot], tokens) : Instant::max();
  }
  /// The largest request that any usable key can ever serve.
  [[nodiscard]] std::int64_t tokens_max() const;
  /// How many keys are usable at all, and how many of these are kept from the model by each kind of block.
  [[nodiscard]] std::uint32_t usable() const { return usable_; }
  [[nodiscard]] bool usable(Slot slot) const { return slot < places_.size() && places_[slot].offer.usable; }
  [[nodiscard]] std::uint32_t blocked(Block kind) const { return blocked_[static_cast<std::size_t>(kind)]; }
  /// Changes the rules for all slots; O(n).
  void configure(Strategy strategy, double protection_percent);

private:
  enum class Tier : std::uint8_t { open, guarded, closed };
  struct Rank {
    Tier tier = Tier::closed;
    std::int32_t priority = 0;
    double share = 0;
    double turn = 0;
  };
  struct Better {
    bool operator()(const Rank& a, const Rank& b) const;
  };
  struct Place {
    Offer offer;
    std::uint64_t taken = 0;
    std::int64_t tokens_taken = 0; // since the last offer
    Instant barred_until{};
    double turn = 0;
    bool open = false;
  };

  [[nodiscard]] static Instant ready_at(const Place& place, std::int64_t tokens);
  [[nodiscard]] Rank rank(const Place& place) const;
  void count(const Place& place, std::int32_t by);
  void refresh(Slot slot);

  Strategy strategy_;
  double protection_percent_;
  /// Where the rotation stands: a key that comes back joins here instead of catching up on what it missed.
  double turn_now_ = 0;
  std::uint32_t usable_ = 0;
  mutable std::optional<std::int64_t> tokens_max_;   // until a limit changes, which is seldom
  std::array<std::uint32_t, block_kinds> blocked_{}; // by Block
  std::vector<Place> places_;
  WinnerTree<Rank, Better> ranks_;
  WinnerTree<Instant, std::less<>> ready_;
};

} // namespace geminid::policy
