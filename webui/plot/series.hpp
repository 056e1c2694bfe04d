// What a chart does to its values before anything is drawn: gaps, extents, stacks, and no more points than there are
// columns of pixels. Pure; the caller owns every span.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace geminid::webui::plot {

/// Stands where nothing was measured. Infinities are gaps too: a chart has no place for them.
inline constexpr double gap = std::numeric_limits<double>::quiet_NaN();
/// Larger values are drawn as this one, so that no sum and no difference overflows.
inline constexpr double magnitude_max = 1e15;

[[nodiscard]] inline bool has_value(double value) {
  return std::isfinite(value);
}
/// Within ±magnitude_max; a gap stays a gap.
[[nodiscard]] double tamed(double value);
/// A gap beyond the end: a series may be shorter than the chart's times.
[[nodiscard]] inline double value_at(std::span<const double> values, std::size_t index) {
  return index < values.size() ? tamed(values[index]) : gap;
}

struct Range {
  double low = 0;
  double high = 0;

  bool operator==(const Range&) const = default;
};

/// Nothing when there are only gaps.
[[nodiscard]] std::optional<Range> extent(std::span<const double> values);

struct TimeSpan {
  std::int64_t from_ms = 0;
  std::int64_t to_ms = 0; // not before from_ms

  bool operator==(const TimeSpan&) const = default;
};

/// 0 at its beginning to 1 at its end; half for a span of no length.
[[nodiscard]] double position(const TimeSpan& span, std::int64_t at_ms);

/// Indices of the points to draw, ascending: all of them where there are no more than columns; else the first, lowest,
/// highest and last of each column, so that no peak is lost. A column without any value gives one index, of a gap.
/// `times_ms` ascend; points outside the span are left out, but for one neighbour on each side.
[[nodiscard]] std::vector<std::size_t> sample_columns(std::span<const std::int64_t> times_ms,
                                                      std::span<const double> values, const TimeSpan& span,
                                                      std::size_t columns);

struct IndexRun {
  std::size_t first = 0; // into the indices
  std::size_t count = 0; // at least one

  bool operator==(const IndexRun&) const = default;
};

/// The stretches of indices without a gap between them: each is one line.
[[nodiscard]] std::vector<IndexRun> runs_without_gaps(std::span<const std::size_t> indices,
                                                      std::span<const double> values);

/// The upper edge of each layer, from the bottom up; each has `points` values. A gap counts as zero, unless every layer
/// has one there: then it is a gap of the stack. Negative values count as zero.
[[nodiscard]] std::vector<std::vector<double>> stack(std::span<const std::span<const double>> layers,
                                                     std::size_t points);

/// The point nearest in time; nothing when there is none. `times_ms` ascend.
[[nodiscard]] std::optional<std::size_t> nearest(std::span<const std::int64_t> times_ms, std::int64_t at_ms);

} // namespace geminid::webui::plot
