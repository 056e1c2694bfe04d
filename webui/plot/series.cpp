#include "webui/plot/series.hpp"

#include <algorithm>

namespace geminid::webui::plot {
namespace {

/// The points of one column of pixels that a line must touch.
struct Column {
  std::size_t first, lowest, highest, last;
};

std::optional<Column> column_of(std::span<const double> values, std::size_t begin, std::size_t end) {
  std::optional<Column> column;
  for (std::size_t i = begin; i < end; ++i) {
    const double value = value_at(values, i);
    if (!has_value(value))
      continue;
    if (!column)
      column = Column{i, i, i, i};
    if (value < value_at(values, column->lowest))
      column->lowest = i;
    if (value > value_at(values, column->highest))
      column->highest = i;
    column->last = i;
  }
  return column;
}

void append(std::vector<std::size_t>& indices, const Column& column) {
  const std::size_t inner[] = {std::min(column.lowest, column.highest), std::max(column.lowest, column.highest)};
  for (const std::size_t index : {column.first, inner[0], inner[1], column.last})
    if (indices.empty() || indices.back() != index)
      indices.push_back(index);
}

} // namespace

double tamed(double value) {
  return has_value(value) ? std::clamp(value, -magnitude_max, magnitude_max) : gap;
}

std::optional<Range> extent(std::span<const double> values) {
  std::optional<Range> range;
  for (const double raw : values) {
    const double value = tamed(raw);
    if (!has_value(value))
      continue;
    if (!range)
      range = Range{value, value};
    range->low = std::min(range->low, value);
    range->high = std::max(range->high, value);
  }
  return range;
}

double position(const TimeSpan& span, std::int64_t at_ms) {
  if (span.to_ms <= span.from_ms)
    return 0.5;
  return (static_cast<double>(at_ms) - static_cast<double>(span.from_ms)) /
         (static_cast<double>(span.to_ms) - static_cast<double>(span.from_ms));
}

std::vector<std::size_t> sample_columns(std::span<const std::int64_t> times_ms, std::span<const double> values,
                                        const TimeSpan& span, std::size_t columns) {
  const auto begin_at = std::lower_bound(times_ms.begin(), times_ms.end(), span.from_ms);
  const auto end_at = std::upper_bound(begin_at, times_ms.end(), span.to_ms);
  auto begin = static_cast<std::size_t>(begin_at - times_ms.begin());
  auto end = static_cast<std::size_t>(end_at - times_ms.begin());
  begin -= begin > 0 ? 1 : 0;
  end += end < times_ms.size() ? 1 : 0;

  std::vector<std::size_t> indices;
  columns = std::max<std::size_t>(columns, 1);
  if (end - begin <= columns) {
    for (std::size_t i = begin; i < end; ++i)
      indices.push_back(i);
    return indices;
  }
  const auto column_at = [&](std::size_t index) {
    const double at = std::clamp(position(span, times_ms[index]), 0.0, 1.0);
    return std::min(static_cast<std::size_t>(at * static_cast<double>(columns)), columns - 1);
  };
  while (begin < end) {
    std::size_t next = begin + 1;
    while (next < end && column_at(next) == column_at(begin))
      ++next;
    if (const auto column = column_of(values, begin, next))
      append(indices, *column);
    else
      indices.push_back(begin);
    begin = next;
  }
  return indices;
}

std::vector<IndexRun> runs_without_gaps(std::span<const std::size_t> indices, std::span<const double> values) {
  std::vector<IndexRun> runs;
  bool open = false;
  for (std::size_t i = 0; i < indices.size(); ++i) {
    if (!has_value(value_at(values, indices[i]))) {
      open = false;
      continue;
    }
    if (!open)
      runs.push_back(IndexRun{i, 0});
    ++runs.back().count;
    open = true;
  }
  return runs;
}

std::vector<std::vector<double>> stack(std::span<const std::span<const double>> layers, std::size_t points) {
  std::vector<std::vector<double>> tops(layers.size(), std::vector<double>(points, gap));
  for (std::size_t i = 0; i < points; ++i) {
    if (std::none_of(layers.begin(), layers.end(), [i](const auto& layer) { return has_value(value_at(layer, i)); }))
      continue;
    double top = 0;
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
      const double value = value_at(layers[layer], i);
      top = tamed(top + (has_value(value) ? std::max(value, 0.0) : 0.0));
      tops[layer][i] = top;
    }
  }
  return tops;
}

std::optional<std::size_t> nearest(std::span<const std::int64_t> times_ms, std::int64_t at_ms) {
  if (times_ms.empty())
    return std::nullopt;
  const auto after = std::lower_bound(times_ms.begin(), times_ms.end(), at_ms);
  if (after == times_ms.begin())
    return 0;
  const auto index = static_cast<std::size_t>(after - times_ms.begin());
  if (after == times_ms.end())
    return index - 1;
  return at_ms - times_ms[index - 1] <= *after - at_ms ? index - 1 : index;
}

} // namespace geminid::webui::plot
