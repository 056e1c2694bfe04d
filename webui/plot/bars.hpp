// Where bars go: over time, of categories, and of buckets of a histogram.
#pragma once

#include "webui/plot/axis.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geminid::webui::plot {

/// In pixels, or in parts of one.
struct Extent {
  double begin = 0;
  double end = 0; // not before begin

  [[nodiscard]] double length() const { return end - begin; }
  bool operator==(const Extent&) const = default;
};

/// The distance of the points: the least there is between two; `alone_ms` when there are fewer than two.
[[nodiscard]] std::int64_t step_of(std::span<const std::int64_t> times_ms, std::int64_t alone_ms = 60'000);

/// Points that share one bar since there is no room for one each.
struct BarSlot {
  std::size_t first = 0;
  std::size_t count = 0; // at least one
  std::size_t shown = 0; // the index of the highest: a bar never hides a peak

  bool operator==(const BarSlot&) const = default;
};

/// At most `slots_max` (at least one) slots of the same number of points, the last perhaps of fewer.
[[nodiscard]] std::vector<BarSlot> bar_slots(std::span<const double> heights, std::size_t slots_max);

/// The bar within its slot: a gap in between where there is room, on whole pixels, at least a pixel wide, at most
/// `width_max`.
[[nodiscard]] Extent bar_in_slot(const Extent& slot, double width_max = 28);

/// The part of the track that a bar fills, 0 to 1; what is above zero is seen: `least` or more.
[[nodiscard]] double bar_share(double value, double high, double least = 0);

struct Bucket {
  double upper = 0; // the lower end is the upper one of the bucket before
  double count = 0;

  bool operator==(const Bucket&) const = default;
};

/// Without the empty buckets at both ends, neighbours added up to no more than `buckets_max` (at least one). `lower` is
/// where the first begins. Empty when all buckets are.
struct Histogram {
  double lower = 0;
  std::vector<Bucket> buckets;
};

/// `uppers` ascend and are above zero; counts beyond them are left out, as are gaps and what is below zero.
[[nodiscard]] Histogram fold_buckets(std::span<const double> uppers, std::span<const double> counts,
                                     std::size_t buckets_max);

} // namespace geminid::webui::plot
