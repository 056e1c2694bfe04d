// When requests are due: a level (connections, or requests a second) that rises and falls, and the arrivals that follow
// from it. Pure: time is an argument, chance comes from a seed.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <vector>

namespace geminid::load {

using Seconds = std::chrono::duration<double>;

/// The level goes straight from one value to the other.
struct Stage {
  double from = 0;
  double to = 0;
  Seconds length{0};

  bool operator==(const Stage&) const = default;
};

class Profile {
public:
  /// Levels are not negative; lengths are over 0.
  explicit Profile(std::vector<Stage> stages);

  [[nodiscard]] Seconds end() const { return end_; }
  /// 0 from the end on.
  [[nodiscard]] double level(Seconds at) const;
  /// How many requests are due until all is over, when the level is a rate.
  [[nodiscard]] double total() const { return total_; }
  /// The moment by which so many are due; nothing when there are less in all.
  [[nodiscard]] std::optional<Seconds> when(double due) const;
  /// The first moment, not before `at`, at which the level is over `than`; nothing when there is none.
  [[nodiscard]] std::optional<Seconds> next_over(double than, Seconds at) const;

private:
  std::vector<Stage> stages_;
  Seconds end_{0};
  double total_ = 0;
};

enum class Arrivals { constant, poisson };

/// The moments at which requests are due, ascending, from the beginning of the run; the same for the same seed.
class ArrivalTimes {
public:
  ArrivalTimes(Profile rate, Arrivals pattern, std::uint64_t seed);
  /// Nothing when no more are due.
  [[nodiscard]] std::optional<Seconds> next();

private:
  Profile rate_;
  Arrivals pattern_;
  std::mt19937_64 random_;
  double due_ = 0;
};

} // namespace geminid::load
