#include "tools/load_test/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace geminid::load {
namespace {

// Values below `exact` have a bucket each. From there on a value keeps its highest seven bits.
constexpr std::uint64_t steps = 64;
constexpr std::uint64_t exact = 2 * steps;

std::size_t bucket_of(std::uint64_t value) {
  if (value < exact)
    return value;
  const auto shift = static_cast<std::uint64_t>(std::bit_width(value)) - 7;
  return shift * steps + (value >> shift);
}

std::uint64_t middle_of(std::size_t bucket) {
  if (bucket < exact)
    return bucket;
  const auto shift = bucket / steps - 1;
  const auto lowest = (bucket - shift * steps) << shift;
  return lowest + ((std::uint64_t{1} << shift) - 1) / 2;
}

} // namespace

void Histogram::add(Duration took) {
  took = std::max(took, Duration{0});
  const auto bucket = bucket_of(static_cast<std::uint64_t>(took.count()));
  if (bucket >= counts_.size())
    counts_.resize(bucket + 1);
  ++counts_[bucket];
  min_ = count_ == 0 ? took : std::min(min_, took);
  max_ = std::max(max_, took);
  sum_ns_ += static_cast<double>(took.count());
  ++count_;
}

Histogram& Histogram::operator+=(const Histogram& other) {
  if (other.count_ == 0)
    return *this;
  counts_.resize(std::max(counts_.size(), other.counts_.size()));
  for (std::size_t i = 0; i < other.counts_.size(); ++i)
    counts_[i] += other.counts_[i];
  min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  sum_ns_ += other.sum_ns_;
  count_ += other.count_;
  return *this;
}

Histogram::Duration Histogram::mean() const {
  return Duration{count_ == 0 ? 0 : static_cast<std::int64_t>(sum_ns_ / static_cast<double>(count_))};
}

Histogram::Duration Histogram::percentile(double share) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_)));
  const auto rank = std::clamp<std::uint64_t>(wanted, 1, std::max<std::uint64_t>(count_, 1));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen >= rank)
      return std::clamp(Duration{static_cast<std::int64_t>(middle_of(i))}, min_, max_);
  }
  return max_;
}

} // namespace geminid::load
