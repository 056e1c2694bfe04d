// How long things took, in little room: four buckets to each doubling, so that a percentile is at most a fifth too
// long, from a millisecond to half an hour.
#pragma once

#include "shared/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace geminid::policy {

class LatencyHistogram {
public:
  static constexpr std::size_t bucket_count = 84;

  void add(Duration took);
  void add(std::size_t bucket, std::uint64_t count) { counts_.at(bucket) += count; }
  LatencyHistogram& operator+=(const LatencyHistogram& other);
  /// The upper end of the bucket in which that share (0 to 1) of them is reached; nothing when there are none.
  [[nodiscard]] std::optional<Duration> percentile(double share) const;
  [[nodiscard]] const std::array<std::uint64_t, bucket_count>& counts() const { return counts_; }
  bool operator==(const LatencyHistogram&) const = default;

private:
  std::array<std::uint64_t, bucket_count> counts_{};
};

} // namespace geminid::policy
