#include "tools/load_test/series.hpp"

#include <algorithm>

namespace geminid::load {
namespace {

/// Of the rest that is left at the end: by itself it would make a rate of a few requests.
constexpr Seconds short_interval{0.5};

// std::optional's own order: nothing is less than anything.
void join(Point& point, const Point& next) {
  point.at = next.at;
  point.length += next.length;
  point.served += next.served;
  point.failed += next.failed;
  point.in_flight = std::max(point.in_flight, next.in_flight);
  point.p50 = std::max(point.p50, next.p50);
  point.p99 = std::max(point.p99, next.p99);
  point.resident_bytes = std::max(point.resident_bytes, next.resident_bytes);
}

} // namespace

void Series::add(Seconds at, const Interval& interval, std::optional<std::int64_t> resident_bytes) {
  Point point;
  point.at = at;
  point.length = at - last_;
  last_ = at;
  point.served = interval.served;
  point.failed = interval.failed;
  point.in_flight = interval.in_flight;
  if (interval.total.count() > 0) {
    point.p50 = interval.total.percentile(0.5);
    point.p99 = interval.total.percentile(0.99);
  }
  point.resident_bytes = resident_bytes;
  if (!points_.empty() && point.length < short_interval)
    join(points_.back(), point);
  else
    points_.push_back(point);
  if (points_.size() > points_max_)
    halve();
}

void Series::halve() {
  std::vector<Point> halved;
  for (std::size_t i = 0; i < points_.size(); i += 2) {
    halved.push_back(points_[i]);
    if (i + 1 < points_.size())
      join(halved.back(), points_[i + 1]);
  }
  points_ = std::move(halved);
}

} // namespace geminid::load
