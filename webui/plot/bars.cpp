#include "webui/plot/bars.hpp"

#include <algorithm>
#include <cmath>

namespace geminid::webui::plot {

std::int64_t step_of(std::span<const std::int64_t> times_ms, std::int64_t alone_ms) {
  std::int64_t step = 0;
  for (std::size_t i = 1; i < times_ms.size(); ++i) {
    const std::int64_t distance = times_ms[i] - times_ms[i - 1];
    if (distance > 0 && (step == 0 || distance < step))
      step = distance;
  }
  return step > 0 ? step : std::max<std::int64_t>(alone_ms, 1);
}

std::vector<BarSlot> bar_slots(std::span<const double> heights, std::size_t slots_max) {
  std::vector<BarSlot> slots;
  slots_max = std::max<std::size_t>(slots_max, 1);
  const std::size_t points = std::max<std::size_t>((heights.size() + slots_max - 1) / slots_max, 1);
  for (std::size_t first = 0; first < heights.size(); first += points) {
    BarSlot slot{first, std::min(points, heights.size() - first), first};
    for (std::size_t i = first; i < first + slot.count; ++i) {
      const double highest = value_at(heights, slot.shown);
      if (has_value(value_at(heights, i)) && (!has_value(highest) || value_at(heights, i) > highest))
        slot.shown = i;
    }
    slots.push_back(slot);
  }
  return slots;
}

Extent bar_in_slot(const Extent& slot, double width_max) {
  const double room = std::max(slot.length(), 0.0);
  // Narrow bars leave a pixel between them, wide ones a third of the slot.
  const double air = room >= 6 ? std::max(room * 0.3, 2.0) : room >= 2.5 ? 1 : 0;
  const double width = std::clamp(std::round(room - air), 1.0, std::max(width_max, 1.0));
  const double begin = std::round(slot.begin + (room - width) / 2);
  return {begin, begin + width};
}

double bar_share(double value, double high, double least) {
  if (!has_value(value) || value <= 0 || !(high > 0))
    return 0;
  return std::clamp(tamed(value) / tamed(high), std::clamp(least, 0.0, 1.0), 1.0);
}

Histogram fold_buckets(std::span<const double> uppers, std::span<const double> counts, std::size_t buckets_max) {
  const std::size_t size = std::min(uppers.size(), counts.size());
  const auto count_at = [counts](std::size_t i) {
    const double count = value_at(counts, i);
    return has_value(count) ? std::max(count, 0.0) : 0.0;
  };
  std::size_t begin = 0;
  std::size_t end = size;
  while (begin < end && count_at(begin) == 0)
    ++begin;
  while (begin < end && count_at(end - 1) == 0)
    --end;
  Histogram histogram;
  if (begin == end)
    return histogram;

  // The first bucket of all has no lower end that a logarithm could show.
  histogram.lower = begin > 0 ? uppers[begin - 1] : size > 1 ? uppers[0] * uppers[0] / uppers[1] : uppers[0] / 2;
  buckets_max = std::max<std::size_t>(buckets_max, 1);
  const std::size_t together = (end - begin + buckets_max - 1) / buckets_max;
  for (std::size_t first = begin; first < end; first += together) {
    const std::size_t last = std::min(first + together, end) - 1;
    Bucket bucket{uppers[last], 0};
    for (std::size_t i = first; i <= last; ++i)
      bucket.count = tamed(bucket.count + count_at(i));
    histogram.buckets.push_back(bucket);
  }
  return histogram;
}

} // namespace geminid::webui::plot
