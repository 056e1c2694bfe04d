// How long things took, from a nanosecond to hours, in little room: 64 buckets to each doubling.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace geminid::load {

class Histogram {
public:
  using Duration = std::chrono::nanoseconds;
  /// How far from the truth a percentile is at most, as a part of it.
  static constexpr double error_max = 1.0 / 128;

  /// Less than nothing counts as nothing.
  void add(Duration took);
  Histogram& operator+=(const Histogram& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// Exact, and 0 when there are none, as are the others.
  [[nodiscard]] Duration min() const { return min_; }
  [[nodiscard]] Duration max() const { return max_; }
  [[nodiscard]] Duration mean() const;
  /// The least that this share (0 to 1) of them does not exceed.
  [[nodiscard]] Duration percentile(double share) const;

private:
  std::vector<std::uint64_t> counts_; // up to the last bucket that was needed
  std::uint64_t count_ = 0;
  Duration min_{0};
  Duration max_{0};
  double sum_ns_ = 0;
};

} // namespace geminid::load
