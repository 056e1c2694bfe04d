// How a run went over time, in a bounded number of points. Pure.
#pragma once

#include "tools/load_test/report.hpp"

#include <cstddef>
#include <vector>

namespace geminid::load {

class Series {
public:
  explicit Series(std::size_t points_max = 1200) : points_max_(points_max) {}

  /// The interval ended at `at`. A short one is joined to the one before. Over the greatest number of points, two
  /// neighbours become one: of percentiles and memory the higher stays.
  void add(Seconds at, const Interval& interval, std::optional<std::int64_t> resident_bytes);
  [[nodiscard]] const std::vector<Point>& points() const { return points_; }

private:
  void halve();

  std::size_t points_max_; // at least 2
  std::vector<Point> points_;
  Seconds last_{0};
};

} // namespace geminid::load
