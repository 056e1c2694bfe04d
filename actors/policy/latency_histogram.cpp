#include "actors/policy/latency_histogram.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace geminid::policy {
namespace {

constexpr double buckets_a_doubling = 4;

double upper_end(std::size_t bucket) {
  return std::exp2(static_cast<double>(bucket) / buckets_a_doubling);
}

std::size_t bucket_of(Duration took) {
  const auto ms = static_cast<double>(std::max<Duration::rep>(1, took.count()));
  const auto bucket = static_cast<std::size_t>(std::ceil(std::log2(ms) * buckets_a_doubling));
  return std::min(bucket, LatencyHistogram::bucket_count - 1);
}

} // namespace

void LatencyHistogram::add(Duration took) {
  ++counts_[bucket_of(took)];
}

LatencyHistogram& LatencyHistogram::operator+=(const LatencyHistogram& other) {
  std::transform(counts_.begin(), counts_.end(), other.counts_.begin(), counts_.begin(), std::plus<>{});
  return *this;
}

std::optional<Duration> LatencyHistogram::percentile(double share) const {
  const auto total = std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  if (total == 0)
    return std::nullopt;
  const auto wanted = std::max(1.0, std::ceil(share * static_cast<double>(total)));
  std::uint64_t reached = 0;
  std::size_t bucket = 0;
  for (; bucket + 1 < bucket_count; ++bucket) {
    reached += counts_[bucket];
    if (static_cast<double>(reached) >= wanted)
      break;
  }
  return Duration{std::llround(upper_end(bucket))};
}

} // namespace geminid::policy
