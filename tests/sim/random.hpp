// Chance from a seed, the same on every machine: the distributions of the standard library are not.
#pragma once

#include "shared/time.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace geminid::sim {

class Random {
public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// In [0, 1).
  double real() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }
  bool chance(double probability) { return real() < probability; }
  /// Both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  Duration between(Duration low, Duration high) { return Duration{between(low.count(), high.count())}; }
  /// Of independent events that come every `mean`.
  Duration until_next(Duration mean) {
    return Duration{static_cast<std::int64_t>(-std::log(1 - real()) * static_cast<double>(mean.count()))};
  }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(from.size()) - 1))];
  }

private:
  std::mt19937_64 engine_;
};

} // namespace geminid::sim
